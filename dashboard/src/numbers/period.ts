import type { NumbersAnswer } from '../../../src/api/answers/numbers.ts';

/** The days that are counted and the steps of the plots. */
export type Period = NumbersAnswer['period'];

/** Ready-made periods, by their days. */
export const LENGTHS = ['7', '30', '90'] as const;

/** What each step is called. */
export const STEPS: Record<Period['by'], string> = { day: 'Day', week: 'Week', month: 'Month' };

const DAY_MS = 86_400_000;

/** Which of the ready-made periods an address names; `own` where it names days. */
export function lengthOf(address: URLSearchParams): string {
  if (address.has('from') || address.has('to')) return 'own';
  return LENGTHS.find((length) => length === address.get('days')) ?? '30';
}

/** The period of an address, up to today in a zone. */
export function periodOf(address: URLSearchParams, zone: string): Period {
  const today = new Date().toLocaleDateString('en-CA', { timeZone: zone });
  const length = lengthOf(address);
  const days = length === 'own' ? 30 : Number(length);
  const first = new Date(Date.parse(today) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const by = address.get('by');
  return {
    from: address.get('from') ?? first,
    to: address.get('to') ?? today,
    by: by === 'day' || by === 'week' || by === 'month' ? by : days > 31 ? 'week' : 'day',
  };
}

const dayOfYear = new Intl.DateTimeFormat('en', {
  timeZone: 'UTC',
  month: 'short',
  day: 'numeric',
});

/** A calendar day as people read it, `Mar 2`. */
export const shortDay = (day: string): string => dayOfYear.format(new Date(day));

/** The days of a step, `Mar 2` or `Mar 2 to Mar 8`. */
export const daysOf = ({ from, to }: { from: string; to: string }): string =>
  from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`;
