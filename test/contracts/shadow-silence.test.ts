import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHandOffActivities } from '../../src/activities/hand-offs.ts';
import { createMessagingActivities } from '../../src/activities/messaging.ts';
import { createPortalChannel } from '../../src/adapters/channels/portal/index.ts';
import { calendarOf } from '../../src/domain/business-hours.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { Outcome, PromisedAnswer } from '../../src/domain/outcome.ts';
import type { Rollout } from '../../src/domain/rollout.ts';
import { aRollout } from '../builders.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPack, defaultPacks } from '../unit/domain/default-pack.ts';
import {
  aConversation,
  aTurn,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';

// Issue 4: in shadow nothing is sent. What follows a danger is the one exception.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

let made = 0;
let propertyId: string;
beforeEach(() => {
  made += 1;
  propertyId = `house-${made}`;
});

const handOff: PromisedAnswer = {
  handOffId: 'ho-1',
  answerBy: '2026-11-23T17:00:00.000Z',
  isOpenNow: true,
};
const answer: Decision = { kind: 'answer', part: 0, confidence: 0.9 };

const door = () => ({ residentId: null, propertyId, assurance: 'channel' as const });

const saveProperty = (rollout: Rollout): Promise<void> =>
  records.properties.save({
    propertyId,
    organisationId: 'group',
    name: propertyId,
    calendar: calendarOf({ pack: defaultPack, zone: 'America/New_York' }),
    contacts: {
      emergency: '911',
      gasUtility: 'the gas utility',
      crisisLine: '988',
      onCallName: 'the on-call engineer',
      onCall: [],
      managers: [],
    },
    rollout,
  });

const handOffs = () =>
  createHandOffActivities({
    records,
    channels: { portal: createPortalChannel() },
    policyPacks: defaultPacks,
    processes: notedProcesses().processes,
  });

/** How many messages went to a resident whose turn came to these outcomes under these switches. */
async function sent(by: { rollout: Rollout; outcomes: Outcome[]; verdicts: string[] }) {
  const { rollout, outcomes, verdicts } = by;
  await saveProperty(rollout);
  const message = await aConversation(records, { ...door(), channel: 'portal' });
  const turn = aTurn(message);
  await records.conversations.takeTurn(turn);
  await records.conversations.saveProposal({
    turnId: turn.turnId,
    decisions: [answer],
    parts: [{ text: 'From ten.', detail: null, sources: [] }],
    model: 'embedded/1',
    prompt: 'none',
    packVersion: 'default@1',
  });
  const messaging = createMessagingActivities({
    records,
    channels: { portal: createPortalChannel() },
    policyPacks: defaultPacks,
  });
  const { turnId, conversationId } = turn;
  await messaging.reply({ turnId, conversationId, outcomes, verdicts });
  const rows = `select state from sends where conversation_id = '${conversationId}'`;
  return (await records.postgres.query(rows)).length;
}

const kept: Outcome = { kind: 'kept', handOff };
const failed: Outcome = { kind: 'handed-over', reason: 'failed-turn', handOff };
const shadow = aRollout({ phase: 'shadow' });

test('a kept answer leaves nothing behind that could be sent, and the proposal is there', async () => {
  expect(await sent({ rollout: shadow, outcomes: [kept], verdicts: ['kept'] })).toBe(0);
  const everything = { propertyIds: 'all' as const, skill: null, isJudged: null, withWords: true };
  const [turn] = await records.shadowComparison.list({ ...everything, propertyId });
  expect(turn?.proposal.kept).toEqual([{ decision: answer, text: 'From ten.' }]);
});

test('a turn that failed in shadow hands over without a word, and outside of it with one', async () => {
  const by = { outcomes: [failed], verdicts: ['failed-turn'] };
  expect(await sent({ ...by, rollout: shadow })).toBe(0);
  propertyId = `${propertyId}-share`;
  expect(await sent({ ...by, rollout: { ...shadow, sharePercent: 0 } })).toBe(1);
  propertyId = `${propertyId}-on`;
  expect(await sent({ ...by, rollout: aRollout() })).toBe(1);
});

test('a hand-off in shadow is an event to staff and none to the resident, until it is opened aloud', async () => {
  await saveProperty(shadow);
  const { conversationId } = await aConversation(records, { ...door(), channel: 'portal' });
  const kinds = async (reader: 'staff' | 'resident') => {
    const { events } = await records.conversations.view({ conversationId, after: 0, reader });
    return events.map(({ kind }) => kind);
  };
  await handOffs().openHandOff({ conversationId, reason: 'rollout', isSilent: true });
  expect(await kinds('staff')).toEqual(['handed-off']);
  expect(await kinds('resident')).toEqual([]);
  // The conversation goes on in another phase, and is handed over again.
  await handOffs().openHandOff({ conversationId, reason: 'asked-for-person' });
  expect(await kinds('staff')).toEqual(['handed-off']);
  expect(await kinds('resident')).toEqual(['handed-off']);
});

test('so is that of a turn that failed in shadow', async () => {
  await saveProperty(shadow);
  const { conversationId } = await aConversation(records, { ...door(), channel: 'portal' });
  await handOffs().openHandOff({ conversationId, reason: 'failed-turn' });
  const view = (reader: 'staff' | 'resident') =>
    records.conversations.view({ conversationId, after: 0, reader });
  expect((await view('staff')).events).toHaveLength(1);
  expect((await view('resident')).events).toHaveLength(0);
});
