import type { ApprovalSummary } from '../../ports/desk-approvals.ts';
import type { WriterAnswer } from './inbox.ts';

export type { ApprovalRow } from '../../ports/approvals.ts';

/** One of `GET /approvals`, and `GET /approvals/:id`. */
export interface ApprovalAnswer extends Omit<ApprovalSummary, 'request'> {
  /** Of the ceiling: ISO 4217. */
  currency: string;
  /** Without the summary's words and the conversation where the reader may not read residents' words. */
  request: ApprovalSummary['request'];
  /** Whose home it is about; null while nobody knows, or the platform is away, or it is not theirs to read. */
  writer: WriterAnswer | null;
}
