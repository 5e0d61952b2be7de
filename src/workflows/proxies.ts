import { proxyActivities } from '@temporalio/workflow';
import { DOCUMENTS_TASK_QUEUE } from './document-ingestion/contract.ts';
import type { AlertActivities } from '../activities/alerts.ts';
import type { ApprovalQuestionActivities } from '../activities/approval-questions.ts';
import type { ApprovalActivities } from '../activities/approvals.ts';
import type { AssistantActivities } from '../activities/assistant.ts';
import type { DocumentActivities } from '../activities/documents.ts';
import type { DocumentQuestionActivities } from '../activities/document-questions.ts';
import type { HandOffActivities } from '../activities/hand-offs.ts';
import type { HeldNewsActivities } from '../activities/held-news.ts';
import type { LegalClockActivities } from '../activities/legal-clocks.ts';
import type { MessagingActivities } from '../activities/messaging.ts';
import type { PlatformSyncActivities } from '../activities/platform-sync.ts';
import type { RequestChangeActivities } from '../activities/request-changes.ts';
import type { RequestIntakeActivities } from '../activities/request-intake.ts';
import type { RequestOpeningActivities } from '../activities/request-opening.ts';
import type { RequestOrderActivities } from '../activities/request-orders.ts';
import type { RequestQuestionActivities } from '../activities/request-questions.ts';
import type { RequestStatusActivities } from '../activities/request-status.ts';
import type { RequestReopeningActivities } from '../activities/request-reopening.ts';
import type { RequestActivities } from '../activities/requests.ts';
import type { ResidentActivities } from '../activities/residents.ts';
import type { WorkOrderActivities } from '../activities/work-orders.ts';

// Errors that trying again cannot mend; everything else is tried for as long as the step's own limit says.
const FINAL = ['ProviderRejected', 'ProviderUnauthorized', 'RecordNotFound'];

// Our own database and the engine: an outage of either is waited out, since the promise was already made.
const patient = {
  initialInterval: '500ms',
  backoffCoefficient: 2,
  maximumInterval: '15s',
  nonRetryableErrorTypes: FINAL,
} as const;

/** Reads a turn and proposes. The activity itself gives up on a dead model at its third attempt, never in silence. */
export const assistant = proxyActivities<AssistantActivities>({
  startToCloseTimeout: '30s', // a remote model's own limit is 20 s
  retry: { ...patient, nonRetryableErrorTypes: ['RecordNotFound'] },
});

/** Replies and news: a row, then one attempt to hand it over. A lost worker finds the row and calls it `unknown`. */
export const messaging = proxyActivities<MessagingActivities>({
  startToCloseTimeout: '20s', // a channel answers in 10 s or is given up
  retry: patient,
});

/** News that a takeover held back: soon, or the sweep asks again; it must not hold the conversation for ever. */
export const heldNews = proxyActivities<HeldNewsActivities>({
  startToCloseTimeout: '60s', // several messages, each at a channel that answers in 10 s or is given up
  scheduleToCloseTimeout: '4m', // the sweep asks again after five minutes
  retry: patient,
});

/** Danger is alarmed whatever else fails: tried every few seconds, without an end. */
export const alerts = proxyActivities<AlertActivities>({
  startToCloseTimeout: '10s', // an alert's door answers in 5 s or is down
  retry: { initialInterval: '500ms', backoffCoefficient: 1.5, maximumInterval: '5s' },
});

/** News to the resident of an alert: soon, or after the next ring; the ladder must not stand still for it. */
export const alertNews = proxyActivities<Pick<AlertActivities, 'tellAlerted'>>({
  startToCloseTimeout: '20s', // a channel answers in 10 s or is given up
  scheduleToCloseTimeout: '45s', // shorter than any wait of a ladder
  retry: patient,
});

/** The second net: a few milliseconds of embedding, not worth waiting for longer than this. */
export const classifier = proxyActivities<Pick<AlertActivities, 'classifyDanger'>>({
  startToCloseTimeout: '5s',
  // The first net has looked already; one message must not hold the conversation for ever.
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumAttempts: 6 },
});

/** Rows of the desk: our own database only. */
export const handOffs = proxyActivities<HandOffActivities>({
  startToCloseTimeout: '10s',
  retry: patient,
});

/** Reads of a person's own records at the platform: soon, or a person answers instead. */
export const residents = proxyActivities<ResidentActivities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '25s', // the resident waits in the chat
  retry: { ...patient, maximumInterval: '5s' },
});

/** Opening reads the platform: soon, or a person answers instead; the resident waits in the chat. */
export const opening = proxyActivities<
  RequestOpeningActivities & Pick<RequestReopeningActivities, 'reopenRequest'>
>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '25s',
  retry: { ...patient, maximumInterval: '5s' },
});

/** Opening for a danger: it needs no platform, and what is down of ours is waited out; a bug still goes to a person. */
export const dangerOpening = proxyActivities<Pick<RequestOpeningActivities, 'openRequest'>>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '30m',
  retry: { ...patient, maximumInterval: '5s' },
});

/** Rows of a maintenance request and its news. */
export const maintenance = proxyActivities<
  LegalClockActivities &
    RequestActivities &
    RequestChangeActivities &
    RequestIntakeActivities &
    RequestOpeningActivities &
    RequestOrderActivities &
    RequestQuestionActivities &
    RequestStatusActivities &
    Pick<RequestReopeningActivities, 'beginReopening'>
>({
  startToCloseTimeout: '15s',
  retry: patient,
});

/** Rows of an approval, and whom to remind. */
export const approvals = proxyActivities<ApprovalActivities>({
  startToCloseTimeout: '10s',
  retry: patient,
});

/** Questions from approvals to residents: a row, then one attempt to hand it over. */
export const approvalQuestions = proxyActivities<ApprovalQuestionActivities>({
  startToCloseTimeout: '20s', // a channel answers in 10 s or is given up
  retry: patient,
});

/** Steps of a write to a platform that may be repeated: rows and searches. */
export const platformWrites = proxyActivities<WorkOrderActivities & PlatformSyncActivities>({
  startToCloseTimeout: '60s', // a slow platform's read
  retry: patient,
});

/** The write itself: one attempt. What happens to a lost answer is decided by the recipe, never by a retry. */
export const platformSend = proxyActivities<Pick<WorkOrderActivities, 'sendWrite'>>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s', // a worker that is lost half way is a lost answer: known soon, not after a minute
  retry: { maximumAttempts: 1 },
});

/** Reading and embedding a document: minutes for a long one, with heartbeats. */
export const documents = proxyActivities<DocumentActivities>({
  taskQueue: DOCUMENTS_TASK_QUEUE,
  startToCloseTimeout: '30m',
  heartbeatTimeout: '30s',
  retry: { ...patient, nonRetryableErrorTypes: [...FINAL, 'DocumentUnreadable'] },
});

/** Staff who try a document: somebody sits and waits, and gives a dead model up at the third attempt. */
export const documentQuestions = proxyActivities<DocumentQuestionActivities>({
  startToCloseTimeout: '30s', // a remote model's own limit is 20 s
  retry: { ...patient, nonRetryableErrorTypes: ['RecordNotFound'] },
});
