import { weekdays, type OpenSpan, type WeeklyHours } from './business-hours.ts';

type Weekday = (typeof weekdays)[number];

const SHORT = weekdays.map((day) => day.slice(0, 3));
const PART = /^([a-z]+)(?:\s*-\s*([a-z]+))?\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$/;

/**
 * Reads opening hours as people write them: `Mon-Fri 09:00-18:00; Sat 10:00-14:00`. A day that is named twice is open
 * twice. Null when they cannot be read, or when a span ends before it begins or overlaps another.
 */
export function readWeeklyHours(text: string): WeeklyHours | null {
  const parts = text.toLowerCase().split(/[;|]/).map(readPart);
  const week = new Map<Weekday, OpenSpan[]>();
  for (const part of parts) {
    if (!part) return null;
    for (const day of part.days) week.set(day, [...(week.get(day) ?? []), part.span]);
  }
  const sorted = [...week].map(([day, spans]) => [day, spans.toSorted(byOpening)] as const);
  return sorted.some(([, spans]) => overlaps(spans)) ? null : Object.fromEntries(sorted);
}

function readPart(part: string): { days: Weekday[]; span: OpenSpan } | null {
  const found = PART.exec(part.trim());
  if (!found) return null;
  const [, first = '', last = first, opens = '', closes = ''] = found;
  const span = { from: opens.padStart(5, '0'), to: closes.padStart(5, '0') };
  const days = daysBetween(first, last);
  return days && isSpan(span) ? { days, span } : null;
}

function daysBetween(first: string, last: string): Weekday[] | null {
  const [from, to] = [first, last].map((day) => SHORT.indexOf(day.slice(0, 3)));
  if (from === undefined || to === undefined || from < 0 || to < from) return null;
  const days = weekdays.slice(from, to + 1);
  const isSpelt = [first, last].every((day) => weekdays.some((known) => known.startsWith(day)));
  return isSpelt ? days : null;
}

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const isSpan = ({ from, to }: OpenSpan): boolean =>
  CLOCK.test(from) && (CLOCK.test(to) || to === '24:00') && from < to;

const byOpening = (one: OpenSpan, other: OpenSpan): number => (one.from < other.from ? -1 : 1);

const overlaps = (spans: readonly OpenSpan[]): boolean =>
  spans.some(({ from }, index) => from < (spans[index - 1]?.to ?? ''));
