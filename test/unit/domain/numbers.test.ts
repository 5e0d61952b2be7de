import { expect, test } from 'vitest';
import { faultOf, stepsOf, told } from '../../../src/domain/numbers.ts';

// A share of a handful is chance; it must never look like a measurement.
test('tells a figure from 20 cases on and none of 19', () => {
  expect(told({ count: 19, value: 1 })).toEqual({ count: 19, value: null });
  expect(told({ count: 20, value: 1 })).toEqual({ count: 20, value: 1 });
});

test('cuts the first and the last week to the days that were asked for', () => {
  const period = { from: '2026-03-04', to: '2026-03-17', by: 'week' } as const;
  expect(stepsOf(period)).toEqual([
    { startsOn: '2026-03-02', from: '2026-03-04', to: '2026-03-08' },
    { startsOn: '2026-03-09', from: '2026-03-09', to: '2026-03-15' },
    { startsOn: '2026-03-16', from: '2026-03-16', to: '2026-03-17' },
  ]);
});

test('has every day and every month once, over the turn of the year', () => {
  const days = stepsOf({ from: '2026-12-30', to: '2027-01-02', by: 'day' });
  expect(days.map(({ from }) => from)).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
  ]);
  const months = stepsOf({ from: '2026-12-30', to: '2027-02-01', by: 'month' });
  expect(months.map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2026-12-30 2026-12-31',
    '2027-01-01 2027-01-31',
    '2027-02-01 2027-02-01',
  ]);
});

test.each([
  ['2026-03-02', '2026-03-01', 'to'],
  ['2024-01-01', '2026-03-01', 'from'],
])('refuses the period %s to %s for its field %s', (from, to, field) => {
  expect(faultOf({ from, to, by: 'day' })?.field).toBe(field);
});

test('takes a single day', () => {
  expect(faultOf({ from: '2026-03-01', to: '2026-03-01', by: 'day' })).toBeNull();
});
