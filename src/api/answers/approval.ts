/** One of `GET /approvals`. */
export type { ApprovalRow } from '../../ports/approvals.ts';
