import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  ApprovalCase,
  ApprovalDecision,
  ApprovalEdits,
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
  edits: ApprovalEdits | null;
}

/** Fails with `changed` when what was shown is not what stands as the decision is written; then nothing was decided. */
export const decide = defineUpdate<ApprovalResult, [ApprovalDecision]>('decide');
/** Takes the question back, because what it was about has ended. */
export const revoke = defineUpdate<ApprovalResult, [{ revocation: Revocation }]>('revoke');
/** Has the resident asked what stands in the question's row; the same question again changes nothing, nor one that comes too late. */
export const ask = defineUpdate<void, [{ questionId: string }]>('ask');
/** The resident has answered; what they wrote stays in its rows. */
export const questionAnswered = defineSignal<[{ questionId: string }]>('questionAnswered');
/** What the resident was asked and has not answered. */
export const openQuestions = defineQuery<string[]>('openQuestions');
export const approvalState = defineQuery<ApprovalResult>('approvalState');
