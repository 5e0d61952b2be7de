import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import type { Figure, Period } from '../../../src/domain/numbers.ts';
import type { CountedPlace, MeasuredNumbers } from '../../../src/ports/numbers.ts';
import {
  aCountedHandOff,
  aCountedTakeover,
  aCountedTurn,
  after,
  type CountedHouse,
} from './counted-house.ts';
import { startHouseRecords, type HouseRecords } from './house-records.ts';

// The figures expected here were counted by hand from what is written above each.

let records: HouseRecords;
let house: CountedHouse;
let made = 0;
beforeAll(async () => {
  records = await startHouseRecords();
  house = { records, clock: records.clock };
});
// Each test counts in a property of its own.
let propertyId: string;
beforeEach(() => {
  made += 1;
  propertyId = `house-${made}`;
});
afterAll(() => records.stop());

const resident = (number: number): string => `${propertyId}-r${number}`;

interface Counting {
  now?: string;
  period?: Partial<Period>;
  places?: CountedPlace[];
}

function count({ now = '2026-06-01T00:00:00.000Z', period, places }: Counting = {}) {
  return records.numbers.measure({
    places: places ?? [{ propertyId, zone: 'America/Chicago' }],
    period: { from: '2026-03-01', to: '2026-03-31', by: 'day', ...period },
    now: new Date(now),
  });
}

const allOf = ({ measures }: MeasuredNumbers, figure: Figure) => {
  const found = measures.find((one) => one.figure === figure && one.slice.kind === 'all');
  return found ? [found.count, found.value] : null;
};
const stepsOf = ({ measures }: MeasuredNumbers, figure: Figure) =>
  Object.fromEntries(
    measures.flatMap(({ figure: name, slice, count: cases }) =>
      name === figure && slice.kind === 'step' ? [[slice.startsOn, cases]] : [],
    ),
  );

const DAY = '2026-03-02T15:00:00.000Z';
const REPLIED = after(DAY, { seconds: 10 });
const ask = (number: number, more: Partial<Parameters<typeof aCountedTurn>[1]> = {}) =>
  aCountedTurn(house, { residentId: resident(number), propertyId, at: DAY, ...more });
const handOff = (conversationId: string, at: string) =>
  aCountedHandOff(house, { conversationId, propertyId, at });

const gas: Decision = {
  kind: 'report-problem',
  part: 0,
  issue: 'gas.odor',
  class: 'P0',
  confidence: 1,
  missing: [],
  circumstances: [],
};

test('calls resolved what no person and no second asking followed within seven days', async () => {
  // Before: one hand-off that is over by then, one that is still open.
  const early = after(DAY, { days: -1 });
  const ten = await ask(10, {
    at: early,
    decision: { kind: 'small-talk', part: 0, topic: 'thanks' },
  });
  await handOff(ten.conversationId, early);
  await aCountedTakeover(house, {
    conversationId: ten.conversationId,
    from: after(early, { hours: 1 }),
    to: after(early, { hours: 2 }),
  });
  const eleven = await ask(11, {
    at: early,
    decision: { kind: 'small-talk', part: 0, topic: 'thanks' },
  });
  await handOff(eleven.conversationId, early);

  const decisions: Record<number, Partial<Parameters<typeof aCountedTurn>[1]>> = {
    5: { isRefused: true },
    6: {
      decision: { kind: 'hand-over', part: 0, reason: 'not-in-documents' },
      verdict: 'needs-person',
    },
    7: { decision: { kind: 'decline', part: 0, reason: 'out-of-scope' }, verdict: 'refused' },
    8: { decision: gas },
  };
  const conversations: Record<number, string> = {};
  for (let number = 1; number <= 20; number += 1) {
    conversations[number] = (await ask(number, decisions[number])).conversationId;
  }
  const of = (number: number): string => conversations[number] ?? '';
  await handOff(of(1), after(REPLIED, { days: 6, hours: 23 }));
  await handOff(of(2), after(REPLIED, { days: 7, hours: 1 }));
  // The same page again by another door is the same person; another page is another question.
  await ask(3, { at: after(DAY, { days: 3 }), channel: 'web-chat' });
  await ask(4, { at: after(DAY, { days: 3 }), page: 2 });
  await aCountedTakeover(house, {
    conversationId: of(9),
    from: after(DAY, { days: 1 }),
    to: after(DAY, { days: 2 }),
  });

  const numbers = await count({ now: after(DAY, { days: 8 }) });
  // Not resolved: 1, 6, 8, 9, 11 (a person), 3 (again), 5 (not delivered), 7 (declined).
  expect(allOf(numbers, 'resolved')).toEqual([20, 12 / 20]);
  expect(Object.fromEntries(numbers.wishes)).toEqual({
    question: { resolved: 12, person: 4, again: 1, undelivered: 1, unknown: 2 },
    other: { declined: 1 },
    emergency: { person: 1 },
  });
});

test('knows nothing of a wish before its seven days are over, good or bad', async () => {
  const { conversationId } = await ask(1);
  await handOff(conversationId, after(DAY, { days: 1 }));
  await ask(2);
  const before = await count({ now: after(REPLIED, { days: 7, seconds: -1 }) });
  expect(allOf(before, 'resolved')).toEqual([0, null]);
  expect(before.wishes.get('question')).toEqual({ unknown: 2 });
  const then = await count({ now: after(REPLIED, { days: 7 }) });
  expect(allOf(then, 'resolved')).toEqual([2, 0.5]);
});

