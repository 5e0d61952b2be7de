import type { ApprovalCase, ApprovalState } from '../domain/approval.ts';

/** An approval as staff see it. */
export interface ApprovalRow extends ApprovalCase {
  state: ApprovalState;
  openedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
}

/** What was asked of managers, and what they said. */
export interface Approvals {
  open(approval: ApprovalCase): Promise<void>;
  find(approvalId: string): Promise<ApprovalRow | null>;
  list(by: { state: ApprovalState | null }): Promise<ApprovalRow[]>;
  /** Writes an end, once: the first one stands and is answered. */
  end(by: {
    approvalId: string;
    state: Exclude<ApprovalState, 'pending'>;
    staffId: string | null;
  }): Promise<ApprovalRow>;
  /** Keeps a reason before the decision is sent to the workflow, which never sees words. */
  saveReason(by: { approvalId: string; reason: string }): Promise<void>;
}
