import type { ApprovalAnswer, AskedQuestion } from '../../../src/api/answers/approval.ts';
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

/** What it may cost at most: as it was approved, else as it is asked for. */
export function money({
  currency,
  subject,
  edits,
}: Pick<ApprovalAnswer, 'currency' | 'subject' | 'edits'>): string {
  return amount(edits?.ceilingCents ?? subject.ceilingCents, currency);
}

/** Cents as a price tag: whole amounts without their cents. */
export function amount(cents: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(cents / 100);
}

/** `450` or `450.50` as cents; null for anything else. */
export function centsOf(text: string): number | null {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

const UNDELIVERED: Record<string, string> = {
  'window-closed':
    'the resident wrote too long ago for this channel to take a message. Call them, or wait until they write',
  'opted-out': 'the resident wants no messages on this channel (STOP)',
};

/** How a question to the resident stands. */
export function standingOf(
  { delivery, answer, isReminded }: AskedQuestion,
  { state }: Pick<ApprovalAnswer, 'state'>,
): string {
  if (answer) return 'Answered';
  const isLost = delivery.state === 'withheld' || delivery.state === 'failed';
  if (isLost) {
    return `Not delivered: ${UNDELIVERED[delivery.failureCode ?? ''] ?? 'the channel refused it'}.`;
  }
  if (state !== 'pending') return 'Not answered before this ended';
  if (delivery.state === 'queued') return 'Waiting to be sent';
  return isReminded
    ? 'Asked and reminded, waiting for the answer'
    : 'Asked, waiting for the answer';
}

/** What it is, in one line: the trade and the most that it may cost. */
export function headlineOf(approval: ApprovalAnswer): string {
  return `${capital(plain(approval.edits?.trade ?? approval.subject.trade))}, up to ${money(approval)}`;
}

/** What the resident said beside the summary, a line each; empty where that was all. */
export function addedTo({
  summary,
  description,
  location,
  pets,
  times,
}: ApprovalAnswer['request']): string {
  const lines = [
    description === summary ? '' : description,
    location ? `Where: ${location}` : '',
    pets ? `Pets: ${pets}` : '',
    times ? `When: ${times}` : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Whose home it is about, as far as it is known. */
export function homeOf({ writer }: Pick<ApprovalAnswer, 'writer'>): string {
  if (!writer) return '';
  return writer.unitNumber ? `Unit ${writer.unitNumber}, ${writer.name}` : writer.name;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
