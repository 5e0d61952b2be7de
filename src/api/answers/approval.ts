import type { PriorityClass } from '../../domain/priority.ts';
import type { AskedQuestion } from '../../ports/approval-questions.ts';
import type { ApprovalSummary } from '../../ports/desk-approvals.ts';
import type { SendState } from '../../ports/outbox.ts';
import type { WriterAnswer } from './inbox.ts';
import type { VendorAnswer } from './maintenance-request.ts';

export type { AskedQuestion } from '../../ports/approval-questions.ts';
export type { ApprovalRow } from '../../ports/approvals.ts';

/** One of `GET /approvals`. */
export interface ApprovalAnswer extends Omit<ApprovalSummary, 'request'> {
  /** Of the ceiling: ISO 4217. */
  currency: string;
  /** Without the resident's words and the conversation where the reader may not read residents' words. */
  request: ApprovalSummary['request'];
  /** Whose home it is about; null while nobody knows, or the platform is away, or it is not theirs to read. */
  writer: WriterAnswer | null;
}

/** `GET /approvals/:id`. */
export interface ApprovalShown extends ApprovalAnswer {
  /** What the resident was asked and has answered, oldest first; without words for whoever may not read them. */
  questions: AskedQuestion[];
  /** The vendor who was approved by name; null for none, and while the platform is away. */
  vendorName: string | null;
  tradeLabels: Record<string, string>;
}

/** `GET /approvals/:id/choices`: what whoever asks may change of it. */
export interface ApprovalChoices {
  /** The most that they may agree to by themselves. */
  limitCents: number;
  classes: PriorityClass[];
  trades: { id: string; label: string }[];
  /** The property's vendors of each trade; null while the platform is away. */
  vendors:
    | (Pick<VendorAnswer, 'id' | 'name' | 'isEmergency'> & {
        trades: string[];
        isLicensed: boolean;
      })[]
    | null;
}

/** `POST /approvals/:id/questions`. */
export interface QuestionAnswer {
  questionId: string;
  /** How the message stands. */
  state: SendState;
}
