import { describe, expect, it, test } from 'vitest';
import {
  currency,
  day,
  email,
  hours,
  listOf,
  money,
  phone,
  price,
  slug,
  text,
  trade,
  unitNumber,
  yesOrNo,
  zone,
  type CellReader,
} from '../../../src/domain/import-cells.ts';

const context = { dates: 'iso', trades: ['plumbing', 'electrician'] } as const;
const valueOf = (read: CellReader, cell: string): unknown => {
  const reading = read(cell, context);
  return 'value' in reading ? reading.value : null;
};
const faultOf = (read: CellReader, cell: string): string => {
  const reading = read(cell, context);
  return 'fault' in reading ? reading.fault : '';
};

// Safety: an export of these rows is opened in a spreadsheet by somebody who trusts it.
test.each(["=cmd|'/c calc'!A1", '=1+1', '+SUM(A1)', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])(
  'refuses the formula %j wherever words stand',
  (cell) => {
    expect(faultOf(text, cell)).toMatch(/runs as a formula/);
    for (const read of [slug, unitNumber, email, money, phone, day, zone, hours, currency]) {
      expect(faultOf(read, cell)).not.toBe('');
    }
  },
);

describe('words', () => {
  it('keep accents, apostrophes and inner signs', () => {
    expect(valueOf(text, "Zo\u00EB O'Brien-Smith = 2")).toBe("Zo\u00EB O'Brien-Smith = 2");
  });

  it('are refused when a letter was lost on the way, or when they cannot be printed', () => {
    expect(faultOf(text, 'Jos\uFFFD')).toMatch(/lost a letter/);
    expect(faultOf(text, 'a\u0007b')).toMatch(/cannot be printed/);
    expect(faultOf(text, 'x'.repeat(301))).toMatch(/longer/);
  });
});

test.each([
  ['1850', 185_000],
  ['1850.5', 185_050],
  ['$1,850.00', 185_000],
  ['1.850,00', 185_000],
  ['1850,00', 185_000],
  ['-75.00', -7_500],
  ['(75.00)', -7_500],
  ['\u221275.00', -7_500],
  ['0', 0],
])('reads %s as %i cents', (cell, cents) => {
  expect(valueOf(money, cell)).toBe(cents);
});

test.each(['1.850', '1,85,0', '12.345', 'free', '', '99999999999', '1e5', '--5'])(
  'refuses %j as an amount, since it is none or could be two',
  (cell) => expect(valueOf(money, cell)).toBeNull(),
);

it('takes no rent below zero', () => {
  expect(faultOf(price, '-1')).toMatch(/below zero/);
});

test.each([
  ['(212) 555-0142', '+12125550142'],
  ['+1 212 555 0142', '+12125550142'],
  ['212.555.0142', '+12125550142'],
  ['+44 20 7946 0018', '+442079460018'],
])('reads the number %s as %s', (cell, number) => {
  expect(valueOf(phone, cell)).toBe(number);
});

test.each(['555-01', 'call me', '0', '+1 212'])('refuses %j as a telephone number', (cell) => {
  expect(faultOf(phone, cell)).toMatch(/no telephone number/);
});

it('says what a spreadsheet did to a long number', () => {
  expect(faultOf(phone, '1.21256E+10')).toMatch(/format the column as text/);
});

describe('days', () => {
  it('are read as ISO, a leap day only in a leap year', () => {
    expect(valueOf(day, '2026-11-30')).toBe('2026-11-30');
    expect(valueOf(day, '2028-02-29')).toBe('2028-02-29');
    expect(faultOf(day, '2026-02-29')).toMatch(/no day/);
  });

  it('that could be two are refused until the manager says how they are written', () => {
    expect(faultOf(day, '3/4/2026')).toMatch(/may be two days/);
    expect(day('3/4/2026', { ...context, dates: 'mdy' })).toEqual({ value: '2026-03-04' });
    expect(day('3/4/2026', { ...context, dates: 'dmy' })).toEqual({ value: '2026-04-03' });
    expect(day('13/4/2026', { ...context, dates: 'mdy' })).toHaveProperty('fault');
  });
});

it('reads lists in order and without doubles, and names what is wrong in one', () => {
  expect(valueOf(listOf(slug), 'oak-house; elm-house|oak-house')).toEqual([
    'oak-house',
    'elm-house',
  ]);
  expect(faultOf(listOf(trade), 'plumbing; electrican')).toMatch(/did you mean electrician/);
});

it('offers the id that was meant', () => {
  expect(faultOf(slug, 'Elm House')).toMatch(/elm-house/);
});

it('knows time zones, currencies, answers and hours', () => {
  expect(valueOf(zone, 'America/New_York')).toBe('America/New_York');
  expect(faultOf(zone, 'EST')).toMatch(/no time zone/);
  expect(valueOf(currency, 'usd')).toBe('USD');
  expect([valueOf(yesOrNo, 'Yes'), valueOf(yesOrNo, '0')]).toEqual([true, false]);
  expect(faultOf(yesOrNo, 'perhaps')).toMatch(/yes or no/);
  expect(faultOf(hours, 'whenever')).toMatch(/no opening hours/);
  expect(valueOf(email, 'Kim@Resident.Example')).toBe('kim@resident.example');
  expect(faultOf(email, 'kim at home')).toMatch(/no e-mail address/);
});
