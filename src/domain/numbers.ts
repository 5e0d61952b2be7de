import { DateTime } from 'luxon';

/** In what a figure is told: a part of all (0 to 1), seconds, or points of five. */
export type Unit = 'share' | 'seconds' | 'points';

/** What the house is measured by, in the order in which it is shown; docs/numbers.md defines each. */
export const UNITS = {
  resolved: 'share',
  'reply-p50': 'seconds',
  'reply-p95': 'seconds',
  'handed-off': 'share',
  'clock-answer': 'share',
  'clock-dispatch': 'share',
  'clock-done': 'share',
  'clock-legal': 'share',
  'approval-p50': 'seconds',
  'approval-p95': 'seconds',
  survey: 'points',
} as const satisfies Record<string, Unit>;

/** One of the figures. */
export type Figure = keyof typeof UNITS;

/** Every figure. */
export const FIGURES: readonly Figure[] = Object.keys(UNITS).filter(isFigure);

function isFigure(word: string): word is Figure {
  return word in UNITS;
}

/** Below so many cases a figure says more about chance than about the house. */
export const CASES_MIN = 20;

/** A figure and the cases that it stands on; null where it may not be told. */
export interface Counted {
  count: number;
  value: number | null;
}

/** A figure as it may be told: none under 20 cases. */
export function told({ count, value }: Counted): Counted {
  return { count, value: count < CASES_MIN ? null : value };
}

/** The steps of a plot; a week begins on Monday. */
export const STEPS = ['day', 'week', 'month'] as const;

/** Calendar days of each property's own zone, both included. */
export interface Period {
  from: string;
  to: string;
  by: (typeof STEPS)[number];
}

/** One step of a period: when its day, week or month begins, and which days of it are counted. */
export interface Step {
  startsOn: string;
  from: string;
  to: string;
}

const DAYS_MAX = 732; // two years: more points than that nobody reads

/** What is wrong with a period, and with which of its ends; null when it can be counted. */
export function faultOf({ from, to }: Period): { field: 'from' | 'to'; message: string } | null {
  const days = dayAt(to).diff(dayAt(from), 'days').days + 1;
  if (days < 1) return { field: 'to', message: 'the last day is before the first' };
  if (days > DAYS_MAX) return { field: 'from', message: `at most ${DAYS_MAX} days at once` };
  return null;
}

/** The steps of a period in order, also those in which nothing happened. */
export function stepsOf({ from, to, by }: Period): Step[] {
  const steps: Step[] = [];
  const last = dayAt(to);
  for (let start = dayAt(from).startOf(by); start <= last; start = start.plus({ [by]: 1 })) {
    const startsOn = isoOf(start);
    const endsOn = isoOf(start.endOf(by));
    steps.push({
      startsOn,
      from: startsOn < from ? from : startsOn,
      to: endsOn > to ? to : endsOn,
    });
  }
  return steps;
}

const dayAt = (day: string): DateTime => DateTime.fromISO(day, { zone: 'utc' });

function isoOf(at: DateTime): string {
  return at.toFormat('yyyy-MM-dd');
}
