import { expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import { isLegalClock, legalDeadlines } from '../../../src/domain/legal-clock.ts';
import { hasReached } from '../../../src/domain/maintenance-request.ts';
import { mergePacks } from '../../../src/domain/policy-pack.ts';
import { parsePolicyPack } from '../../../src/domain/policy-pack.schema.ts';
import type { PriorityClass } from '../../../src/domain/priority.ts';
import { defaultPack, defaultPackFiles } from './default-pack.ts';

/** The shipped pack with these jurisdictions switched on at a property. */
const withLaw = (...on: string[]) => {
  const files = { 'legal-clocks.json': { on } };
  const layer = { scope: 'property', id: 'aspen', version: '1', files } as const;
  return parsePolicyPack(mergePacks({ base: defaultPackFiles(), layers: [layer] }));
};

const packs = {
  washington: withLaw('us-wa'),
  arizona: withLaw('us-az'),
  councils: withLaw('gb-eng-rtr'),
  socialRent: withLaw('gb-eng-awaab'),
};

function due(by: {
  law: keyof typeof packs;
  zone: string;
  at: string;
  issue: string;
  class?: PriorityClass;
  holidays?: string[];
}) {
  const { law, zone, at: reportedAt, issue, holidays = [] } = by;
  const pack = packs[law];
  const calendar = { ...calendarOf({ pack, zone }), holidays };
  return legalDeadlines({ issue, class: by.class ?? 'P3', reportedAt, pack, calendar });
}

const LONDON = 'Europe/London';
const SEATTLE = 'America/Los_Angeles';
const PHOENIX = 'America/Phoenix';

test('no clock of any law runs until an operator has switched its pack on', () => {
  const calendar = calendarOf({ pack: defaultPack, zone: SEATTLE });
  const report = { issue: 'heat.none', class: 'P1', reportedAt: '2026-11-23T12:00:00Z' } as const;
  expect(defaultPack.legalClocks.on).toEqual([]);
  expect(legalDeadlines({ ...report, pack: defaultPack, calendar })).toEqual([]);
});

test('a clock has its name, its goal, its end and a warning in its last quarter', () => {
  expect(
    due({ law: 'washington', zone: SEATTLE, at: '2026-11-23T12:00:00Z', issue: 'heat.none' }),
  ).toEqual([
    {
      clock: 'legal_clock:us-wa',
      item: 'essential-services',
      meaning: 'Repair begins within 24 hours: heat, hot or cold water, electricity.',
      goal: 'begun',
      warnAt: '2026-11-24T06:00:00.000Z',
      dueAt: '2026-11-24T12:00:00.000Z',
    },
  ]);
  expect(isLegalClock('legal_clock:us-wa')).toBe(true);
  expect(isLegalClock('dispatch')).toBe(false);
});

test('the first clock of a pack that holds for the issue and its class counts', () => {
  const item = (issue: string, of: PriorityClass) =>
    due({ law: 'washington', zone: SEATTLE, at: '2026-11-23T12:00:00Z', issue, class: of })[0]
      ?.item;
  expect(item('gas.odor', 'P0')).toBe('imminent-danger');
  expect(item('appl.fridge', 'P2')).toBe('appliances-and-fixtures');
  expect(item('light.unit', 'P3')).toBe('other');
  expect(item('nonmaint.neighbour', 'P3')).toBeUndefined();
});

test('twenty-four hours are time that passes, ten days are days of the property, over both changes of the clock', () => {
  const at = (zone: string, reportedAt: string, issue: string) =>
    due({ law: 'washington', zone, at: reportedAt, issue })[0]?.dueAt;
  expect(at(SEATTLE, '2026-03-07T20:00:00Z', 'heat.none')).toBe('2026-03-08T20:00:00.000Z');
  expect(at(SEATTLE, '2026-10-31T20:00:00Z', 'heat.none')).toBe('2026-11-01T20:00:00.000Z');
  // 12:00 in Seattle on 5 March and, an hour earlier in UTC, on 15 March.
  expect(at(SEATTLE, '2026-03-05T20:00:00Z', 'light.unit')).toBe('2026-03-15T19:00:00.000Z');
  // Phoenix keeps its clock all year.
  expect(at(PHOENIX, '2026-03-05T20:00:00Z', 'light.unit')).toBe('2026-03-15T20:00:00.000Z');
});

test('working days count from the day after the report and end at closing, over weekend and bank holiday', () => {
  const at = (reportedAt: string, issue: string, holidays: string[] = []) =>
    due({ law: 'councils', zone: LONDON, at: reportedAt, issue, holidays })[0]?.dueAt;
  // A Monday morning and a Monday night both have until Tuesday's closing.
  expect(at('2026-11-23T10:00:00Z', 'elec.no_power')).toBe('2026-11-24T17:00:00.000Z');
  expect(at('2026-11-23T23:30:00Z', 'elec.no_power')).toBe('2026-11-24T17:00:00.000Z');
  // A Saturday: not from the next opening, which would give a day too many.
  expect(at('2026-11-21T20:00:00Z', 'elec.no_power')).toBe('2026-11-23T17:00:00.000Z');
  // Christmas: Friday 25 and Monday 28 are bank holidays.
  const christmas = ['2026-12-25', '2026-12-28'];
  expect(at('2026-12-24T10:00:00Z', 'drain.sink_bath', christmas)).toBe('2026-12-31T17:00:00.000Z');
  // Across the end of summer time the closing is 17:00 there: 16:00 in UTC before, 17:00 after.
  expect(at('2026-10-22T10:00:00Z', 'elec.no_power')).toBe('2026-10-23T16:00:00.000Z');
  expect(at('2026-10-23T10:00:00Z', 'elec.no_power')).toBe('2026-10-26T17:00:00.000Z');
});

test('a report at 23:59 of the last day of the heating season has the season of its own zone', () => {
  const item = (zone: string, at: string) =>
    due({ law: 'councils', zone, at, issue: 'heat.none' })[0]?.item;
  expect(item(LONDON, '2026-05-01T22:59:00Z')).toBe('one-day-heating'); // 23:59 there
  expect(item(LONDON, '2026-05-01T23:01:00Z')).toBe('three-days'); // the second of May there
  expect(item('America/New_York', '2026-05-01T23:01:00Z')).toBe('one-day-heating');
});

test('the same instant ends in another zone at another time', () => {
  const at = (zone: string) =>
    due({ law: 'arizona', zone, at: '2026-11-01T05:30:00Z', issue: 'light.unit' })[0]?.dueAt;
  expect(at(PHOENIX)).toBe('2026-11-11T05:30:00.000Z');
  expect(at('America/Denver')).toBe('2026-11-11T06:30:00.000Z'); // its clock changed in between
});

test('a law that is not yet in force on the day of the report starts no clock', () => {
  const count = (at: string) =>
    due({ law: 'socialRent', zone: LONDON, at, issue: 'mould.patch' }).length;
  expect(count('2025-10-26T22:00:00Z')).toBe(0);
  expect(count('2025-10-27T00:30:00Z')).toBe(1);
});

test('every jurisdiction of the taxonomy that begins with a report is there, and a wrong name is refused', () => {
  expect(Object.keys(defaultPack.legalClocks.packs).toSorted()).toEqual([
    'gb-eng-awaab',
    'gb-eng-rtr',
    'us-ak',
    'us-al',
    'us-ar',
    'us-az',
    'us-ca',
    'us-il',
    'us-tx',
    'us-wa',
  ]);
  expect(() => withLaw('us-atlantis')).toThrow(
    /legal-clocks\.json: on: no pack is called us-atlantis/,
  );
});

test('what the law asks is reached when the work has begun, or only when it is done', () => {
  expect(hasReached('begun', 'scheduled')).toBe(false);
  expect(hasReached('begun', 'in-progress')).toBe(true);
  expect(hasReached('done', 'in-progress')).toBe(false);
  expect(hasReached('done', 'awaiting-completion-check')).toBe(true);
  expect(hasReached('begun', 'dropped')).toBe(true);
});
