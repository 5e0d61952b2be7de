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

/** What pressing Accept came to. */
export function outcomeOf({ isFirst, acceptedByName }: AcceptedAnswer): string {
  return isFirst
    ? 'You have accepted it. It rings for nobody any more.'
    : `${acceptedByName ?? 'Somebody else'} had accepted it before you.`;
}
