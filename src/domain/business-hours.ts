import { DateTime } from 'luxon';

/** Days of the week as calendars name them, Monday first. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A stretch of opening in local time, `HH:MM`; `24:00` closes a day. */
export interface OpenSpan {
  readonly from: string;
  readonly to: string;
}

/** Opening spans per day; an absent or empty day is closed. Spans of a day are in order and do not overlap. */
export type WeeklyHours = Readonly<Partial<Record<(typeof weekdays)[number], readonly OpenSpan[]>>>;

/** When a property's people work. Holidays are days of its own zone, `YYYY-MM-DD`. */
export interface BusinessCalendar {
  /** IANA name, such as `America/New_York`. */
  readonly zone: string;
  readonly weekly: WeeklyHours;
  readonly holidays: readonly string[];
}

/** The property's calendar: its zone and the hours of its pack. */
export function calendarOf({ pack, zone }: CalendarOfInput): BusinessCalendar {
  return { zone, weekly: pack.hours.weekly, holidays: pack.hours.holidays };
}

/** Whether the office is open at that instant; a closing time is closed. */
export function isOpen({ at, calendar }: At): boolean {
  const local = localTime({ at, calendar });
  return spansOn(local, calendar).some(({ from, to }) => from <= local && local < to);
}

/** Whether the office opens at all within the year that follows. */
export function everOpens({ at, calendar }: At): boolean {
  return !spansFrom({ at, calendar }).next().done;
}

/** That instant if the office is open, else the next time it opens. @throws Error when it never does. */
export function nextOpening({ at, calendar }: At): string {
  for (const { from } of spansFrom({ at, calendar })) return utc(from);
  throw new Error(`the calendar of ${calendar.zone} never opens`);
}

/** The instant after so many minutes of opening. @throws Error when the calendar never opens for that long. */
export function addBusinessMinutes({
  at,
  minutes,
  calendar,
}: At & { readonly minutes: number }): string {
  let leftMs = Math.round(minutes * 60_000);
  for (const { from, to } of spansFrom({ at, calendar })) {
    const spanMs = to.toMillis() - from.toMillis();
    if (leftMs <= spanMs) return utc(from.plus({ milliseconds: leftMs }));
    leftMs -= spanMs;
  }
  throw new Error(`the calendar of ${calendar.zone} never opens for ${minutes} minutes`);
}

/**
 * The same time of day so many working days later, or that day's closing where it closes earlier. A start outside
 * hours counts from the next opening.
 */
export function addBusinessDays({ at, days, calendar }: At & { readonly days: number }): string {
  const start = localTime({ at: nextOpening({ at, calendar }), calendar });
  let day = start;
  for (let found = 0; found < days;) {
    day = day.plus({ days: 1 });
    if (day.diff(start, 'days').days > searchDaysMax)
      throw new Error(`no working day in ${calendar.zone}`);
    if (spansOn(day, calendar).length > 0) found += 1;
  }
  const closing = spansOn(day, calendar).at(-1)?.to ?? day;
  return utc(closing < day ? closing : day);
}

/** When the office closes on the n-th working day after the day of that instant, which itself is not counted. */
export function closingAfterWorkingDays({
  at,
  days,
  calendar,
}: At & { readonly days: number }): string {
  const start = localTime({ at, calendar });
  let found = 0;
  for (let count = 1; count <= searchDaysMax; count += 1) {
    const closing = spansOn(start.plus({ days: count }), calendar).at(-1)?.to;
    if (closing) found += 1;
    if (closing && found === days) return utc(closing);
  }
  throw new Error(`no ${days} working days in ${calendar.zone}`);
}

/** Minutes of opening between two instants; 0 when the second is not later. */
export function minutesOpenBetween({ from, to, calendar }: BetweenInput): number {
  const end = localTime({ at: to, calendar });
  let openMs = 0;
  for (const span of spansFrom({ at: from, calendar })) {
    if (span.from >= end) break;
    openMs += Math.min(span.to.toMillis(), end.toMillis()) - span.from.toMillis();
  }
  return openMs / 60_000;
}

interface At {
  readonly at: string;
  readonly calendar: BusinessCalendar;
}

interface CalendarOfInput {
  readonly pack: {
    readonly hours: { readonly weekly: WeeklyHours; readonly holidays: readonly string[] };
  };
  readonly zone: string;
}

interface BetweenInput {
  readonly from: string;
  readonly to: string;
  readonly calendar: BusinessCalendar;
}

interface Stretch {
  readonly from: DateTime;
  readonly to: DateTime;
}

// Longer than any row of holidays; a calendar that opens never is a mistake, not a wait.
const searchDaysMax = 400;

/** Stretches of opening from that instant on, the first cut to begin no earlier. */
function* spansFrom({ at, calendar }: At): Generator<Stretch> {
  const start = localTime({ at, calendar });
  for (let count = 0; count <= searchDaysMax; count += 1) {
    for (const { from, to } of spansOn(start.plus({ days: count }), calendar)) {
      if (to > start) yield { from: from > start ? from : start, to };
    }
  }
}

// Times are placed on the day itself, so a day of 23 or 25 hours has the opening its own clock shows.
function spansOn(day: DateTime, { weekly, holidays }: BusinessCalendar): Stretch[] {
  const name = weekdays[day.weekday - 1];
  if (!name || holidays.includes(day.toFormat('yyyy-MM-dd'))) return [];
  return (weekly[name] ?? [])
    .map(({ from, to }) => ({ from: timeOn(day, from), to: timeOn(day, to) }))
    .filter(({ from, to }) => from < to);
}

function timeOn(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const midnight = day.startOf('day');
  return hour === 24 ? midnight.plus({ days: 1 }) : midnight.set({ hour, minute });
}

function localTime({ at, calendar }: At): DateTime {
  const local = DateTime.fromISO(at, { zone: calendar.zone });
  if (!local.isValid) throw new Error(`no such time: ${at} in ${calendar.zone}`);
  return local;
}

function utc(at: DateTime): string {
  return at.toUTC().toJSDate().toISOString();
}
