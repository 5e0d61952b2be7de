import { expect, test } from 'vitest';
import {
  addBusinessDays,
  addBusinessMinutes,
  calendarOf,
  isOpen,
  minutesOpenBetween,
  nextOpening,
} from '../../../src/domain/business-hours.ts';
import type { BusinessCalendar } from '../../../src/domain/business-hours.ts';
import { defaultPack as pack } from './default-pack.ts';

const newYork = calendarOf({ pack, zone: 'America/New_York' });
const madrid = calendarOf({ pack, zone: 'Europe/Madrid' });
const always: BusinessCalendar = {
  zone: 'America/New_York',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
      day,
      [{ from: '00:00', to: '24:00' }],
    ]),
  ),
  holidays: [],
};

test('opens and closes on the property clock, closing time excluded', () => {
  expect(isOpen({ at: '2026-11-02T14:00:00Z', calendar: newYork })).toBe(true); // Monday 09:00 EST
  expect(isOpen({ at: '2026-11-02T22:00:00Z', calendar: newYork })).toBe(false); // 17:00
  expect(isOpen({ at: '2026-11-02T14:00:00Z', calendar: madrid })).toBe(true); // 15:00
  expect(isOpen({ at: '2026-11-02T16:00:00Z', calendar: madrid })).toBe(false); // 17:00
});

test('finds the next opening over a weekend, at 23:59, and on a holiday', () => {
  expect(nextOpening({ at: '2026-11-07T12:00:00Z', calendar: newYork })).toBe(
    '2026-11-09T14:00:00.000Z',
  );
  expect(nextOpening({ at: '2026-11-03T04:59:00Z', calendar: newYork })).toBe(
    '2026-11-03T14:00:00.000Z', // Monday 23:59 -> Tuesday
  );
  const holiday = { ...newYork, holidays: ['2026-11-26'] };
  expect(nextOpening({ at: '2026-11-26T15:00:00Z', calendar: holiday })).toBe(
    '2026-11-27T14:00:00.000Z',
  );
});

test('an open office is its own next opening', () => {
  expect(nextOpening({ at: '2026-11-02T15:30:00Z', calendar: newYork })).toBe(
    '2026-11-02T15:30:00.000Z',
  );
});

test('minutes run only while open and go on at the next opening', () => {
  const friday = '2026-11-06T21:45:00Z'; // 16:45 EST
  expect(addBusinessMinutes({ at: friday, minutes: 30, calendar: newYork })).toBe(
    '2026-11-09T14:15:00.000Z',
  );
  expect(addBusinessMinutes({ at: friday, minutes: 15, calendar: newYork })).toBe(
    '2026-11-06T22:00:00.000Z',
  );
});

test('the opening after both clock changes is the one the wall clock shows', () => {
  // New York: spring forward on 8 March 2026, back on 1 November 2026; Madrid: 29 March, 25 October.
  expect(nextOpening({ at: '2026-03-06T23:00:00Z', calendar: newYork })).toBe(
    '2026-03-09T13:00:00.000Z',
  );
  expect(nextOpening({ at: '2026-10-30T23:00:00Z', calendar: newYork })).toBe(
    '2026-11-02T14:00:00.000Z',
  );
  expect(nextOpening({ at: '2026-03-27T20:00:00Z', calendar: madrid })).toBe(
    '2026-03-30T07:00:00.000Z',
  );
  expect(nextOpening({ at: '2026-10-23T20:00:00Z', calendar: madrid })).toBe(
    '2026-10-26T08:00:00.000Z',
  );
});

test('a day of 23 hours and a day of 25 hours have as many minutes', () => {
  const minutes = (from: string, to: string) =>
    minutesOpenBetween({ from, to, calendar: always }) / 60;
  expect(minutes('2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z')).toBe(23);
  expect(minutes('2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z')).toBe(25);
});

test('a span that lies in the skipped hour does not open', () => {
  const calendar = { ...newYork, weekly: { sunday: [{ from: '02:00', to: '03:00' }] } };
  expect(nextOpening({ at: '2026-03-08T00:00:00Z', calendar })).toBe('2026-03-15T06:00:00.000Z');
});

test('working days keep the time of day across a weekend, a holiday and a clock change', () => {
  const calendar = { ...newYork, holidays: ['2026-11-02'] };
  expect(addBusinessDays({ at: '2026-10-30T19:00:00Z', days: 1, calendar })).toBe(
    '2026-11-03T20:00:00.000Z', // Friday 15:00 EDT -> Tuesday 15:00 EST
  );
});

test('a start outside hours counts working days from the next opening', () => {
  expect(addBusinessDays({ at: '2026-11-07T12:00:00Z', days: 1, calendar: newYork })).toBe(
    '2026-11-10T14:00:00.000Z',
  );
});

test('a day that closes earlier ends at its closing', () => {
  const weekly = { ...newYork.weekly, tuesday: [{ from: '09:00', to: '12:00' }] };
  const calendar = { ...newYork, weekly };
  expect(addBusinessDays({ at: '2026-11-02T20:00:00Z', days: 1, calendar })).toBe(
    '2026-11-03T17:00:00.000Z',
  );
});

test('a calendar that never opens, an unknown zone and a broken instant are refused', () => {
  const at = '2026-11-02T14:00:00Z';
  expect(() => nextOpening({ at, calendar: { ...newYork, weekly: {} } })).toThrow(/never opens/);
  expect(() => isOpen({ at, calendar: { ...newYork, zone: 'Mars/Base' } })).toThrow(/Mars\/Base/);
  expect(() => isOpen({ at: 'soon', calendar: newYork })).toThrow(/soon/);
});
