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
  const isDone = (reached: MaintenanceRequestState): boolean =>
    hasReached('done', reached) && !GIVEN_UP.includes(reached);
  return [
    standing('dispatch', {
      dueAt: dispatchBy,
      meaning: null,
      isKept: (reached) => SENT.includes(reached),
    }),
    standing('done', { dueAt: doneBy, meaning: null, isKept: isDone }),
    ...legal.map(({ dueAt, meaning, goal }) =>
      standing('legal', {
        dueAt,
        meaning,
        isKept: (reached) => hasReached(goal, reached) && !GIVEN_UP.includes(reached),
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
