import { expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import type { BusinessCalendar } from '../../../src/domain/business-hours.ts';
import { deadlineStatus, deadlines } from '../../../src/domain/sla.ts';
import type { PriorityClass } from '../../../src/domain/priority.ts';
import { defaultPack as pack } from './default-pack.ts';

const newYork = calendarOf({ pack, zone: 'America/New_York' });
const losAngeles = calendarOf({ pack, zone: 'America/Los_Angeles' });

function dueFrom(startedAt: string, of: PriorityClass) {
  return dueIn(newYork)(startedAt, of);
}

function dueIn(calendar: BusinessCalendar) {
  return (startedAt: string, of: PriorityClass) =>
    deadlines({ class: of, startedAt, pack, calendar });
}

test('a danger to life is answered in 10 seconds, alerted in 60, accepted in 5 minutes', () => {
  expect(dueFrom('2026-11-07T03:00:00Z', 'P0')).toMatchObject({
    answerBy: '2026-11-07T03:00:10.000Z',
    alertBy: '2026-11-07T03:01:00.000Z',
    acceptBy: '2026-11-07T03:05:00.000Z',
    dispatchBy: '2026-11-07T03:00:00.000Z',
    onSiteBy: '2026-11-07T05:00:00.000Z',
    makeSafeBy: '2026-11-08T03:00:00.000Z',
    doneBy: null,
  });
});

// Safety: "24 hours" is time that passes, not what the wall clock shows.
test('made safe within 24 hours holds across both clock changes', () => {
  expect(dueFrom('2026-03-07T20:00:00Z', 'P1').makeSafeBy).toBe('2026-03-08T20:00:00.000Z');
  expect(dueFrom('2026-10-31T20:00:00Z', 'P1').makeSafeBy).toBe('2026-11-01T20:00:00.000Z');
});

test('an urgent request at 23:59 is accepted at the opening, one in hours within 30 minutes', () => {
  expect(dueFrom('2026-11-03T04:59:00Z', 'P2').acceptBy).toBe('2026-11-03T14:00:00.000Z');
  expect(dueFrom('2026-11-03T15:00:00Z', 'P2').acceptBy).toBe('2026-11-03T15:30:00.000Z');
  expect(dueFrom('2026-11-03T04:59:00Z', 'P2').alertBy).toBeNull();
});

test('the same instant is due at another time in another zone', () => {
  const at = '2026-11-03T23:00:00Z'; // 18:00 in New York, 15:00 in Los Angeles
  expect(dueFrom(at, 'P3').acceptBy).toBe('2026-11-05T14:00:00.000Z');
  expect(dueIn(losAngeles)(at, 'P3').acceptBy).toBe('2026-11-04T23:00:00.000Z');
});

test('a standard request waits over a holiday for its acceptance, not for its end', () => {
  const calendar = { ...newYork, holidays: ['2026-11-26', '2026-11-27'] };
  const due = dueIn(calendar)('2026-11-25T16:00:00Z', 'P3');
  expect(due.acceptBy).toBe('2026-11-30T16:00:00.000Z');
  expect(due.dispatchBy).toBe('2026-12-01T16:00:00.000Z');
  expect(due.doneBy).toBe('2026-12-02T16:00:00.000Z');
});

test('an approval is reminded of at a quarter and escalated at half of the dispatch clock', () => {
  const { approval } = dueFrom('2026-11-03T15:00:00Z', 'P2'); // dispatch in 24 hours
  expect(approval).toEqual({
    remindAt: '2026-11-03T21:00:00.000Z',
    escalateAt: '2026-11-04T03:00:00.000Z',
    expireAt: '2026-11-10T15:00:00.000Z',
  });
});

test('a quarter of working days counts working time', () => {
  const { approval } = dueFrom('2026-11-03T14:00:00Z', 'P3'); // two days of eight hours
  expect(approval.remindAt).toBe('2026-11-03T18:00:00.000Z');
  expect(approval.escalateAt).toBe('2026-11-03T22:00:00.000Z');
});

test('an approval is never reminded of or escalated later than the pack says', () => {
  const friday = dueFrom('2026-11-06T21:30:00Z', 'P3').approval;
  expect(friday.remindAt).toBe('2026-11-07T21:30:00.000Z');
  expect(friday.escalateAt).toBe('2026-11-08T21:30:00.000Z');
  const planned = dueFrom('2026-11-06T21:30:00Z', 'P4');
  expect(planned.dispatchBy).toBeNull();
  expect(planned.approval.escalateAt).toBe('2026-11-08T21:30:00.000Z');
});

test('an approval expires after seven days of the property calendar, clock change included', () => {
  const { approval } = dueFrom('2026-10-28T15:00:00Z', 'P2'); // 11:00 EDT
  expect(approval.expireAt).toBe('2026-11-04T16:00:00.000Z'); // 11:00 EST
});

test('every deadline of every class is an instant no earlier than the start', () => {
  const startedAt = '2026-11-01T05:59:59.000Z'; // inside the doubled hour
  for (const priority of ['P0', 'P1', 'P2', 'P3', 'P4'] as const) {
    const { approval, ...due } = dueFrom(startedAt, priority);
    for (const at of [...Object.values(due), ...Object.values(approval)]) {
      if (at !== null) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(startedAt));
    }
    expect(Date.parse(approval.remindAt)).toBeLessThanOrEqual(Date.parse(approval.escalateAt));
  }
});

test('a deadline is running, due soon in its last quarter, breached after it, and met', () => {
  const clock = { startedAt: '2026-11-03T12:00:00Z', dueAt: '2026-11-03T16:00:00Z', metAt: null };
  expect(deadlineStatus({ ...clock, now: '2026-11-03T14:59:00Z' })).toBe('running');
  expect(deadlineStatus({ ...clock, now: '2026-11-03T15:00:00Z' })).toBe('due-soon');
  expect(deadlineStatus({ ...clock, now: '2026-11-03T16:00:00Z' })).toBe('due-soon');
  expect(deadlineStatus({ ...clock, now: '2026-11-03T16:00:01Z' })).toBe('breached');
  const now = '2026-11-09T00:00:00Z';
  expect(deadlineStatus({ ...clock, metAt: '2026-11-03T16:00:00Z', now })).toBe('met');
  expect(deadlineStatus({ ...clock, metAt: '2026-11-03T16:00:01Z', now })).toBe('met-late');
});
