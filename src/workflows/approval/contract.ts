import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type {
  ApprovalCase,
  ApprovalDecision,
  ApprovalState,
  Revocation,
} from '../../domain/approval.ts';

/** One workflow for each thing that a manager is asked. */
export const approvalWorkflowId = (approvalId: string): string => `approval/${approvalId}`;

export type ApprovalInput = ApprovalCase;

/** What a decision came to; the first one stands. */
export interface ApprovalResult {
  state: ApprovalState;
  decidedBy: string | null;
}

/** Refused with `changed` when the digest is not the one that was shown. */
export const decide = defineUpdate<ApprovalResult, [ApprovalDecision]>('decide');
/** Takes the question back, because what it was about has ended. */
export const revoke = defineUpdate<ApprovalResult, [{ revocation: Revocation }]>('revoke');
export const approvalState = defineQuery<ApprovalResult>('approvalState');
