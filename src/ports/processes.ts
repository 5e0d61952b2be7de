import type { AlertCase } from '../domain/alert.ts';
import type { ApprovalCase, Revocation } from '../domain/approval.ts';
import type { HandOffCase } from '../domain/hand-off.ts';
import type {
  ApprovalNeed,
  MaintenanceRequestCase,
  RequestQuestion,
  RequestRaise,
} from '../domain/maintenance-request.ts';
import type { QuestionAnswer } from '../domain/decision.ts';
import type { CommittedMessage } from './inbox.ts';

/** A change of a work order, as its request hears it. */
export interface WorkOrderNews {
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

/** How a write to the platform ended. */
export interface PlatformWriteOutcome {
  outboxId: string;
  kind: 'confirmed' | 'rejected' | 'needs-human';
  externalId: string | null;
}

/**
 * Opens and tells the long-lived processes. Opening twice is harmless (ids), telling carries an id of its own,
 * since the other may have ended or may hear it twice.
 * @throws ProviderUnavailable when the engine does not answer
 */
export interface Processes {
  tellConversation(message: CommittedMessage): Promise<void>;
  /** Nobody holds the person of that conversation any more: news held back can be told. */
  tellConversationReleased(by: {
    conversationId: string;
    propertyId: string | null;
  }): Promise<void>;
  openAlert(alert: AlertCase): Promise<void>;
  tellAlertAccepted(by: { alertId: string; staffId: string }): Promise<void>;
  /** What it rang about is over. */
  tellAlertClosed(by: { alertId: string }): Promise<void>;
  openHandOff(handOff: HandOffCase): Promise<void>;
  tellHandOff(by: { handOffId: string; fact: 'taken' | 'released' }): Promise<void>;
  openMaintenanceRequest(request: MaintenanceRequestCase): Promise<void>;
  /**
   * Begins a reopened request anew, under its old name. Its row knows which run has taken it up, so that a run too many
   * ends at once; where the old one has not quite ended, nothing begins, and the sweep asks again.
   */
  reopenMaintenanceRequest(request: MaintenanceRequestCase): Promise<void>;
  /** A resident's answer to a question of the request. */
  tellResidentAnswered(by: {
    requestId: string;
    messageId: string;
    question: RequestQuestion;
    answer: QuestionAnswer;
  }): Promise<void>;
  tellWorkOrderChanged(by: { requestId: string; news: WorkOrderNews }): Promise<void>;
  tellPlatformWrite(by: { requestId: string; outcome: PlatformWriteOutcome }): Promise<void>;
  /** What the resident told makes it more urgent. */
  tellRequestRaised(by: { requestId: string; raise: RequestRaise }): Promise<void>;
  /** A person has set the class by hand. */
  tellClassCorrected(by: { requestId: string; correction: RequestRaise }): Promise<void>;
  /** Staff wish that the managers be asked anew; a request that has gone on asks nobody. */
  tellApprovalWished(by: { requestId: string; approval: ApprovalNeed }): Promise<void>;
  tellRequestCancelled(by: { requestId: string; by: 'resident' | 'staff' }): Promise<void>;
  openApproval(approval: ApprovalCase): Promise<void>;
  /** Takes a question back from the managers; one that has ended stays as it ended. */
  revokeApproval(by: { approvalId: string; revocation: Revocation }): Promise<void>;
  /** Has the process of an approval ask the resident; one that has ended asks nobody. */
  askFromApproval(by: { approvalId: string; questionId: string }): Promise<void>;
  /** The resident has answered what was asked from an approval. */
  tellQuestionAnswered(by: { approvalId: string; questionId: string }): Promise<void>;
  tellApprovalEnded(by: {
    requestId: string;
    approvalId: string;
    state: 'approved' | 'rejected' | 'expired' | 'revoked';
  }): Promise<void>;
  /** Wakes the one writer of a connection. */
  wakePlatformOutbox(connectionId: string): Promise<void>;
  /** Holds the one writer of a connection, or lets it go on. */
  steerPlatformOutbox(by: { connectionId: string; fact: 'paused' | 'resumed' }): Promise<void>;
  /** Has a question of staff to a document answered in its row. */
  answerDocumentQuestion(by: { questionId: string }): Promise<void>;
  ingestDocument(by: { documentId: string; version: number }): Promise<void>;
}
