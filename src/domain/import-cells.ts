import { DateTime, IANAZone } from 'luxon';
import type { ImportValue } from './import.ts';
import { readWeeklyHours } from './import-hours.ts';
import { nearestWord } from './import-nearest.ts';
import { e164Of } from './phone-number.ts';

/** How days are written: ISO always, and month or day first only where the manager says so. */
export type DateOrder = 'iso' | 'mdy' | 'dmy';

/** What reading a cell may need to know. */
export interface CellContext {
  readonly dates: DateOrder;
  /** The trades of the rules in force. */
  readonly trades: readonly string[];
}

/** A cell that was understood, or what is wrong with it. */
export type CellReading = { readonly value: ImportValue } | { readonly fault: string };

/** Reads a cell that is not empty. */
export type CellReader = (text: string, context: CellContext) => CellReading;

const ok = (value: ImportValue): CellReading => ({ value });
const wrong = (fault: string): CellReading => ({ fault });

// What a spreadsheet would run when somebody opens an export of it (OWASP, CSV injection, read 2026-11-23).
const FORMULA = /^[=+\-@\t\r]/;
const LOST_LETTER = '\uFFFD';
const TEXT_MAX = 300;

/** Plain words. A cell that a spreadsheet would run as a formula is refused, not repaired. */
export const text: CellReader = (cell) => {
  if (FORMULA.test(cell)) {
    const sign = cell[0]?.trim() || 'a tab';
    return wrong(`begins with ${sign}, which a spreadsheet runs as a formula: begin with a letter`);
  }
  if (cell.includes(LOST_LETTER)) {
    return wrong('has lost a letter (\uFFFD): save the file again as CSV UTF-8 from the original');
  }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(cell)) {
    return wrong('holds signs that cannot be printed');
  }
  return cell.length > TEXT_MAX ? wrong(`is longer than ${TEXT_MAX} letters`) : ok(cell);
};

/** An id in an address: small letters, digits, dashes. */
export const slug: CellReader = (cell) => {
  if (/^[a-z0-9][a-z0-9-]{0,59}$/.test(cell)) return ok(cell);
  const offered = (cell.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-').slice(0, 60);
  const hint = offered ? `, such as ${offered}` : '';
  return wrong(`must be small letters, digits and dashes${hint}`);
};

/** An id as another system gave it. */
export const id: CellReader = (cell) =>
  /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,59}$/u.test(cell)
    ? ok(cell)
    : wrong('must be letters, digits, dashes, dots, at most 60');

