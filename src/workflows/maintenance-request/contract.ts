import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { QuestionAnswer } from '../../domain/decision.ts';
import type {
  ApprovalNeed,
  MaintenanceRequestCase,
  MaintenanceRequestState,
  RequestQuestion,
  RequestRaise,
} from '../../domain/maintenance-request.ts';

export type { RequestQuestion } from '../../domain/maintenance-request.ts';

/** One workflow for each need of a resident, from the first word to the survey. */
export const maintenanceRequestWorkflowId = (requestId: string): string =>
  `maintenance-request/${requestId}`;

export interface MaintenanceRequestInput extends MaintenanceRequestCase {
  /** What was heard and done before it continued as new, while following its work order; null at first. */
  carried: { mailbox: MailboxSnapshot; progress: Progress } | null;
}

/** How far a request has come. */
export interface Progress {
  state: MaintenanceRequestState;
  /** A vendor was sent, or the managers heard that none was. */
  isDispatched: boolean;
  /** The managers heard that the platform did not take the order. */
  isRefusalTold: boolean;
  /** Nothing holds the order back any more. */
  isReleased: boolean;
  /** The last steps with their instants, oldest first: its story on the Web UI's page. */
  steps: string[];
}

/** An answer that no step has asked for yet. */
export interface ResidentAnswer {
  question: RequestQuestion;
  answer: QuestionAnswer;
}

/** A mailbox as plain JSON. */
export interface MailboxSnapshot {
  heard: string[];
  answers: ResidentAnswer[];
  changes: WorkOrderChanged[];
  /** The `newsId` heard last. */
  lastChange: string | null;
  written: WriteEnd | null;
  approval: ApprovalEnd | null;
  /** What the managers were asked anew last, and what staff wish that they be asked next. */
  asked: ApprovalNeed | null;
  wish: ApprovalNeed | null;
  /** Who no longer wants it; null while nobody. */
  cancelledBy: 'resident' | 'staff' | null;
  raise: RequestRaise | null;
}

export type WriteEnd = 'confirmed' | 'rejected' | 'needs-human';
export type ApprovalEnd = 'approved' | 'rejected' | 'expired' | 'revoked';

/** What changed at the platform; `newsId` makes hearing it twice harmless. */
export interface WorkOrderChanged {
  newsId: string;
  status:
    | 'assigned'
    | 'scheduled'
    | 'in-progress'
    | 'on-hold'
    | 'done'
    | 'reopened'
    | 'cancelled'
    | 'other';
  windowFromAt: string | null;
  windowToAt: string | null;
}

export const residentAnswered =
  defineSignal<[{ messageId: string; question: RequestQuestion; answer: QuestionAnswer }]>(
    'residentAnswered',
  );
export const workOrderChanged = defineSignal<[WorkOrderChanged]>('workOrderChanged');
export const platformWriteEnded =
  defineSignal<[{ outboxId: string; kind: WriteEnd; externalId: string | null }]>(
    'platformWriteEnded',
  );
export const approvalEnded =
  defineSignal<[{ approvalId: string; state: ApprovalEnd }]>('approvalEnded');
/** Staff wish that the managers be asked anew, after a rejection or no answer. */
export const approvalWished = defineSignal<[ApprovalNeed]>('approvalWished');
export const requestCancelled = defineSignal<[{ by: 'resident' | 'staff' }]>('requestCancelled');
/** What the resident told makes it more urgent than it seemed. */
export const requestRaised = defineSignal<[RequestRaise]>('requestRaised');
/** A person has set the class by hand, up or down. */
export const classCorrected = defineSignal<[RequestRaise]>('classCorrected');
export const requestState = defineQuery<MaintenanceRequestState>('requestState');
