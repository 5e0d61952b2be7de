import { DateTime, type DurationLike } from 'luxon';

/** The day so far away from `day`, both `YYYY-MM-DD`. @throws Error when `day` is no calendar day. */
export function shiftDay(day: string, by: DurationLike): string {
  return dayOf(readDay(day).plus(by));
}

/** The first day of the month of `day`. */
export function monthStart(day: string): string {
  return dayOf(readDay(day).startOf('month'));
}

/** Whole days from one day to a later one; negative when `to` is earlier. */
export function daysBetween({ from, to }: { from: string; to: string }): number {
  return Math.round(readDay(to).diff(readDay(from), 'days').days);
}

/** The instant (UTC) at which the clock of a zone shows this time, `HH:MM`, on that day. */
export function instantAt({ on, time, zone }: { on: string; time: string; zone: string }): string {
  const instant = DateTime.fromISO(`${on}T${time}`, { zone }).toUTC().toISO();
  if (instant === null) throw new Error(`no instant: ${on} ${time} ${zone}`);
  return instant;
}

function readDay(day: string): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

function dayOf(instant: DateTime): string {
  const day = instant.toISODate();
  if (day === null) throw new Error(`not a calendar day: ${instant.invalidExplanation ?? ''}`);
  return day;
}