/** A unit's number as it stands on the door. */
export const unitNumber: CellReader = (cell) =>
  /^[\p{L}\p{N}][\p{L}\p{N} ./#-]{0,19}$/u.test(cell)
    ? ok(cell.replace(/\s+/g, ' '))
    : wrong('must be letters and digits, at most 20');

/** Several of something, with `;`, `|` or `,` between; in the order given, without doubles. */
export const listOf =
  (read: CellReader): CellReader =>
  (cell, context) => {
    const parts = cell.split(/[;|,]/).map((part) => part.trim());
    const readings = parts.filter((part) => part !== '').map((part) => read(part, context));
    const values = new Set<string>();
    for (const reading of readings) {
      if ('fault' in reading) return reading;
      values.add(String(reading.value));
    }
    return ok([...values]);
  };

/** One of a few words; the nearest is named when it is none. */
export const oneOf =
  (words: readonly string[]): CellReader =>
  (cell) => {
    const word = cell.toLowerCase();
    return words.includes(word) ? ok(word) : wrong(notOneOf(cell, words));
  };

/** A trade of the rules in force. */
export const trade: CellReader = (cell, { trades }) => {
  const word = cell.toLowerCase().replace(/[\s_]+/g, '-');
  return trades.includes(word) ? ok(word) : wrong(notOneOf(cell, trades));
};

function notOneOf(cell: string, words: readonly string[]): string {
  const nearest = nearestWord(cell.toLowerCase(), words);
  const known = nearest ? `did you mean ${nearest}?` : `it must be one of: ${words.join(', ')}`;
  return `${quoted(cell)} is not known: ${known}`;
}

/** Yes or no. */
export const yesOrNo: CellReader = (cell) => {
  if (/^(yes|y|true|1)$/i.test(cell)) return ok(true);
  return /^(no|n|false|0)$/i.test(cell) ? ok(false) : wrong('must be yes or no');
};

// Ten digits and an exponent: what a spreadsheet makes of a long number in a narrow column.
const SHORTENED = /^\d(?:[.,]\d+)?e\+?\d+$/i;

/** A telephone number as people write it, American unless it begins with + and a country. */
export const phone: CellReader = (cell) => {
  if (SHORTENED.test(cell)) {
    return wrong('was shortened by the spreadsheet: format the column as text and save again');
  }
  if (!/^\+?[\d\s().-]+$/.test(cell)) return wrong(`${quoted(cell)} is no telephone number`);
  const number = e164Of(cell);
  if (number !== null) return ok(number);
  return wrong(`${quoted(cell)} is no telephone number: write it as +1 212 555 0100`);
};

/** A number that a text may name and a person dials, such as 911. */
export const dialled: CellReader = (cell) =>
  /^\+?[\d\s().-]{2,25}$/.test(cell) ? ok(cell) : wrong(`${quoted(cell)} cannot be dialled`);

/** An e-mail address, in small letters. */
export const email: CellReader = (cell) =>
  /^[^\s@,;<>"=+-][^\s@,;<>"]*@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/.test(cell) && cell.length <= 254
    ? ok(cell.toLowerCase())
    : wrong(`${quoted(cell)} is no e-mail address`);

/** An IANA time zone. */
export const zone: CellReader = (cell) =>
  IANAZone.isValidZone(cell) && cell.includes('/')
    ? ok(cell)
    : wrong(`${quoted(cell)} is no time zone: write it as America/New_York`);

/** A currency by its ISO 4217 letters. */
export const currency: CellReader = (cell) =>
  /^[A-Za-z]{3}$/.test(cell) ? ok(cell.toUpperCase()) : wrong('must be three letters, such as USD');

/** Opening hours of a week. */
export const hours: CellReader = (cell) =>
  readWeeklyHours(cell)
    ? ok(cell)
    : wrong(`${quoted(cell)} are no opening hours: write Mon-Fri 09:00-18:00; Sat 10:00-14:00`);

const CENTS_MAX = 2_000_000_000; // what a column of the books holds

/** An amount of money in cents. Both 1,850.00 and 1.850,00 are read; what could be either is refused. */
export const money: CellReader = (cell) => {
  const isBracketed = /^\(.*\)$/.test(cell);
  const plain = cell.replace(/[()$\u20AC\u00A3\s\u00A0]/g, '').replace(/^\u2212/, '-');
  const amount = inCents(plain.replace(/^[-+]/, ''));
  if (amount === null) return wrong(`${quoted(cell)} is no amount: write it as 1850.00`);
  if (amount > CENTS_MAX) return wrong(`${quoted(cell)} is more than the books can hold`);
  const cents = isBracketed || plain.startsWith('-') ? -amount : amount;
  return ok(cents || 0); // no minus zero
};

function inCents(digits: string): number | null {
  const english = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(digits);
  const continental = /^(\d+|\d{1,3}(?:\.\d{3})+),(\d{2})$/.exec(digits);
  const [, whole, part = ''] = english ?? continental ?? [];
  if (whole === undefined) return null;
  return Number(whole.replace(/[.,]/g, '')) * 100 + Number(part.padEnd(2, '0'));
}

/** An amount that cannot be below nothing. */
export const price: CellReader = (cell, context) => {
  const reading = money(cell, context);
  const isNegative = 'value' in reading && Number(reading.value) < 0;
  return isNegative ? wrong('must not be below zero') : reading;
};

/** A calendar day. What could be two days is refused with the ways out. */
export const day: CellReader = (cell, { dates }) => {
  const parsed = parseDay(cell, dates);
  if (parsed?.isValid && parsed.year >= 1900 && parsed.year <= 2200) {
    return ok(parsed.toFormat('yyyy-MM-dd'));
  }
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(cell) && dates === 'iso') {
    return wrong(
      `${quoted(cell)} may be two days: write 2026-11-30, or say how days are written (mdy: month first, dmy: day first)`,
    );
  }
  return wrong(`${quoted(cell)} is no day: write it as 2026-11-30`);
};

function parseDay(cell: string, dates: DateOrder): DateTime | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$/.exec(cell);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell);
  if (!written || dates === 'iso') return null;
  const [, first, second, year] = written;
  return dates === 'mdy' ? dayOf(year, first, second) : dayOf(year, second, first);
}

const dayOf = (...parts: (string | undefined)[]): DateTime => {
  const [year, month, date] = parts.map(Number);
  return DateTime.utc(year ?? 0, month ?? 0, date ?? 0);
};

const quoted = (cell: string): string => `"${cell.length > 40 ? `${cell.slice(0, 40)}...` : cell}"`;
