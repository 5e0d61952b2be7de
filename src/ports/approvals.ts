import type {
  ApprovalCase,
  ApprovalEdits,
  ApprovalEnd,
  ApprovalState,
} from '../domain/approval.ts';

/** An approval as staff see it. */
export interface ApprovalRow extends ApprovalCase {
  /** Of what the decider was shown, once somebody has decided; before that as it was opened. */
  digest: string;
  state: ApprovalState;
  openedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  /** What the approval changed of what was shown; null: as shown. */
  edits: ApprovalEdits | null;
}

/** What was asked of managers, and what they said. */
export interface Approvals {
  open(approval: ApprovalCase): Promise<void>;
  find(approvalId: string): Promise<ApprovalRow | null>;
  /** What the managers were asked last in the round that a request is in; null where they were not. */
  latest(round: { requestId: string; reopenings: number }): Promise<ApprovalRow | null>;
  /**
   * Writes an end with its reason, once and in one: the first one stands and is answered. A decision about something else
   * than what stands as it is written ends nothing: the approval is answered as pending.
   */
  end(by: ApprovalEnd): Promise<ApprovalRow>;
  /** Keeps a reason for the decision that is about to be made; it counts only when that decision does. */
  offerReason(by: { approvalId: string; reasonId: string; reason: string }): Promise<void>;
}
