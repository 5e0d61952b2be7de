import type { LegalClockName } from '../domain/legal-clock.ts';
import { hasReached } from '../domain/maintenance-request.ts';
import { findRequest, ringManagers, type NewsRoom } from './request-news.ts';

/** What the law's clocks of a request say to the managers. */
export function createLegalClockActivities(house: NewsRoom) {
  return {
    /** The last quarter has begun: the managers' alert rings once, unless what the law asks has happened. */
    warnLegalClock: (by: { requestId: string; clock: LegalClockName }) =>
      ringForLegalClock(house, { ...by, step: 'warned' }),
  };
}

/** Rings the managers for a clock of the law, once a step; by then the row may say that its goal is reached. */
export async function ringForLegalClock(
  house: NewsRoom,
  by: { requestId: string; clock: LegalClockName; step: 'warned' | 'missed' },
): Promise<void> {
  const { requestId, clock, step } = by;
  const row = await findRequest(house, requestId);
  const deadline = row.deadlines.legal.find((running) => running.clock === clock);
  if (!deadline || hasReached(deadline.goal, row.state)) return;
  const { meaning, dueAt } = deadline;
  const what = step === 'warned' ? `runs out at ${dueAt}` : `has run out at ${dueAt}`;
  const headline = `${clock} ${what}. ${meaning}`;
  await ringManagers(house, { row, step: `${clock}-${step}`, headline });
}

export type LegalClockActivities = ReturnType<typeof createLegalClockActivities>;
