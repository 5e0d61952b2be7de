import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelOutputInvalid } from '../../src/ports/errors.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { LEAK, startReadingHouse, type ReadingHouse } from './reading-house.ts';

// Design section 7: who writes, as a turn reads it.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
beforeEach(() => void house.script.splice(0));
afterAll(() => house.stop());

const FOUND = defaultPack.texts['identity-confirmed']?.en;
const SECOND = defaultPack.texts['identity-ask-second']?.en;

// Design section 12: who was found before the outage can report a trouble at home in it.
describe('while the platform is away', () => {
  beforeEach(() => house.cutPlatform(false));
  afterAll(() => house.cutPlatform(false));
  const door = { channel: 'portal', residentId: 'kim', propertyId: 'elm-house' } as const;

  it('who was found before is known at home, with no more than a number would prove', async () => {
    const kim = house.somebody({ ...door, assurance: 'session' });
    await kim.says('Hello');
    house.cutPlatform(true);
    house.script.push([LEAK]);
    const { identity, kinds } = await kim.says('There is a leak under my sink');
    expect(identity).toMatchObject({
      residentId: 'kim',
      assurance: 'channel',
      leaseId: 'lease-1a',
      status: 'current',
    });
    expect(kinds).toEqual(['report-problem']);
  });

  it('who was found before is told how their requests stand; nobody else is', async () => {
    const kim = house.somebody({ ...door, assurance: 'session' });
    await kim.says('Hello');
    house.cutPlatform(true);
    house.script.push([{ kind: 'read-status' }], [{ kind: 'read-status' }]);
    expect((await kim.says('Any news on my sink?')).kinds).toEqual(['read-status']);
    const never = house.somebody({ ...door, assurance: 'session' });
    expect((await never.says('Any news on my sink?')).kinds).toEqual(['hand-over']);
  });

  it('nobody is known who never was, nor whom the door names instead of the one who was', async () => {
    const before = house.somebody({ ...door, assurance: 'channel' });
    await before.says('Hello');
    house.cutPlatform(true);
    house.script.push([LEAK], [LEAK]);
    const never = await house.somebody({ ...door, assurance: 'channel' }).says('A leak');
    const other = await before.says('A leak', {}, { residentId: 'lou' });
    for (const { identity, kinds } of [never, other]) {
      expect(identity).toMatchObject({ residentId: null, unitId: null, assurance: 'unknown' });
      expect(kinds).toEqual(['hand-over']);
    }
  });
});

describe('somebody unknown who was asked who they are', () => {
  it('is asked for the second fact where a home alone is named, and has not failed by it', async () => {
    const stranger = house.somebody();
    await stranger.isAsked();
    for (const text of ['unit 1A', 'apartment 9Z', 'AB-12-01']) {
      const { words, facts } = await stranger.says(text);
      expect(words, text).toEqual([SECOND]);
      expect(facts, text).toMatchObject({ verificationFailures: 0, residentId: null });
    }
  });

  // Privacy: two people of one name share unit 1A; neither is taken for the other.
  it('is recognised by a unit and a second fact that fit one person only', async () => {
    const stranger = house.somebody();
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
      const stranger = house.somebody();
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
    const stranger = house.somebody();
    await stranger.isAsked();
    house.script.push([LEAK]);
    const { kinds, facts } = await stranger.says('The sink in unit 1A leaks still');
    expect(kinds).toEqual(['report-problem']);
    expect(facts).toMatchObject({ verificationFailures: 0 });
  });

  it('has failed once when the turn is tried again after a crash', async () => {
    const stranger = house.somebody();
    const { conversationId } = await stranger.isAsked();
    const turn = await stranger.write('unit 1A, Zzyzx');
    const tries = [await house.propose(turn), await house.propose(turn), await house.propose(turn)];
    expect(tries.map(({ decisions }) => decisions[0]?.kind)).toEqual(
      tries.map(() => 'ask-identity'),
    );
    expect(await house.records.conversations.find(conversationId)).toMatchObject({
      verificationFailures: 1,
    });
  });
});

describe('the turn that proves who writes', () => {
  it('takes up what was held back, from its row, before what it wishes itself', async () => {
    const stranger = house.somebody();
    await stranger.isAsked();
    house.script.push([{ kind: 'read-account', topic: 'balance' }]);
    const turn = await stranger.write('What do I owe?');
    await house.propose(turn);
    await house.settle(turn, ['needs-identity']);
    house.script.push([{ kind: 'read-status' }]);
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
    const stranger = house.somebody();
    await stranger.isAsked();
    await stranger.isAsked();
    house.script.push([LEAK]);
    const { kinds } = await stranger.says('unit 1A, Kim Ekberg, the sink leaks');
    expect(kinds).toEqual(['answer', 'report-problem']);
    expect((await stranger.says('anything else')).kinds).toEqual(['hand-over']);
  });

  it('asks no model about a name, and what to do where nothing was held back', async () => {
    const stranger = house.somebody();
    await stranger.isAsked();
    house.script.push([LEAK, { kind: 'read-status' }]); // what a model may take a name for
    const { kinds } = await stranger.says('I live in unit 1A, my name is Kim Ekberg');
    expect(kinds).toEqual(['answer', 'report-problem']);
    expect(house.script).toHaveLength(1);

    const quiet = house.somebody();
    const turn = await quiet.write('hello');
    await house.records.conversations.awaitIdentity(turn.conversationId);
    expect((await quiet.says('unit 1A, Kim Ekberg')).kinds).toEqual(['answer', 'small-talk']);
  });

  it('goes on as it began when it is tried again', async () => {
    const stranger = house.somebody();
    await stranger.isAsked();
    const turn = await stranger.write('unit 1A, Kim Ekberg, please hurry');
    house.script.push(new ModelOutputInvalid('no JSON'));
    await expect(house.propose(turn)).rejects.toThrow();
    const { decisions } = await house.propose(turn);
    expect(decisions.map(({ kind }) => kind)).toEqual(['answer', 'report-problem']);
  });

  // Privacy: a session of somebody whom nobody knows must not lend its level to whom words proved.
  it('gives no more than a number would, whatever the door vouched for', async () => {
    const door = { channel: 'web-chat', residentId: 'gone', assurance: 'session' } as const;
    const stranger = house.somebody({ ...door, propertyId: 'elm-house' });
    await stranger.isAsked();
    const { identity } = await stranger.says('unit 1A, Kim Ekberg');
    expect(identity).toMatchObject({ residentId: 'kim', assurance: 'channel' });
    const next = await stranger.says('and now?');
    expect(next.identity).toMatchObject({ residentId: 'kim', assurance: 'channel' });
  });
});

// Accountable: the record of a model's call names who it was made for.
it('asks a model for the conversation, the resident and the property of the turn', async () => {
  house.cutPlatform(false);
  const door = { channel: 'portal', residentId: 'kim', propertyId: 'elm-house' } as const;
  const { facts } = await house.somebody({ ...door, assurance: 'session' }).says('Hello');
  expect(house.asked.at(-1)).toEqual({
    propertyId: 'elm-house',
    ids: { conversationId: facts?.conversationId, residentId: 'kim' },
  });
});
