import type { AcceptedAnswer, AlertAnswer } from '../../../src/api/answers/alert.ts';
import type { Action } from '../../../src/api/rights.ts';

/** What an alert is about, as staff say it. */
export const KINDS: Record<AlertAnswer['kind'], string> = {
  danger: 'Danger',
  approval: 'Approval',
  'hand-off': 'Somebody waits for a person',
  'maintenance-request': 'Maintenance',
  operator: 'The house itself',
};

interface Place {
  to: string;
  label: string;
  action: Action;
}

/** Where what an alert is about is found on the desk; null where there is no page for it. */
export function placeOf({
  kind,
  subjectId,
  conversationId,
}: Pick<AlertAnswer, 'kind' | 'subjectId' | 'conversationId'>): Place | null {
  if (kind === 'approval' && subjectId !== null) {
    return { to: `/approvals/${subjectId}`, label: 'Open the approval', action: 'approval.read' };
  }
  if (conversationId === null) return null;
  return {
    to: `/inbox/${conversationId}`,
    label: 'Open the conversation',
    action: 'conversation.read',
  };
}

const ENDINGS: Record<NonNullable<AlertAnswer['closedBecause']>, string> = {
  approved: 'the approval was given',
  rejected: 'the approval was refused',
  expired: 'the approval has expired; that rings by itself',
  revoked: 'the approval was taken back',
  'taken-over': 'somebody has taken the conversation',
  'given-back': 'the conversation is back with the assistant',
  gone: 'what it rang about is no more',
};

/** How an alert ended that nobody need accept. */
export function closingOf({ closedBecause }: Pick<AlertAnswer, 'closedBecause'>): string {
  const why = closedBecause === null ? 'it was seen to elsewhere' : ENDINGS[closedBecause];
  return `No longer needed: ${why}.`;
}

/** What pressing Accept came to. */
export function outcomeOf({ isFirst, acceptedByName }: AcceptedAnswer): string {
  return isFirst
    ? 'You have accepted it. It rings for nobody any more.'
    : `${acceptedByName ?? 'Somebody else'} had accepted it before you.`;
}
