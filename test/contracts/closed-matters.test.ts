import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ProposedDecision } from '../../src/ports/language-model.ts';
import { startReadingHouse, type ReadingHouse } from './reading-house.ts';
import { aCarrier } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';

// What a turn makes of words about a request that has ended.

let house: ReadingHouse;
beforeAll(async () => {
  house = await startReadingHouse();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.script.length = 0;
});

const KIM = { channel: 'portal', residentId: 'kim', assurance: 'channel' } as const;

/** Kim, whose request was closed because nobody answered; the last thing that they read says so. */
async function afterSilence() {
  const kim = house.somebody(KIM);
  const { conversationId } = await kim.write('The sink is blocked');
  const { request } = await house.records.maintenanceRequests.create(
    aNewRequest({ conversationId }),
  );
  const { requestId } = request;
  await house.records.maintenanceRequests.change(requestId, { state: 'closed' });
  const sendId = await house.records.outbox.queue({
    conversationId,
    dedupeKey: `news/${requestId}/closed/run-1/5`,
    purpose: 'news',
    text: 'It is closed. Write to reopen it.',
    sources: [],
    turnId: null,
  });
  await house.records.outbox.sendOnce(sendId, aCarrier());
  house.records.clock.pass(1_000);
  return { kim, conversationId, request };
}

const no = (questionId: string): ProposedDecision => ({
  kind: 'reply-to-question',
  questionId,
  answer: { kind: 'no' },
});

test('a "no" after a request was closed in silence opens it again', async () => {
  const { kim, request } = await afterSilence();
  house.script.push([no(request.requestId)]);
  const { decisions, words } = await kim.says('No');
  expect(decisions).toMatchObject([{ kind: 'reopen-request', requestId: request.requestId }]);
  expect(words).toEqual(['Sink blocked']); // what a new request would be called
});

test.each([
  ['❌', 'reopen-request'],
  ['👍', 'small-talk'],
])('and so does a sign: %s is %s', async (sign, kind) => {
  const { kim } = await afterSilence();
  expect((await kim.says(sign)).kinds).toEqual([kind]);
});

test('a "yes" is thanked for, and changes nothing', async () => {
  const { kim, request } = await afterSilence();
  const yes = { ...no(request.requestId), answer: { kind: 'yes' } } as const;
  house.script.push([yes]);
  expect((await kim.says('yes, all good')).kinds).toEqual(['small-talk']);
});

test('a request that is named is meant; a number that is not theirs is not', async () => {
  const { kim, request } = await afterSilence();
  const { reference, requestId } = request;
  const again = { kind: 'reopen-request', circumstances: [] } as const;
  house.script.push([{ ...again, circumstances: [], reference }]);
  expect((await kim.says('It leaks again')).decisions).toMatchObject([
    { kind: 'reopen-request', requestId },
  ]);
  house.script.push([{ ...again, circumstances: [], reference: 'MR-OTHERS00000' }]);
  expect((await kim.says('It leaks again')).kinds).toEqual(['read-status']);
});

// Privacy: what somebody else's household had repaired is nobody's to read or to open.
test('shows nobody what others have closed', async () => {
  const { request } = await afterSilence();
  const stranger = house.somebody({ channel: 'portal', residentId: 'lou', assurance: 'channel' });
  const turn = await stranger.write('It leaks again');
  const { closedRequests } = await house.records.conversations.takeTurn(turn);
  expect(closedRequests.map(({ requestId }) => requestId)).not.toContain(request.requestId);
});

// Under a takeover a person speaks: the assistant opens nothing beside them.
test('opens nothing while a person has taken the conversation over', async () => {
  const { kim, conversationId, request } = await afterSilence();
  await house.records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  house.script.push([no(request.requestId)]);
  expect((await kim.says('No')).decisions).toEqual([]);
});
