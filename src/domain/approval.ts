import { roundOf } from './maintenance-request.ts';
import type { PriorityClass } from './priority.ts';

/** How an approval stands. */
export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'expired' | 'revoked';

/** What a manager decides about: its own values, beside the words of the request. A decision is bound to a digest of both. */
export interface ApprovalSubject {
  requestId: string;
  reference: string;
  propertyId: string;
  class: PriorityClass;
  trade: string;
  ceilingCents: number;
}

/** An approval's fixed facts: ids, digest and clocks. */
export interface ApprovalCase {
  approvalId: string;
  subject: ApprovalSubject;
  /** SHA-256 over the canonical subject, hex: as it was opened. */
  digest: string;
  remindAt: string;
  escalateAt: string;
  expiresAt: string;
}

/** What a decider changed of what was shown; null where it stays as shown. Ids, amounts and instants, no words. */
export interface ApprovalEdits {
  class: PriorityClass | null;
  trade: string | null;
  ceilingCents: number | null;
  /** Who is sent as soon as it is approved; null: staff choose afterwards. */
  vendorId: string | null;
  /** When they come; both or neither, and only with a vendor. */
  windowFromAt: string | null;
  windowToAt: string | null;
}

/** A person's decision. */
export interface ApprovalDecision {
  staffId: string;
  /** Of what they were shown. */
  digest: string;
  decision: 'approve' | 'reject';
  /** Names the reason that was offered with it; its words stay in the row. Null when none was given. */
  reasonId: string | null;
  /** What the approval changes of what was shown; null: as shown. */
  edits: ApprovalEdits | null;
}

/** What a decision makes of an approval. */
export const DECIDED = { approve: 'approved', reject: 'rejected' } as const;

/** Why a question was taken back from the managers. */
export type Revocation = 'request-cancelled' | 'moved-on' | 'no-longer-needed';

/** How an approval ended, and where its reason comes from. */
export interface ApprovalEnd {
  approvalId: string;
  state: Exclude<ApprovalState, 'pending'>;
  staffId: string | null;
  /** The reason offered with the decision that counted. */
  reasonId: string | null;
  revocation: Revocation | null;
  edits: ApprovalEdits | null;
  /** Of what the decider was shown; absent where nobody decided. */
  digest?: string;
}

/** The text that is digested: keys in a fixed order, so that equal subjects have equal digests. */
export function canonicalSubject(subject: ApprovalSubject): string {
  const { requestId, reference, propertyId, trade, ceilingCents } = subject;
  return JSON.stringify([requestId, reference, propertyId, subject.class, trade, ceilingCents]);
}

/** Why a decision is refused now, or null when it may be taken. */
export function refusal(
  state: ApprovalState,
  by: { digest: string; shownDigest: string },
): 'changed' | 'expired' | 'revoked' | null {
  if (state === 'expired' || state === 'revoked') return state;
  const isChanged = state === 'pending' && by.digest !== by.shownDigest;
  return isChanged ? 'changed' : null; // what was decided stands, whatever changes afterwards
}

/** The first question to the managers in a round of a request; its id is made from the request's. */
export const approvalIdOf = (by: { requestId: string; reopenings: number }): string =>
  `ap_${by.requestId.replace(/^mr_/, '')}${roundOf(by.reopenings)}`;

/** The id of the question that is put to the managers after that one, in the same round. */
export function nextApprovalId(
  { approvalId }: Pick<ApprovalCase, 'approvalId'>,
  round: { requestId: string; reopenings: number },
): string {
  const first = approvalIdOf(round);
  const asked = Number(approvalId.slice(first.length).replace(AGAIN, '') || 1);
  return `${first}${AGAIN}${asked + 1}`;
}

/** What stands between the id of a round's first question and the number of a later one. */
export const AGAIN = '-a';
