import { afterAll, beforeAll, expect, test } from 'vitest';
import { roundOf } from '../../../src/domain/maintenance-request.ts';
import type {
  MaintenanceRequestRow,
  RequestChange,
} from '../../../src/ports/maintenance-requests.ts';
import type { NewReopening } from '../../../src/ports/request-reopenings.ts';
import { aCarrier, aConversation, startHouseRecords, type HouseRecords } from './house-records.ts';
import { aNewRequest } from './request-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const LATER = {
  acceptBy: '2026-12-01T13:00:00.000Z',
  dispatchBy: '2026-12-02T12:00:00.000Z',
  doneBy: '2026-12-05T12:00:00.000Z',
  legal: [],
};

async function aClosedRequest(then: RequestChange = {}): Promise<MaintenanceRequestRow> {
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId: null, residentId: null }),
  );
  const { requestId } = request;
  await records.maintenanceRequests.change(requestId, {
    workOrderExternalId: `wo-${requestId}`,
    vendorId: 'v-1',
    surveyScore: 5,
    vendorName: 'Pipes Inc',
    windowFromAt: '2026-11-24T15:00:00.000Z',
    windowToAt: '2026-11-24T17:00:00.000Z',
    facts: { entry: 'yes', weighedCircumstances: 'spreading' },
  });
  return records.maintenanceRequests.change(requestId, { state: 'closed', ...then });
}

const reopen = (request: MaintenanceRequestRow, changes: Partial<NewReopening> = {}) =>
  records.requestReopenings.reopen({
    requestId: request.requestId,
    number: request.reopenings + 1,
    key: 'turn-1/0',
    class: 'P2',
    deadlines: LATER,
    by: null,
    ...changes,
  });

test('puts a closed request back to its beginning, under its own number, with another order', async () => {
  const closed = await aClosedRequest();
  const again = await reopen(closed);
  expect(again?.isNew).toBe(true);
  expect(again?.request).toMatchObject({
    requestId: closed.requestId,
    reference: closed.reference,
    state: 'opening',
    class: 'P2',
    isRepeat: true,
    deadlines: LATER,
    nextDeadlineAt: LATER.dispatchBy,
    closedAt: null,
    reopenings: 1,
    reopenedAt: records.clock.at,
    workOrderExternalId: null,
    vendorId: null,
    vendorName: null,
    windowFromAt: null,
    windowToAt: null,
    surveyScore: null,
    facts: { entry: 'yes' },
  });
  const { orderReference = '' } = again?.request ?? {};
  expect(orderReference).toMatch(/^MR-[0-9A-HJKMNP-TV-Z]{10}$/);
  expect(orderReference).not.toBe(closed.reference);
  for (const reference of [closed.reference, orderReference]) {
    const found = await records.maintenanceRequests.findByReference(reference);
    expect(found?.requestId).toBe(closed.requestId);
  }
});

// Once: a turn that is tried again finds what it did, also when the request has closed anew meanwhile.
test('opens it once for one word, however often that comes', async () => {
  const closed = await aClosedRequest();
  const first = await reopen(closed);
  expect(await reopen(closed)).toMatchObject({
    isNew: false,
    request: { reopenings: 1, orderReference: first?.request.orderReference },
  });
  await records.maintenanceRequests.change(closed.requestId, { state: 'closed' });
  const later = await reopen({ ...closed, reopenings: 1 });
  expect(later).toMatchObject({ isNew: false, request: { state: 'closed', reopenings: 1 } });
});

test('of two at once one opens it, and the other hears that it is open', async () => {
  const closed = await aClosedRequest();
  const both = await Promise.all([
    reopen(closed, { key: 'turn-1/0' }),
    reopen(closed, { key: 'turn-2/0' }),
  ]);
  expect(both.filter((one) => one?.isNew)).toHaveLength(1);
  expect(both.filter((one) => one === null)).toHaveLength(1);
});

test('opens it a second time when it has been closed again', async () => {
  const closed = await aClosedRequest();
  const first = await reopen(closed);
  await records.maintenanceRequests.change(closed.requestId, { state: 'closed' });
  const stale = await reopen(closed, { key: 'turn-3/0' }); // decided over the row of the first round
  expect(stale).toBeNull();
  const second = await reopen({ ...closed, reopenings: 1 }, { key: 'turn-4/0' });
  expect(second?.request).toMatchObject({ reopenings: 2 });
  expect(second?.request.orderReference).not.toBe(first?.request.orderReference);
});

test.each(['open', 'cancelled', 'dropped', 'awaiting-completion-check'] as const)(
  'opens nothing that is %s',
  async (state) => {
    const request = await aClosedRequest({ state });
    expect(await reopen(request)).toBeNull();
    expect(await records.maintenanceRequests.find(request.requestId)).toEqual(request);
  },
);

