import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ApprovalDecision } from '../domain/approval.ts';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { Approvals } from '../ports/approvals.ts';
import { approvalWorkflowId, decide, type ApprovalResult } from '../workflows/approval/contract.ts';

/**
 * Takes a manager's decision to the approval; the first decision stands and is answered to a second one. Still pending: what
 * it was about has changed, and nothing was decided.
 */
export type DecideApproval = (
  decision: ApprovalDecision & { approvalId: string },
) => Promise<ApprovalResult>;

// It ended a moment ago, and its row may not say so yet; or what it is about changed a moment ago.
function refusedState(error: unknown): 'expired' | 'revoked' | 'pending' | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const type = error.cause instanceof ApplicationFailure ? error.cause.type : null;
  if (type === 'changed') return 'pending';
  return type === 'expired' || type === 'revoked' ? type : null;
}

/** Decides by an update on the workflow; one that has ended is answered from its row. */
export function createDecideApproval({
  client,
  approvals,
}: {
  client: Client;
  approvals: Pick<Approvals, 'find'>;
}): DecideApproval {
  return async ({ approvalId, ...decision }) => {
    const ended = async (): Promise<ApprovalResult> => {
      const row = await approvals.find(approvalId);
      if (!row || row.state === 'pending') {
        throw new ProviderUnavailable(`approval ${approvalId} cannot be decided just now`);
      }
      return { state: row.state, decidedBy: row.decidedBy, edits: row.edits };
    };
    try {
      const handle = client.workflow.getHandle(approvalWorkflowId(approvalId));
      return await client.withDeadline(Date.now() + 15_000, () =>
        handle.executeUpdate(decide, { args: [decision] }),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return ended();
      const refused = refusedState(error);
      if (refused) return { state: refused, decidedBy: null, edits: null };
      throw new ProviderUnavailable('the workflow engine did not answer', { cause: error });
    }
  };
}
