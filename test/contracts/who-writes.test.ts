import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssistantActivities, type ProposedTurn } from '../../src/activities/assistant.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
  type EmbeddedPropertyPlatform,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { calendarOf } from '../../src/domain/business-hours.ts';
import type { Scope } from '../../src/domain/document.ts';
import type { InboundMessage } from '../../src/domain/message.ts';
import type { Channels } from '../../src/ports/channel.ts';
import { ModelOutputInvalid } from '../../src/ports/errors.ts';
import type { ProposedDecision } from '../../src/ports/language-model.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { elmHouse } from './elm-house.ts';
import {
  aDelivery,
  aSender,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';

// Design section 7, as a turn reads it: real rows and a real platform, a model that says what a test tells it.

let records: HouseRecords;
let platform: EmbeddedPropertyPlatform;
beforeAll(async () => {
  records = await startHouseRecords();
  const { url } = records.postgres;
  const residents = elmHouse.residents.map((one) => ({ ...one, lastName: 'Ekberg' }));
  await loadPlatformData({ url, data: { ...elmHouse, residents } });
  platform = createEmbeddedPropertyPlatform({ url, connectionId: 'elm' });
});
afterAll(async () => {
  await platform.close();
  await records.stop();
});

const LEAK: ProposedDecision = {
  kind: 'report-problem',
  issue: 'water.leak_contained',
  class: 'P2',
  summary: 'leak under the sink',
  confidence: 0.9,
  missing: [],
};
const NOTHING: ProposedDecision = { kind: 'hand-over', reason: 'low-confidence' };

/** What the model proposes next, in order; a failure is thrown. */
let script: (ProposedDecision[] | Error)[] = [];
/** The scopes that documents were looked for in, a search at a time. */
let searched: Scope[][] = [];
let channels: Channels = {};
beforeEach(() => {
  script = [];
  searched = [];
  channels = {};
});

let tries = 0;

/** Proposes, as one try of an activity. */
function propose(turn: { turnId: string; conversationId: string; messageIds: string[] }) {
  tries += 1;
  const { proposeDecisions } = createAssistantActivities({
    records,
    platform,
    channels,
    policyPacks: { current: () => defaultPack, pinned: () => defaultPack },
    knowledgeIndex: {
      search: async ({ scopes }) => {
        searched.push(scopes);
        return [];
      },
    },
    languageModel: {
      propose: async () => {
        const next = script.shift() ?? [NOTHING];
        if (next instanceof Error) throw next;
        const by = { model: 'scripted', prompt: 'none' };
        return { language: 'en', decisions: next, frustration: 0, ...by };
      },
    },
  });
  const activity = new MockActivityEnvironment({ activityId: `try-${tries}` });
  return activity.run<[], ProposedTurn, () => Promise<ProposedTurn>>(() =>
    proposeDecisions({ ...turn, dangers: [] }),
  );
}

let turns = 0;

/** Somebody who writes through one door, a turn at a time, as the conversation's workflow would take it. */
function somebody(door: Partial<InboundMessage> = {}) {
  const from = aSender();
  const write = async (text: string) => {
    const { messageId, conversationId } = await records.inbox.commit(
      aDelivery({ from, ...door, text }),
    );
    turns += 1;
    return { turnId: `turn-${turns}`, conversationId, messageIds: [messageId] };
  };
  const settle = async (turn: Awaited<ReturnType<typeof write>>, verdicts: string[]) => {
    const { turnId, conversationId } = turn;
    if (verdicts.includes('needs-identity')) {
      await records.conversations.awaitIdentity(conversationId);
    }
    await records.conversations.settle({ turnId, conversationId, reply: null, verdicts });
  };
  return {
    write,
    settle,
    /** Writes of the leak, and is asked who they are. */
    async isAsked() {
      script.push([LEAK]);
      const turn = await write('There is a leak under my sink');
      const { decisions } = await propose(turn);
      await settle(
        turn,
        decisions.map(() => 'needs-identity'),
      );
      return turn;
    },
    /** What a text is taken for, once the turn has settled. */
    async says(text: string) {
      const turn = await write(text);
      const proposed = await propose(turn);
      const parts = await records.conversations.readParts(turn.turnId);
      await settle(
        turn,
        proposed.decisions.map(() => 'allowed'),
      );
      const kinds = proposed.decisions.map(({ kind }) => kind);
      const facts = await records.conversations.find(turn.conversationId);
      return { ...proposed, kinds, words: parts.map((part) => part.text), facts };
    },
  };
}

const FOUND = defaultPack.texts['identity-confirmed']?.en;
const SECOND = defaultPack.texts['identity-ask-second']?.en;
const NO_WORDS = defaultPack.texts['no-words']?.en;

describe('somebody unknown who was asked who they are', () => {
  it('is asked for the second fact where a home alone is named, and has not failed by it', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    for (const text of ['unit 1A', 'apartment 9Z', 'AB-12-01']) {
      const { words, facts } = await stranger.says(text);
      expect(words, text).toEqual([SECOND]);
      expect(facts, text).toMatchObject({ verificationFailures: 0, residentId: null });
    }
  });

  // Privacy: two people of one name share unit 1A; neither is taken for the other.
  it('is recognised by a unit and a second fact that fit one person only', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    expect((await stranger.says('unit 1A, Ekberg')).kinds).toEqual(['ask-identity']);
    const { identity, facts } = await stranger.says('unit 1A, Kim Ekberg');
    expect(identity).toMatchObject({
      residentId: 'kim',
      assurance: 'channel',
      leaseId: 'lease-1a',
    });
    expect(facts).toMatchObject({ residentId: 'kim', verificationFailures: 0 });
  });

  it.each(['unit 1A, Zzyzx', 'unit 9Z, Zzyzx', 'AB-12-01 Zzyzx'])(
    'fails twice and is handed over alike: %s',
    async (claim) => {
      const stranger = somebody();
      await stranger.isAsked();
      const first = await stranger.says(claim);
      const second = await stranger.says(claim);
      const third = await stranger.says('unit 1A, Kim Ekberg');
      expect([first.kinds, second.kinds, third.kinds]).toEqual([
        ['ask-identity'],
        ['hand-over'],
        ['hand-over'],
      ]);
      expect(second.decisions).toMatchObject([{ reason: 'verification-failed' }]);
      expect(third.identity.assurance).toBe('unknown');
    },
  );

  it('has not failed by naming a unit beside a wish', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    script.push([LEAK]);
    const { kinds, facts } = await stranger.says('The sink in unit 1A leaks still');
    expect(kinds).toEqual(['report-problem']);
    expect(facts).toMatchObject({ verificationFailures: 0 });
  });

  it('has failed once when the turn is tried again after a crash', async () => {
    const stranger = somebody();
    const { conversationId } = await stranger.isAsked();
    const turn = await stranger.write('unit 1A, Zzyzx');
    const tries = [await propose(turn), await propose(turn), await propose(turn)];
    expect(tries.map(({ decisions }) => decisions[0]?.kind)).toEqual(
      tries.map(() => 'ask-identity'),
    );
    expect(await records.conversations.find(conversationId)).toMatchObject({
      verificationFailures: 1,
    });
  });
});

