import { and, eq } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import type { ConversationRow } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { drafts } from './tables/drafts.ts';

/** A draft as it stands in its table. */
export type DraftRow = typeof drafts.$inferSelect;

/**
 * Locks a draft of a conversation whose person is locked already.
 * @throws RecordNotFound
 */
export async function lockDraft(
  tx: Transaction,
  { draftId, conversationId }: { draftId: string; conversationId: string },
): Promise<DraftRow> {
  const [draft] = await tx
    .select()
    .from(drafts)
    .where(and(eq(drafts.sendId, draftId), eq(drafts.conversationId, conversationId)))
    .for('update');
  if (!draft) throw new RecordNotFound(`no draft ${draftId}`);
  return draft;
}

/** Writes how a locked draft ended, and the entry that tells of it. */
export async function endDraft(
  tx: Transaction,
  by: {
    draft: DraftRow;
    conversation: ConversationRow;
    end: Pick<DraftRow, 'state'> & Partial<Pick<DraftRow, 'staffId' | 'replySendId'>>;
    parts: RecordsParts;
  },
): Promise<void> {
  const { end, parts } = by;
  const { sendId: draftId, conversationId } = by.draft;
  const { state, staffId = null, replySendId = null } = end;
  const stateAt = parts.now().toISOString();
  await tx
    .update(drafts)
    .set({ state, staffId, replySendId, stateAt })
    .where(eq(drafts.sendId, draftId));
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(by.conversation.propertyId),
    key: `draft/${draftId}/${state}`,
    event: `draft.${state}`,
    facts: { draftId, conversationId, staffId, sendId: replySendId },
  });
}
