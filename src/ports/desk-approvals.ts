import type { ApprovalState } from '../domain/approval.ts';
import type { MaintenanceRequestState } from '../domain/maintenance-request.ts';
import type { ApprovalRow } from './approvals.ts';
import type { SeenBy } from './desk-inbox.ts';

/** An approval with what it is about, as the desk lists it. */
export interface ApprovalSummary extends ApprovalRow {
  decidedByName: string | null;
  /** What the resident was asked and has not answered. */
  openQuestions: number;
  /** How its request stands now. */
  request: {
    state: MaintenanceRequestState;
    issue: string;
    /** The resident's own words; empty once they were forgotten. */
    summary: string;
    residentId: string | null;
    conversationId: string | null;
  };
}

/** Approvals as the desk reads them. */
export interface DeskApprovals {
  /** What waits, the nearest deadline first; else the newest 200, `ended` being all that no longer waits. */
  list(
    by: Pick<SeenBy, 'propertyIds'> & { state: ApprovalState | 'ended' | null },
  ): Promise<ApprovalSummary[]>;
  find(approvalId: string): Promise<ApprovalSummary | null>;
}
