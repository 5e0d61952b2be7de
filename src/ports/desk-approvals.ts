import type { ApprovalState } from '../domain/approval.ts';
import type { MaintenanceRequestState } from '../domain/maintenance-request.ts';
import type { ApprovalRow } from './approvals.ts';
import type { SeenBy } from './desk-inbox.ts';
import type { RequestWords } from './maintenance-requests.ts';

/** An approval with what it is about, as the desk lists it: while it waits as all of that stands now, and the digest of it. */
export interface ApprovalSummary extends ApprovalRow {
  decidedByName: string | null;
  /** What the resident was asked and has not answered. */
  openQuestions: number;
  /** How its request stands now. */
  request: {
    state: MaintenanceRequestState;
    issue: string;
    residentId: string | null;
    conversationId: string | null;
  } & RequestWords; // the resident's own; empty once they were forgotten
}

/** Approvals as the desk reads them. */
export interface DeskApprovals {
  /** What waits, the nearest deadline first; else the newest 200, `ended` being all that no longer waits. */
  list(
    by: Pick<SeenBy, 'propertyIds'> & { state: ApprovalState | 'ended' | null },
  ): Promise<ApprovalSummary[]>;
  find(approvalId: string): Promise<ApprovalSummary | null>;
}
