import type { RequestListed } from '../../../src/api/answers/maintenance-request.ts';
import { CLASSES } from './words.ts';

/** The ways to look at the board. */
export const GROUPINGS = {
  clock: 'What breaches next',
  class: 'Class',
  property: 'Property',
} as const;

/** One of the ways. */
export type Grouping = keyof typeof GROUPINGS;

/** Requests under one heading. */
export interface RequestGroup {
  name: string;
  requests: RequestListed[];
}

/** The grouping that an address names; by the clock for anything else. */
export const groupingOf = (word: string | null): Grouping =>
  word === 'class' || word === 'property' ? word : 'clock';

const SOON_MS = 4 * 3_600_000;
const CLOCK_GROUPS = ['Overdue', 'Within 4 hours', 'Later', 'No clock is running'];

/** The board in groups, none of them empty; inside each what breaches next comes first, as the API answers it. */
export function groupsOf(
  requests: readonly RequestListed[],
  by: { grouping: Grouping; now: number; propertyName: (propertyId: string) => string },
): RequestGroup[] {
  const nameFor = (request: RequestListed): string => {
    if (by.grouping === 'class') return CLASSES[request.class];
    if (by.grouping === 'property') return by.propertyName(request.propertyId);
    return clockGroupOf(request, by.now);
  };
  const groups = Map.groupBy(requests, nameFor);
  const place = (name: string): number => CLOCK_GROUPS.indexOf(name);
  return [...groups]
    .map(([name, own]) => ({ name, requests: own }))
    .toSorted(
      (one, other) => place(one.name) - place(other.name) || one.name.localeCompare(other.name),
    );
}

function clockGroupOf({ nextDeadlineAt }: RequestListed, now: number): string {
  if (nextDeadlineAt === null) return 'No clock is running';
  const left = Date.parse(nextDeadlineAt) - now;
  if (left < 0) return 'Overdue';
  return left < SOON_MS ? 'Within 4 hours' : 'Later';
}
