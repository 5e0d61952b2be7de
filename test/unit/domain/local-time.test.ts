import { expect, test } from 'vitest';
import { dayOf, instantAt, startOfDay } from '../../../src/domain/local-time.ts';

const zone = 'America/New_York';

test('reads a time as the clocks of the zone show it, in summer and in winter', () => {
  expect(instantAt({ local: '2026-12-01T09:00', zone })).toBe('2026-12-01T14:00:00.000Z');
  expect(instantAt({ local: '2026-07-01T09:00', zone })).toBe('2026-07-01T13:00:00.000Z');
});

test('knows no time in the hour that summer time skips, and takes the first of an hour that comes twice', () => {
  expect(instantAt({ local: '2027-03-14T02:30', zone })).toBeNull();
  expect(instantAt({ local: '2026-11-01T01:30', zone })).toBe('2026-11-01T05:30:00.000Z');
  expect(instantAt({ local: '2026-02-30T09:00', zone })).toBeNull();
});

test('tells the day of the zone, not of UTC', () => {
  expect(dayOf({ at: '2026-11-24T03:00:00.000Z', zone })).toBe('2026-11-23');
});

test('begins a day where the zone does, also on the day on which summer time ends', () => {
  const zone = 'America/New_York';
  expect(startOfDay({ day: '2026-11-01', zone })).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay({ day: '2026-11-01', zone, daysLater: 1 })).toBe('2026-11-02T05:00:00.000Z');
});
