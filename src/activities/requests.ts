import { activityInfo } from '@temporalio/activity';
import {
  ENDED_STATES,
  isMissingFact,
  questionOf,
  type GivenReason,
  type MaintenanceRequestState,
  type RequestNews,
} from '../domain/maintenance-request.ts';
import { isLegalClock, type LegalClockName } from '../domain/legal-clock.ts';
import { clocksMissed } from '../metrics.ts';
import { ringForLegalClock } from './legal-clocks.ts';
import { findRequest, ringManagers, tellResident, type NewsRoom } from './request-news.ts';

/** Carries a maintenance request through its states and tells the resident. */
export function createRequestActivities(house: NewsRoom) {
  return {
    /**
     * Writes a state with the question it asks, and tells the resident its news, once a state and round. A late attempt
     * of a round that is over writes nothing: the request was opened again meanwhile.
     */
    advance: (by: Step) => advance(house, by),
    /** No answer in time: it opens as unconfirmed, and the resident hears so and that a person looks. */
    openUnconfirmed: (by: { requestId: string }) => openUnconfirmed(house, by),
    /** Keeps the window in which somebody will come. */
    saveWindow: async ({ requestId, ...window }: Window): Promise<void> => {
      await house.records.maintenanceRequests.change(requestId, window);
    },
    /**
     * A clock has run out: the managers' alert rings and the resident hears that it takes longer, once. A clock of the
     * law is for managers only: nothing that we tell a resident is a legal statement.
     */
    missClock: (by: { requestId: string; clock: WatchedClock }) => missClock(house, by),
    /** Rings the managers for a request that no hand-off rings for, once a question or round. */
    giveToPerson: (by: { requestId: string; reason: GivenReason }) => giveToPerson(house, by),
  };
}

/** A promise that the request's workflow watches. */
type WatchedClock = 'approval' | 'dispatch' | LegalClockName;

interface Step {
  requestId: string;
  to: MaintenanceRequestState;
  news: RequestNews | null;
  /** The round that the step belongs to. */
  reopening: number;
}

interface Window {
  requestId: string;
  windowFromAt: string | null;
  windowToAt: string | null;
}

async function advance(house: NewsRoom, by: Step): Promise<void> {
  const { question: before } = await findRequest(house, by.requestId);
  const question = questionOf(by);
  // A fact that intake asked for is still missing when the state moves on.
  const isKept = question === null && isMissingFact(before) && !ENDED_STATES.includes(by.to);
  const row = await house.records.maintenanceRequests.change(by.requestId, {
    state: by.to,
    ofRound: by.reopening,
    ...(!isKept && { question }),
  });
  if (!by.news || row.reopenings !== by.reopening) return;
  // The step's own name: the same for each of its attempts, another one when the state comes again.
  const { activityId, workflowExecution } = activityInfo();
  const once = `${by.news}/${workflowExecution?.runId ?? 'none'}/${activityId}`;
  await tellResident(house, { row, key: `news-${by.news}`, once });
}

async function openUnconfirmed(
  house: NewsRoom,
  { requestId }: { requestId: string },
): Promise<void> {
  const row = await house.records.maintenanceRequests.change(requestId, { question: null });
  await tellResident(house, { row, key: 'news-opened', once: 'unconfirmed' });
}

const GIVEN: Record<GivenReason, { step: string; headline: string }> = {
  'unconfirmed-request': { step: 'unconfirmed', headline: 'opened without confirmation.' },
  'platform-refused': {
    step: 'platform',
    headline: 'the platform did not take the work order, a person must look.',
  },
  'rejected-approval': {
    step: 'approval-rejected',
    headline: 'its approval was rejected: a person must say how it goes on.',
  },
  'expired-approval': {
    step: 'approval-expired',
    headline: 'nobody has decided its approval: a person must say how it goes on.',
  },
};

async function giveToPerson(
  house: NewsRoom,
  { requestId, reason }: { requestId: string; reason: GivenReason },
): Promise<void> {
  const row = await findRequest(house, requestId);
  const { step, headline } = GIVEN[reason];
  const isOfApproval = reason === 'rejected-approval' || reason === 'expired-approval';
  const asked = isOfApproval ? await house.records.approvals.latest(row) : null;
  await ringManagers(house, { row, step: asked ? `${step}-${asked.approvalId}` : step, headline });
}

async function missClock(
  house: NewsRoom,
  { requestId, clock }: { requestId: string; clock: WatchedClock },
): Promise<void> {
  clocksMissed.inc({ clock });
  if (isLegalClock(clock)) return ringForLegalClock(house, { requestId, clock, step: 'missed' });
  const row = await findRequest(house, requestId);
  const isApproval = clock === 'approval';
  // The promise of news is past: from now on the row is held to the end of the question.
  if (isApproval) await house.records.maintenanceRequests.change(requestId, {});
  const headline = isApproval ? 'nobody has decided in time.' : 'no vendor was sent in time.';
  await ringManagers(house, { row, step: `${clock}-missed`, headline });
  if (row.state === 'needs-person') return; // the resident knows that a person has it and will write
  const key = isApproval ? 'news-waiting-for-approval' : 'news-delayed';
  await tellResident(house, { row, key, once: `${clock}-missed` });
}

export type RequestActivities = ReturnType<typeof createRequestActivities>;
