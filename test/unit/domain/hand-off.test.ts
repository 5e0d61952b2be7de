import { expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import { handOffClocks } from '../../../src/domain/hand-off.ts';
import { defaultPack } from './default-pack.ts';

const calendar = calendarOf({ pack: defaultPack, zone: 'America/New_York' });
const rules = defaultPack.handOff;
const openedAt = '2026-11-23T21:50:00.000Z'; // Monday, ten minutes before closing

test('the shipped rules warn after 15 and breach after 30 minutes of working time', () => {
  expect(handOffClocks({ openedAt, calendar, rules })).toEqual({
    openedAt,
    warnAt: '2026-11-24T14:05:00.000Z',
    breachAt: '2026-11-24T14:20:00.000Z',
  });
});

test('other rules have other clocks', () => {
  const slower = { warnAfterMinutes: 5, breachAfterMinutes: 10 };
  expect(handOffClocks({ openedAt, calendar, rules: slower })).toMatchObject({
    warnAt: '2026-11-23T21:55:00.000Z',
    breachAt: '2026-11-23T22:00:00.000Z',
  });
});

// Nobody may wait for ever because of a calendar.
test('where the office never opens the clocks run plainly', () => {
  const closed = handOffClocks({ openedAt, calendar: { ...calendar, weekly: {} }, rules });
  expect(closed).toMatchObject({
    warnAt: '2026-11-23T22:05:00.000Z',
    breachAt: '2026-11-23T22:20:00.000Z',
  });
});
