import {
  ENDED_STATES,
  hasReached,
  type MaintenanceRequestState,
  type RequestDeadlines,
} from './maintenance-request.ts';
import { deadlineStatus, type DeadlineStatus } from './sla.ts';

/** A promise of a request and how it stands; `void` where the request ended before it had to be kept. */
export interface RequestClockStanding {
  name: 'dispatch' | 'done' | 'legal';
  /** What the law asks; null for our own promises. */
  meaning: string | null;
  dueAt: string;
  metAt: string | null;
  status: DeadlineStatus | 'void';
}

/** A state and since when. */
export interface Passage {
  state: MaintenanceRequestState;
  at: string;
}

const SENT: readonly MaintenanceRequestState[] = [
  'vendor-assigned',
  'scheduled',
  'in-progress',
  'awaiting-completion-check',
  'closed',
];
const GIVEN_UP: readonly MaintenanceRequestState[] = ['dropped', 'cancelled'];

/** What a promise asks: a vendor sent, the work begun, the work done. */
export type RequestGoal = 'sent' | 'begun' | 'done';

/** Whether a state has reached a goal; what was given up has reached none. */
export function isReached(goal: RequestGoal, state: MaintenanceRequestState): boolean {
  if (goal === 'sent') return SENT.includes(state);
  return hasReached(goal, state) && !isGivenUp(state);
}

/** Whether a request ended without its work: what it had reached by then stays reached. */
export const isGivenUp = (state: MaintenanceRequestState): boolean => GIVEN_UP.includes(state);

/**
 * Every clock of a request, our own before the law's. A promise is kept from when its goal was reached for good: what
 * was reopened is owed again.
 */
export function requestClocks(by: {
  deadlines: RequestDeadlines;
  /** In order; the last one is where it stands. */
  passages: readonly Passage[];
  openedAt: string;
  now: string;
}): RequestClockStanding[] {
  const { dispatchBy, doneBy, legal } = by.deadlines;
  const state = by.passages.at(-1)?.state;
  const standing = (
    name: RequestClockStanding['name'],
    clock: {
      dueAt: string;
      meaning: string | null;
      isKept: (state: MaintenanceRequestState) => boolean;
    },
  ): RequestClockStanding => {
    const { dueAt, meaning, isKept } = clock;
    const metAt = keptSince(by.passages, isKept);
    const isVoid = metAt === null && state !== undefined && ENDED_STATES.includes(state);
    const status = isVoid
      ? 'void'
      : deadlineStatus({ startedAt: by.openedAt, dueAt, metAt, now: by.now });
    return { name, meaning, dueAt, metAt, status };
  };
  return [
    standing('dispatch', {
      dueAt: dispatchBy,
      meaning: null,
      isKept: (reached) => isReached('sent', reached),
    }),
    standing('done', {
      dueAt: doneBy,
      meaning: null,
      isKept: (reached) => isReached('done', reached),
    }),
    ...legal.map(({ dueAt, meaning, goal }) =>
      standing('legal', {
        dueAt,
        meaning,
        isKept: (reached) => isReached(goal, reached),
      }),
    ),
  ];
}

/** Since when a goal holds without a break up to now; null when it does not. */
function keptSince(
  passages: readonly Passage[],
  isKept: (state: MaintenanceRequestState) => boolean,
): string | null {
  const broken = passages.findLastIndex(({ state }) => !isKept(state));
  return passages[broken + 1]?.at ?? null;
}
