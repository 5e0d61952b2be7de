import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ApprovalEnd } from '../../../src/domain/approval.ts';
import type {
  MaintenanceRequestState,
  RequestDeadlines,
} from '../../../src/domain/maintenance-request.ts';
import type { Figure } from '../../../src/domain/numbers.ts';
import {
  aCountedHandOff,
  aCountedTakeover,
  aCountedTurn,
  after,
  type CountedHouse,
} from './counted-house.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';
import { aNewRequest } from './request-records.ts';

let records: HouseRecords;
let house: CountedHouse;
let made = 0;
let propertyId: string;
beforeAll(async () => {
  records = await startHouseRecords();
  house = { records, clock: records.clock };
});
beforeEach(() => {
  made += 1;
  propertyId = `house-${made}`;
});
afterAll(() => records.stop());

const OPENED = '2026-03-02T12:00:00.000Z';
const DISPATCH = '2026-03-03T12:00:00.000Z';
const DONE = '2026-03-09T12:00:00.000Z';
const deadlines: RequestDeadlines = {
  acceptBy: OPENED,
  dispatchBy: DISPATCH,
  doneBy: DONE,
  legal: [],
};

/** A request that goes through states, each at its time. */
async function aRequestThat(
  passages: [state: MaintenanceRequestState, at: string][],
  more: Partial<RequestDeadlines> = {},
): Promise<string> {
  records.clock.at = OPENED;
  const nobody = { residentId: null, conversationId: null, personId: null };
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ ...nobody, propertyId, state: 'opening', deadlines: { ...deadlines, ...more } }),
  );
  for (const [state, at] of passages) {
    records.clock.at = at;
    await records.maintenanceRequests.change(request.requestId, { state });
  }
  return request.requestId;
}

async function figures(now = '2026-06-01T00:00:00.000Z') {
  const numbers = await records.numbers.measure({
    places: [{ propertyId, zone: 'America/Chicago' }],
    period: { from: '2026-03-01', to: '2026-03-31', by: 'month' },
    now: new Date(now),
  });
  const of = (figure: Figure) => {
    const found = numbers.measures.find((one) => one.figure === figure && one.slice.kind === 'all');
    return found ? [found.count, found.value] : null;
  };
  return { of, approvals: numbers.approvals };
}

const before = (at: string) => after(at, { hours: -1 });
const late = (at: string) => after(at, { hours: 1 });

test('counts a promise on the day that it was due, as kept only when it was reached for good', async () => {
  await aRequestThat([
    ['vendor-assigned', before(DISPATCH)],
    ['awaiting-completion-check', before(DONE)],
    ['closed', late(DONE)],
  ]);
  await aRequestThat([
    ['vendor-assigned', late(DISPATCH)],
    ['closed', late(DONE)],
  ]);
  await aRequestThat([
    ['vendor-assigned', before(DISPATCH)],
    ['open', DISPATCH], // the vendor was taken back: owed again
    ['vendor-assigned', late(DISPATCH)],
    ['awaiting-completion-check', before(DONE)],
  ]);
  await aRequestThat([['cancelled', before(DISPATCH)]]); // owed no more
  await aRequestThat([
    ['vendor-assigned', before(DISPATCH)],
    ['cancelled', late(DISPATCH)], // the work is owed no more, the vendor was sent in time
  ]);
  await aRequestThat([]);
  const { of } = await figures();
  expect(of('clock-dispatch')).toEqual([5, 2 / 5]);
  expect(of('clock-done')).toEqual([4, 2 / 4]);
});

test('counts no promise before it is due', async () => {
  await aRequestThat([['vendor-assigned', before(DISPATCH)]]);
  const { of } = await figures(before(DONE));
  expect(of('clock-dispatch')).toEqual([1, 1]);
  expect(of('clock-done')).toBeNull();
});

test('misses a promise of what was given up only after it was due', async () => {
  await aRequestThat([['cancelled', late(DISPATCH)]]);
  const { of } = await figures();
  expect(of('clock-dispatch')).toEqual([1, 0]);
  expect(of('clock-done')).toBeNull();
});

test('counts the law’s clocks by their own goal', async () => {
  const clock = { clock: 'legal_clock:us-ny', item: 'one', meaning: 'm', warnAt: OPENED } as const;
  const dueAt = '2026-03-05T12:00:00.000Z';
  await aRequestThat(
    [
      ['in-progress', before(dueAt)],
      ['awaiting-completion-check', late(dueAt)],
    ],
    {
      legal: [
        { ...clock, goal: 'begun', dueAt },
        { ...clock, goal: 'done', dueAt },
      ],
    },
  );
  expect((await figures()).of('clock-legal')).toEqual([2, 0.5]);
});

test('keeps the clock of a hand-off when somebody took it over in time', async () => {
  for (const [number, takenAfter] of [20, 40, null].entries()) {
    const residentId = `${propertyId}-r${number}`;
    const { conversationId } = await aCountedTurn(house, { residentId, propertyId, at: OPENED });
    await aCountedHandOff(house, { conversationId, propertyId, at: OPENED });
    if (takenAfter === null) continue;
    const from = after(OPENED, { seconds: takenAfter * 60 });
    records.clock.at = from;
    await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
    // Pressed once more an hour later: the first time counts.
    const to = after(from, { hours: 1 });
    await aCountedTakeover(house, { conversationId, from: to, to });
  }
  expect((await figures()).of('clock-answer')).toEqual([3, 1 / 3]);
});

test('ages approvals by what people decided, and tells what waits and what expired', async () => {
  const ends: [end: ApprovalEnd['state'] | null, hours: number][] = [
    ['approved', 2],
    ['rejected', 6],
    ['approved', 10],
    ['expired', 70],
    ['revoked', 1],
    [null, 0],
  ];
  for (const [state, hours] of ends) {
    const requestId = await aRequestThat([]);
    const approvalId = `ap-${requestId}`;
    const subject = {
      requestId,
      reference: 'MR-0000000001',
      propertyId,
      class: 'P3',
      trade: 'plumbing',
      ceilingCents: 50_000,
    } as const;
    const clocks = { remindAt: DISPATCH, escalateAt: DISPATCH, expiresAt: DONE };
    await records.approvals.open({ approvalId, subject, digest: 'd', ...clocks });
    if (!state) continue;
    records.clock.at = after(OPENED, { hours });
    const by = { staffId: null, reasonId: null, revocation: null, edits: null };
    await records.approvals.end({ approvalId, state, ...by });
  }
  const { of, approvals } = await figures();
  expect(of('approval-p50')).toEqual([3, 6 * 3600]);
  expect(of('approval-p95')).toEqual([3, 10 * 3600]);
  expect(approvals).toEqual({ waiting: 1, oldestOpenedAt: OPENED, expired: 1 });
});

test('means the survey’s points of those who answered, on the day of their answer', async () => {
  for (const [score, at] of [
    [5, DISPATCH],
    [2, DISPATCH],
    [1, '2026-04-01T05:01:00.000Z'], // April in Chicago
  ] as const) {
    const requestId = await aRequestThat([]);
    records.clock.at = at;
    await records.maintenanceRequests.change(requestId, { surveyScore: score });
  }
  await aRequestThat([]);
  expect((await figures()).of('survey')).toEqual([2, 3.5]);
});