test('gives a reopening to one run of its process', async () => {
  const closed = await aClosedRequest();
  await reopen(closed);
  const { requestId } = closed;
  const takeUp = (runId: string, number = 1) =>
    records.requestReopenings.takeUp({ requestId, number, runId });
  expect(await takeUp('run-1')).toEqual({ isByStaff: false });
  expect(await takeUp('run-1')).toEqual({ isByStaff: false }); // its activity is tried again
  expect(await takeUp('run-2')).toBeNull();
  expect(await takeUp('run-1', 2)).toBeNull();
});

test('lists what no run has taken up for a while, until one has', async () => {
  const closed = await aClosedRequest();
  await reopen(closed);
  const { requestId } = closed;
  const isLeft = async (): Promise<boolean> =>
    (await records.requestReopenings.listLeft({ olderThanMs: 5_000 })).some(
      (row) => row.requestId === requestId,
    );
  expect(await isLeft()).toBe(false); // whoever opened it is about to start it
  records.clock.pass(5_000);
  expect(await isLeft()).toBe(true);
  await records.requestReopenings.takeUp({ requestId, number: 1, runId: 'run-1' });
  expect(await isLeft()).toBe(false);
});

// Privacy: why staff reopened it may speak of people. The story tells it, no plain column holds it.
test('keeps who of the staff reopened it and why, the reason sealed', async () => {
  const closed = await aClosedRequest();
  const { requestId, propertyId } = closed;
  const reason = 'canary: she called twice';
  await reopen(closed, { key: 'staff/1', by: { staffId: 'staff-1', reason } });
  const story = await records.requestBoard.story({ requestId, propertyId });
  expect(story.at(-1)).toMatchObject({
    event: 'request.reopened',
    reason,
    facts: { staffId: 'staff-1', number: 1, from: 'P3', class: 'P2', state: 'opening' },
  });
  for (const table of ['request_reopenings', 'audit_entries', 'maintenance_requests']) {
    const rows = await records.postgres.query(`select t::text as row from ${table} t`);
    expect(rows.map(({ row }) => String(row)).join('\n')).not.toContain('canary');
  }
  const takeUp = { requestId, number: 1, runId: 'run-1' };
  expect(await records.requestReopenings.takeUp(takeUp)).toEqual({ isByStaff: true });
});

/** A request of a conversation that closed, with the last words that were said of it. */
async function aClosing({
  once,
  reopenings = 0,
}: {
  once: string;
  reopenings?: number;
}): Promise<{ requestId: string; conversationId: string }> {
  const { conversationId } = await aConversation(records);
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId, residentId: null }),
  );
  const { requestId } = request;
  await records.maintenanceRequests.change(requestId, { state: 'closed' });
  await say(conversationId, `news/${requestId}${roundOf(reopenings)}/${once}`);
  return { requestId, conversationId };
}

async function say(conversationId: string, dedupeKey: string): Promise<void> {
  const text = 'It is closed. Write to reopen it.';
  const about = { conversationId, dedupeKey, text, sources: [], turnId: null };
  const sendId = await records.outbox.queue({ ...about, purpose: 'news' });
  await records.outbox.sendOnce(sendId, aCarrier());
}

const takeTurn = (conversationId: string) =>
  records.conversations.takeTurn({
    turnId: `turn-of-${conversationId}`,
    conversationId,
    messageIds: [],
  });

test('a request that was closed without an answer still asks, while nothing else was said', async () => {
  const { requestId, conversationId } = await aClosing({ once: 'closed/run-1/5' });
  const { closedRequests, openQuestions, openRequests } = await takeTurn(conversationId);
  expect(openQuestions).toMatchObject([{ id: requestId, kind: 'completed' }]);
  expect(closedRequests).toMatchObject([{ requestId, isDone: true }]);
  expect(openRequests).toEqual([]);

  const other = await aClosing({ once: 'closed/run-1/5' });
  await say(other.conversationId, 'reply/of-another-matter');
  expect((await takeTurn(other.conversationId)).openQuestions).toEqual([]);
});

test('a request that closed after its survey asks nothing more', async () => {
  const { conversationId } = await aClosing({ once: 'survey/run-1/5' });
  const { openQuestions, closedRequests } = await takeTurn(conversationId);
  expect(openQuestions).toEqual([]);
  expect(closedRequests).toHaveLength(1);
});

test('names what was cancelled as never repaired, and forgets what ended long ago', async () => {
  const { requestId, conversationId } = await aClosing({ once: 'cancelled/run-1/5' });
  await records.maintenanceRequests.change(requestId, { state: 'cancelled' });
  expect((await takeTurn(conversationId)).closedRequests).toMatchObject([
    { requestId, isDone: false },
  ]);
  records.clock.pass(181 * 86_400_000);
  expect((await takeTurn(conversationId)).closedRequests).toEqual([]);
});
