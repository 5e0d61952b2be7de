import { expect, test } from 'vitest';
import { createAskResident } from '../../../src/api/ask-resident.ts';
import { Conflict, Gone } from '../../../src/api/errors.ts';
import type { ConversationFacts } from '../../../src/ports/conversations.ts';
import type { ApprovalSummary } from '../../../src/ports/desk-approvals.ts';
import type { ConversationSummary } from '../../../src/ports/desk-inbox.ts';
import { PENDING } from './approval-door.ts';

const APPROVAL: ApprovalSummary = {
  ...PENDING,
  request: { ...PENDING.request, residentId: 'kim', conversationId: 'c-1' },
};
const FACTS: ConversationFacts = {
  conversationId: 'c-1',
  personId: 'person-1',
  channel: 'portal',
  address: 'kim',
  assurance: 'channel',
  residentId: 'kim',
  propertyId: 'harbor-court',
  knownHome: null,
  language: 'en',
  verificationFailures: 0,
  verificationFailedAt: null,
  provenTurnId: null,
  awaitsIdentity: false,
  isGreeted: true,
  isTakenOver: false,
  isOptedOut: false,
};

interface Given {
  approval?: Partial<ApprovalSummary>;
  facts?: Partial<ConversationFacts> | null;
  heldBy?: ConversationSummary['heldBy'];
  /** The process asks nobody. */
  isRefused?: boolean;
  /** How the row stands once the process was told. */
  after?: ApprovalSummary['state'];
}

/** A door at which Mara asks, and what was offered and told. */
function aDoor({ approval, facts = {}, heldBy = null, isRefused = false, after }: Given = {}) {
  const offered: string[] = [];
  const told: string[] = [];
  const row: ApprovalSummary = { ...APPROVAL, ...approval };
  const sent = { state: 'sent' as const, failureCode: null };
  const ask = createAskResident({
    approvalQuestions: {
      offer: async ({ questionId }) => void offered.push(questionId),
      list: async () =>
        (isRefused ? [] : told).map((questionId) => ({
          questionId,
          askedByName: 'Mara',
          text: 'Does it still drip?',
          askedAt: '2026-11-23T12:00:00.000Z',
          delivery: sent,
          isReminded: false,
          answer: null,
        })),
    },
    conversations: { find: async () => (facts === null ? null : { ...FACTS, ...facts }) },
    deskInbox: {
      find: async () => ({
        conversationId: 'c-1',
        channel: 'portal',
        assurance: 'channel',
        residentId: 'kim',
        propertyId: 'harbor-court',
        last: null,
        handOff: null,
        heldBy,
      }),
    },
    deskApprovals: { find: async () => ({ ...row, ...(after ? { state: after } : {}) }) },
    processes: { askFromApproval: async ({ questionId }) => void told.push(questionId) },
  });
  const by = { approval: row, staffId: 'mara', text: 'Does it still drip?', key: 'one' };
  return { ask: (key = 'one') => ask({ ...by, key }), offered, told };
}

test('asks by way of the process, and says how the message stands', async () => {
  const { ask, offered, told } = aDoor();
  expect(await ask()).toEqual({ questionId: expect.stringMatching(/^aq_/), state: 'sent' });
  expect(told).toEqual(offered);
});

test('a button pressed twice is one question, another key is another one', async () => {
  const { ask, told } = aDoor();
  const first = await ask();
  expect(await ask()).toEqual(first);
  expect(told).toHaveLength(1);
  await ask('two');
  expect(new Set(told).size).toBe(2);
});

const SINCE = '2026-11-23T12:00:00.000Z';
test('whoever holds the conversation may ask', async () => {
  const heldBy = { staffId: 'mara', name: 'Mara', since: SINCE, actedAt: SINCE };
  expect(await aDoor({ heldBy }).ask()).toMatchObject({ state: 'sent' });
});

const THEO = { staffId: 'theo', name: 'Theo', since: SINCE, actedAt: SINCE };
const REQUEST = APPROVAL.request;
test.each<[string, Given, RegExp]>([
  [
    'nobody wrote about it',
    { approval: { request: { ...REQUEST, conversationId: null } } },
    /nobody to ask/,
  ],
  ['the conversation is gone', { facts: null }, /nobody to ask/],
  // Privacy: what concerns one resident is not told to the next one at the same address.
  ['somebody else writes there now', { facts: { residentId: 'lou' } }, /Somebody else writes/],
  ['they want no messages', { facts: { isOptedOut: true } }, /STOP/],
  ['a colleague talks with them', { heldBy: THEO }, /^Theo is talking with the resident now/],
  ['it was decided', { approval: { state: 'approved' } }, /was approved: nothing was asked/],
])('where %s nothing is asked, and it is said why', async (_, given, says) => {
  const { ask, offered, told } = aDoor(given);
  const refused = await ask().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Conflict);
  expect(refused).toMatchObject({ message: expect.stringMatching(says) });
  expect([...offered, ...told]).toEqual([]);
});

test('what has expired asks nobody any more', async () => {
  const asked = aDoor({ approval: { state: 'expired' } }).ask();
  await expect(asked).rejects.toBeInstanceOf(Gone);
});

test('a question that crosses the decision is refused with the decision', async () => {
  const asked = aDoor({ isRefused: true, after: 'rejected' }).ask();
  await expect(asked).rejects.toThrow(/was rejected: nothing was asked/);
});

test('a question that crosses a takeover is refused', async () => {
  await expect(aDoor({ isRefused: true }).ask()).rejects.toThrow(/took the conversation over/);
});