describe('the turn that proves who writes', () => {
  it('takes up what was held back, from its row, before what it wishes itself', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    script.push([{ kind: 'read-account', topic: 'balance' }]);
    const turn = await stranger.write('What do I owe?');
    await propose(turn);
    await stranger.settle(turn, ['needs-identity']);
    script.push([{ kind: 'read-status' }]);
    const { kinds, decisions, words } = await stranger.says('unit 1A, Kim Ekberg. Any news?');
    expect(kinds).toEqual(['answer', 'report-problem', 'read-account', 'read-status']);
    expect(decisions.map(({ part }) => words[part])).toEqual([
      FOUND,
      'leak under the sink',
      '',
      '',
    ]);
  });

  it('says once what was wished twice, and greets nobody who has a wish', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    await stranger.isAsked();
    script.push([LEAK]);
    const { kinds } = await stranger.says('unit 1A, Kim Ekberg, the sink leaks');
    expect(kinds).toEqual(['answer', 'report-problem']);
    expect((await stranger.says('anything else')).kinds).toEqual(['hand-over']);
  });

  it('goes on as it began when it is tried again', async () => {
    const stranger = somebody();
    await stranger.isAsked();
    const turn = await stranger.write('unit 1A, Kim Ekberg');
    script.push(new ModelOutputInvalid('no JSON'));
    await expect(propose(turn)).rejects.toThrow();
    const { decisions } = await propose(turn);
    expect(decisions.map(({ kind }) => kind)).toEqual(['answer', 'report-problem']);
  });

  // Privacy: a session of somebody whom nobody knows must not lend its level to whom words proved.
  it('gives no more than a number would, whatever the door vouched for', async () => {
    const door = { channel: 'web-chat', residentId: 'gone', assurance: 'session' } as const;
    const stranger = somebody({ ...door, propertyId: 'elm-house' });
    await stranger.isAsked();
    const { identity } = await stranger.says('unit 1A, Kim Ekberg');
    expect(identity).toMatchObject({ residentId: 'kim', assurance: 'channel' });
    const next = await stranger.says('and now?');
    expect(next.identity).toMatchObject({ residentId: 'kim', assurance: 'channel' });
  });
});

