import type { HandOverReason, MissingFact } from './decision.ts';
import type { IntakeQuestion } from './intake.ts';
import type { LegalDeadline, LegalGoal } from './legal-clock.ts';
import type { PriorityClass } from './priority.ts';

/** Where a maintenance request may stand, in the order in which it usually goes. */
export const maintenanceRequestStates = [
  'awaiting-confirmation',
  'self-help',
  'opening',
  'awaiting-approval',
  'open',
  'vendor-assigned',
  'scheduled',
  'in-progress',
  'awaiting-completion-check',
  'needs-person',
  'closed',
  'dropped',
  'cancelled',
] as const;

/** Where a maintenance request stands. */
export type MaintenanceRequestState = (typeof maintenanceRequestStates)[number];

/** States after which nothing more happens by itself. */
export const ENDED_STATES: readonly MaintenanceRequestState[] = ['closed', 'dropped', 'cancelled'];

/** What a request may ask the resident; one question at a time. */
export type RequestQuestion =
  'confirm-request' | 'self-help' | 'completed' | 'survey' | 'cancel' | IntakeQuestion;

/** What is fixed when a request opens: ids, class, clocks. Its words stay in the row. */
export interface MaintenanceRequestCase {
  requestId: string;
  /** `MR-XXXXXXXXXX`. */
  reference: string;
  conversationId: string | null;
  propertyId: string;
  connectionId: string;
  class: PriorityClass;
  trade: string;
  packVersion: string;
  /** P2-P4 ask the resident once before they open. */
  needsConfirmation: boolean;
  /** The pack's step to offer, or null. */
  selfHelp: string | null;
  approval: ApprovalNeed | null;
  deadlines: RequestDeadlines;
  /** Which reopening it follows, 1 first; absent when it opens for the first time. */
  reopening?: number;
}

/** What a manager will be asked. */
export interface ApprovalNeed {
  approvalId: string;
  ceilingCents: number;
  remindAt: string;
  escalateAt: string;
  expiresAt: string;
}

/** Computed once, on the property's calendar, when the request opens; ISO 8601 UTC. */
export interface RequestDeadlines {
  acceptBy: string;
  dispatchBy: string;
  doneBy: string;
  /** The law's own, where an operator has switched them on. */
  legal: LegalDeadline[];
}

/** What changes when a request turns out to be more urgent than it seemed, or a person corrects its class. */
export type RequestRaise = Pick<
  MaintenanceRequestCase,
  'class' | 'selfHelp' | 'approval' | 'deadlines'
>;

/** The fact of a request that keeps what was known of it when a person set its class. */
export const WEIGHED = 'weighedCircumstances';

/** What a resident hears about their request; each has a text in the policy pack, in every language. */
export type RequestNews =
  | 'opened'
  | 'self-help-offer'
  | 'not-ordered'
  | 'waiting-for-approval'
  | 'approved'
  | 'approved-not-ordered'
  | 'approval-rejected'
  | 'approval-expired'
  | 'vendor-chosen'
  | 'scheduled'
  | 'in-progress'
  | 'on-hold'
  | 'done'
  | 'completion-reminder'
  | 'survey'
  | 'reopened'
  | 'closed'
  | 'cancelled';

/** Why a request is given to people: nobody confirmed it, its order was not taken, or its approval ended without a yes. */
export type GivenReason = Extract<
  HandOverReason,
  'unconfirmed-request' | 'platform-refused' | 'rejected-approval' | 'expired-approval'
>;

/** Whether a question is for a fact, which outlives the step in which it was asked. */
export function isMissingFact(question: RequestQuestion | null): question is MissingFact {
  return question === 'location' || question === 'symptom' || question === 'access';
}

/** The fact of a request that names an earlier one by its reference: the same trouble, which could not be reopened. */
export const EARLIER = 'earlier';

/**
 * What tells one round of a request from another in whatever must come once in each: its approval, its alerts, its
 * news. Empty in the first round, before it was ever reopened.
 */
export const roundOf = (reopenings: number): string => (reopenings === 0 ? '' : `-r${reopenings}`);

const SUMMARY_LENGTH_MAX = 120; // as platforms take it (reference/pm-platforms.md section 8.1)

/**
 * A request's words after the resident put something right: its name keeps what the trouble is and says the correction
 * beside it, the last one where there are several; the description keeps all that was said.
 */
export function correctedWords(
  before: { summary: string; description: string },
  correction: string,
): { summary: string; description: string } {
  const name = before.summary.replace(/ \([^()]*\)$/, '');
  const said = correction.replaceAll(/[()\s]+/g, ' ').trim();
  const isTold = before.description.includes(correction);
  return {
    summary:
      `${name} (${said})`.length <= SUMMARY_LENGTH_MAX
        ? `${name} (${said})`
        : said.slice(0, SUMMARY_LENGTH_MAX),
    description: isTold ? before.description : `${before.description}\n${correction}`,
  };
}

/** The question that a step puts to the resident; null where it asks nothing. */
export function questionOf(step: {
  to: MaintenanceRequestState;
  news: RequestNews | null;
}): 'self-help' | 'completed' | 'survey' | null {
  if (step.news === 'self-help-offer') return 'self-help';
  if (step.news === 'survey') return 'survey';
  return step.to === 'awaiting-completion-check' ? 'completed' : null;
}

const DONE: readonly MaintenanceRequestState[] = ['awaiting-completion-check', ...ENDED_STATES];
const BEGUN: readonly MaintenanceRequestState[] = ['in-progress', ...DONE];

/** Whether a request in that state has reached what a clock of the law asks. */
export function hasReached(goal: LegalGoal, state: MaintenanceRequestState): boolean {
  return (goal === 'begun' ? BEGUN : DONE).includes(state);
}

/** What a request is held to: somebody sent, an approval decided, or the work done. */
export type RequestClock = 'dispatch' | 'approval' | 'done';

// The clock that each state is held to; where there is none we owe nobody anything.
const CLOCKS: Record<MaintenanceRequestState, RequestClock | null> = {
  'awaiting-confirmation': 'dispatch',
  'self-help': 'dispatch',
  opening: 'dispatch',
  'awaiting-approval': 'approval',
  open: 'dispatch',
  'needs-person': 'dispatch',
  'vendor-assigned': 'done',
  scheduled: 'done',
  'in-progress': 'done',
  'awaiting-completion-check': null,
  closed: null,
  dropped: null,
  cancelled: null,
};

/** Which clock a state is held to; null for none. */
export const clockOf = (state: MaintenanceRequestState): RequestClock | null => CLOCKS[state];

/**
 * The clock that a request in a state is held to; null where it is held to none. One that has run out stays, so that
 * what is overdue can be found by it.
 */
export function deadlineOf(
  state: MaintenanceRequestState,
  by: Pick<MaintenanceRequestCase, 'deadlines'> & {
    approval: Pick<ApprovalNeed, 'expiresAt'> | null;
    now: string;
  },
): string | null {
  const { dispatchBy, doneBy } = by.deadlines;
  switch (CLOCKS[state]) {
    case 'dispatch':
      return dispatchBy;
    case 'approval': // the promise of news first, then the end of the question
      return dispatchBy > by.now ? dispatchBy : (by.approval?.expiresAt ?? dispatchBy);
    case 'done':
      return doneBy;
    case null:
      return null;
  }
}
