import type { ApprovalAnswer } from '../../../src/api/answers/approval.ts';
import { plain } from '../inbox/words.ts';

/** How an approval ended, as staff say it. */
export const STATES: Record<ApprovalAnswer['state'], string> = {
  pending: 'waits for a decision',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired, nobody decided',
  revoked: 'taken back',
};

const REVOCATIONS: Record<string, string> = {
  'request-cancelled': 'The request was cancelled.',
  'moved-on': 'Staff moved the work order on at the platform.',
};

/** Why it ended so, in a sentence; null where nobody said. */
export function reasonOf({
  state,
  reason,
}: Pick<ApprovalAnswer, 'state' | 'reason'>): string | null {
  if (reason === null) return null;
  return state === 'revoked' ? (REVOCATIONS[reason] ?? null) : `“${reason}”`;
}

/** `1,200 dollars` as a price tag: whole amounts without their cents. */
export function money({ currency, subject }: Pick<ApprovalAnswer, 'currency' | 'subject'>): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(subject.ceilingCents / 100);
}

/** What it is, in one line: the trade and the most that it may cost. */
export function headlineOf(approval: ApprovalAnswer): string {
  return `${capital(plain(approval.subject.trade))}, up to ${money(approval)}`;
}

/** Whose home it is about, as far as it is known. */
export function homeOf({ writer }: Pick<ApprovalAnswer, 'writer'>): string {
  if (!writer) return '';
  return writer.unitNumber ? `Unit ${writer.unitNumber}, ${writer.name}` : writer.name;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