test('ranks replies by the nearest rank, from the first message to when the reply left', async () => {
  for (let number = 1; number <= 20; number += 1) await ask(number, { replySeconds: number });
  await ask(21, { replySeconds: 500, isRefused: true }); // never left
  const numbers = await count();
  expect(allOf(numbers, 'reply-p50')).toEqual([20, 10]);
  expect(allOf(numbers, 'reply-p95')).toEqual([20, 19]);
});

test('keeps the time at which a reply left, whatever the provider tells of it later', async () => {
  await ask(1, { replySeconds: 4 });
  records.clock.at = after(DAY, { hours: 5 });
  const [sent] = await records.postgres.query(
    `select provider_message_id as id from sends where person_id in
      (select person_id from persons where resident_id = '${resident(1)}')`,
  );
  await records.outbox.recordStatus({
    sendId: null,
    providerMessageId: String(sent?.['id']),
    state: 'read',
    failureCode: null,
  });
  expect(allOf(await count(), 'reply-p50')).toEqual([1, 4]);
});

test('begins a day at midnight of the property, also on the day that clocks go forward', async () => {
  // Chicago leaves UTC-6 for UTC-5 on 8 March at 2:00.
  await ask(1, { at: '2026-03-08T05:59:00.000Z' }); // 7 March, 23:59
  await ask(2, { at: '2026-03-08T06:01:00.000Z' }); // 8 March, 00:01
  await ask(3, { at: '2026-03-09T04:59:00.000Z' }); // 8 March, 23:59
  await ask(4, { at: '2026-03-09T05:01:00.000Z' }); // 9 March, 00:01
  expect(stepsOf(await count(), 'reply-p50')).toEqual({
    '2026-03-07': 1,
    '2026-03-08': 2,
    '2026-03-09': 1,
  });
  const onlyThat = await count({ period: { from: '2026-03-08', to: '2026-03-08' } });
  expect(allOf(onlyThat, 'reply-p50')?.[0]).toBe(2);
});

test('counts each property by its own midnight, and weeks from Monday', async () => {
  const madrid = `${propertyId}-madrid`;
  const at = '2026-03-08T23:30:00.000Z'; // Sunday in Chicago, Monday in Madrid
  await ask(1, { at });
  await ask(2, { at, propertyId: madrid });
  const numbers = await count({
    period: { by: 'week' },
    places: [
      { propertyId, zone: 'America/Chicago' },
      { propertyId: madrid, zone: 'Europe/Madrid' },
    ],
  });
  expect(stepsOf(numbers, 'reply-p50')).toEqual({ '2026-03-02': 1, '2026-03-09': 1 });
  const perProperty = numbers.measures.filter(
    ({ figure, slice }) => figure === 'reply-p50' && slice.kind === 'property',
  );
  expect(perProperty.map(({ count: cases }) => cases)).toEqual([1, 1]);
});

test('counts what belongs to no property only where it was asked for', async () => {
  await ask(1);
  await ask(2, { propertyId: null });
  const nowhere = { propertyId: null, zone: 'UTC' };
  const here = { propertyId, zone: 'UTC' };
  expect(allOf(await count({ places: [here] }), 'reply-p50')?.[0]).toBe(1);
  expect(allOf(await count({ places: [here, nowhere] }), 'reply-p50')?.[0]).toBe(2);
});

test('keeps a turn with the property of its day when the resident moves', async () => {
  const next = `${propertyId}-next`;
  await ask(1);
  await ask(1, { at: after(DAY, { days: 1 }), propertyId: next });
  expect(allOf(await count(), 'reply-p50')?.[0]).toBe(1);
  const there = [{ propertyId: next, zone: 'UTC' }];
  expect(allOf(await count({ places: there }), 'reply-p50')?.[0]).toBe(1);
});

test('counts a conversation once, however often it was handed off, and every reason', async () => {
  const { conversationId } = await ask(1);
  await ask(1, { at: after(DAY, { hours: 3 }) });
  await ask(2);
  for (const [reason, hours] of [
    ['frustrated', 1],
    ['asked-for-person', 4],
    ['asked-for-person', 7],
  ] as const) {
    const at = after(DAY, { hours });
    await aCountedHandOff(house, { conversationId, propertyId, at, reason });
    await aCountedTakeover(house, { conversationId, from: at, to: after(at, { hours: 1 }) });
  }
  const numbers = await count();
  expect(allOf(numbers, 'handed-off')).toEqual([2, 0.5]);
  expect(numbers.handOffs).toEqual([
    { reason: 'asked-for-person', count: 2 },
    { reason: 'frustrated', count: 1 },
  ]);
});

test('has nothing to tell of a house in which nothing happened', async () => {
  const numbers = await count();
  expect(numbers.measures).toEqual([]);
  expect(numbers.handOffs).toEqual([]);
  expect(numbers.approvals).toEqual({ waiting: 0, oldestOpenedAt: null, expired: 0 });
});
