import { DateTime } from 'luxon';
import { closingAfterWorkingDays, type BusinessCalendar } from './business-hours.ts';
import type { PriorityClass } from './priority.ts';
import { isIn, type Season } from './weather.ts';

/** How long the law gives: hours that pass, days of the property's zone, or its working days. */
export type LegalTime =
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'working-days'; readonly days: number };

/** What must have happened when the time runs out: somebody works on it, or it is done. */
export type LegalGoal = 'begun' | 'done';

/** One clock of a jurisdiction; a condition that is absent holds always. */
export interface LegalClock {
  readonly id: string;
  /** What the law asks, for staff; never told to a resident. */
  readonly meaning: string;
  readonly issues?: readonly string[];
  readonly classes?: readonly PriorityClass[];
  /** Days of the property's zone on which it holds. */
  readonly season?: Season;
  readonly time: LegalTime;
  readonly goal: LegalGoal;
}

/** A jurisdiction's clocks that begin when a resident reports; the first that holds counts. */
export interface LegalPack {
  readonly label: string;
  readonly source: string;
  /** The first day on which it is law, or null where it has long been. */
  readonly validFromOn: string | null;
  readonly clocks: readonly LegalClock[];
}

/** The law as data; nothing of it runs before an operator has confirmed it for a property and named it in `on`. */
export interface LegalClocks {
  readonly on: readonly string[];
  /** Issues that are no repair. */
  readonly outside: readonly string[];
  readonly packs: Readonly<Record<string, LegalPack>>;
}

/** A flag of a request, by the pack that sets it. */
export type LegalClockName = `legal_clock:${string}`;

/** A running clock of the law, as ISO instants in UTC. */
export interface LegalDeadline {
  clock: LegalClockName;
  /** Which of the pack's clocks. */
  item: string;
  meaning: string;
  goal: LegalGoal;
  /** When managers are warned: in the last quarter. */
  warnAt: string;
  dueAt: string;
}

/** What the law's clocks follow from. `reportedAt` is the first inbound message (taxonomy rule 10). */
export interface Report {
  readonly issue: string;
  readonly class: PriorityClass;
  readonly reportedAt: string;
  readonly pack: { readonly legalClocks: LegalClocks };
  readonly calendar: BusinessCalendar;
}

/** The law's clocks that a report starts: at most one of each pack that is switched on. */
export function legalDeadlines(report: Report): LegalDeadline[] {
  const { on, outside, packs } = report.pack.legalClocks;
  if (outside.includes(report.issue)) return [];
  const today = localStart(report).toFormat('yyyy-MM-dd');
  return on.flatMap((name) => {
    const pack = packs[name];
    if (!pack || (pack.validFromOn !== null && today < pack.validFromOn)) return [];
    const clock = pack.clocks.find((one) => holds(one, { report, today }));
    return clock ? [deadlineOf(clock, { name, report })] : [];
  });
}

/** Whether a clock is one of the law's. */
export const isLegalClock = (clock: string): clock is LegalClockName =>
  clock.startsWith('legal_clock:');

function holds(clock: LegalClock, { report, today }: { report: Report; today: string }): boolean {
  const { issues, classes, season } = clock;
  if (issues && !issues.includes(report.issue)) return false;
  if (classes && !classes.includes(report.class)) return false;
  return !season || isIn(season, today);
}

function deadlineOf(
  { id, meaning, goal, time }: LegalClock,
  { name, report }: { name: string; report: Report },
): LegalDeadline {
  const dueAt = dueOf(time, report);
  const start = Date.parse(report.reportedAt);
  const warnAt = new Date(start + ((Date.parse(dueAt) - start) * 3) / 4).toISOString();
  return { clock: `legal_clock:${name}`, item: id, meaning, goal, warnAt, dueAt };
}

function dueOf(time: LegalTime, report: Report): string {
  const start = localStart(report);
  switch (time.kind) {
    case 'hours':
      return utc(start.plus({ hours: time.hours }));
    case 'days':
      return utc(start.plus({ days: time.days }));
    case 'working-days':
      return closingAfterWorkingDays({ ...report, at: report.reportedAt, days: time.days });
  }
}

function localStart({ reportedAt, calendar }: Report): DateTime {
  const local = DateTime.fromISO(reportedAt, { zone: calendar.zone });
  if (!local.isValid) throw new Error(`no such time: ${reportedAt} in ${calendar.zone}`);
  return local;
}

function utc(at: DateTime): string {
  return at.toUTC().toJSDate().toISOString();
}