describe('somebody who belongs to no property', () => {
  const settings = (propertyId: string, organisationId: string) => ({
    propertyId,
    organisationId,
    name: propertyId,
    calendar: calendarOf({ pack: defaultPack, zone: 'UTC' }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas company',
      crisisLine: '988',
      onCallName: 'The on-call team',
      onCall: [],
      managers: [],
    },
    rollout: { phase: 'writes' as const, skills: {}, stopped: [] },
  });
  const organisation = (id: string): Scope => ({ kind: 'organisation', id });

  it('is told what is public in the only organisation, or in the one of the number, or nothing', async () => {
    const ask = async () => {
      await somebody().says('Are checks taken?');
      return searched.at(-1);
    };
    expect(await ask()).toEqual([]);
    await records.properties.save(settings('elm-house', 'elm-group'));
    expect(await ask()).toEqual([organisation('elm-group')]);
    await records.properties.save(settings('oak-house', 'oak-group'));
    expect(await ask()).toEqual([]);
    const send = async () => ({ providerMessageId: 'none' });
    const number = { name: 'whatsapp', windowMs: null, hasOptOut: true, send } as const;
    channels = { whatsapp: { ...number, organisationId: 'oak-group' } };
    expect(await ask()).toEqual([organisation('oak-group')]);
  });

  it('is told what is public in the property that a number stands for', async () => {
    await records.properties.save(settings('elm-house', 'elm-group'));
    await somebody({ propertyId: 'elm-house' }).says('Are checks taken?');
    expect(searched.at(-1)).toEqual([
      { kind: 'property', id: 'elm-house' },
      organisation('elm-group'),
    ]);
  });
});

describe('a message of signs alone', () => {
  const KIM = { channel: 'portal', residentId: 'kim', assurance: 'channel' } as const;

  it('answers the one question that is open', async () => {
    const kim = somebody(KIM);
    const { conversationId } = await kim.write('The sink is blocked');
    const row = await records.maintenanceRequests.create(aNewRequest({ conversationId }));
    const { requestId } = row.request;
    await records.maintenanceRequests.change(requestId, { question: 'confirm-request' });
    const answerOf = async (text: string) => (await kim.says(text)).decisions;
    const reply = { kind: 'reply-to-question', questionId: requestId };
    expect(await answerOf('👍🏽')).toMatchObject([{ ...reply, answer: { kind: 'yes' } }]);
    expect(await answerOf('❌')).toMatchObject([{ ...reply, answer: { kind: 'no' } }]);
    expect((await kim.says('👍👎')).words).toEqual([NO_WORDS]);

    const other = await records.maintenanceRequests.create(aNewRequest({ conversationId }));
    await records.maintenanceRequests.change(other.request.requestId, { question: 'completed' });
    expect((await kim.says('👍')).words).toEqual([NO_WORDS]); // nobody can tell which it means
    await records.maintenanceRequests.change(requestId, { state: 'dropped' });
    await records.maintenanceRequests.change(other.request.requestId, { state: 'closed' });
  });

  it('is thanked for thanks, and asked for words otherwise; nobody is called for it', async () => {
    const lou = somebody({ ...KIM, residentId: 'lou' });
    expect((await lou.says('🙏')).decisions).toMatchObject([
      { kind: 'small-talk', topic: 'thanks' },
    ]);
    expect((await lou.says('👍')).decisions).toMatchObject([
      { kind: 'small-talk', topic: 'thanks' },
    ]);
    const noWords = defaultPack.texts['no-words']?.es; // Lou's language
    for (const text of ['🤷', '', '...', '😀🔑']) {
      expect((await lou.says(text)).words, text).toEqual([noWords]);
    }
  });
});
