import { DateTime } from 'luxon';

/** The calendar day of an instant in a zone, `YYYY-MM-DD`. */
export function dayOf({ at, zone }: { at: string; zone: string }): string {
  const day = DateTime.fromISO(at, { zone }).toISODate();
  if (day === null) throw new Error(`no day of ${at} in ${zone}`);
  return day;
}

/**
 * The instant at which a zone's clocks show a time (`2026-11-24T13:00`), as ISO 8601 UTC; null when they never do, as in
 * the hour that summer time skips. Of two it is the first.
 */
export function instantAt({ local, zone }: { local: string; zone: string }): string | null {
  const wished = DateTime.fromISO(local, { zone: 'utc' });
  const there = DateTime.fromISO(local, { zone });
  if (!wished.isValid || !there.isValid) return null;
  const isShown = there.toFormat(MINUTES) === wished.toFormat(MINUTES);
  const [first = there] = there.getPossibleOffsets();
  return isShown ? first.toUTC().toJSDate().toISOString() : null;
}

/** The instant at which a zone's day begins, or one so many days later; ISO 8601 UTC. */
export function startOfDay(by: { day: string; zone: string; daysLater?: number }): string {
  const { day, zone, daysLater = 0 } = by;
  const start = DateTime.fromISO(day, { zone }).plus({ days: daysLater }).startOf('day');
  return start.toUTC().toJSDate().toISOString();
}

const MINUTES = "yyyy-MM-dd'T'HH:mm";
