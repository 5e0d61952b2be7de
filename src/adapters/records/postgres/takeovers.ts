import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Takeover } from '../../../ports/hand-offs.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import { findTakeover, lockPerson, type ConversationRow } from './conversation-rows.ts';
import { forgetTold } from './due-drafts.ts';
import type { RecordsParts } from './parts.ts';
import { sends } from './tables/messages.ts';
import { conversations } from './tables/people.ts';
import { handOffs, takeovers } from './tables/staff-work.ts';

interface ByStaff {
  conversationId: string;
  staffId: string;
}

/** Puts the fence up and commits it; what left before is listed only then, so that nothing is missed between. */
export async function takeOver(parts: RecordsParts, by: ByStaff): Promise<Takeover | null> {
  const held = await parts.database.transaction((tx) => raiseFence(tx, { ...by, parts }));
  if (!held) return null;
  const { takeoverId, personId } = held;
  const left = await parts.database
    .select({ sendId: sends.sendId })
    .from(sends)
    .where(and(eq(sends.personId, personId), eq(sends.state, 'sending')))
    .orderBy(asc(sends.position));
  return { takeoverId, alreadySending: left.map(({ sendId }) => sendId) };
}

async function raiseFence(tx: Transaction, by: ByStaff & { parts: RecordsParts }) {
  const { conversationId, staffId, parts } = by;
  const conversation = await lockPerson(tx, { conversationId, strength: 'update' });
  const { personId } = conversation;
  const known = await findTakeover(tx, personId);
  if (known && known.staffId !== staffId) return null;
  const takeoverId = known?.takeoverId ?? randomUUID();
  const openedAt = parts.now().toISOString();
  if (!known) {
    await tx.insert(takeovers).values({ takeoverId, personId, conversationId, staffId, openedAt });
  }
  await tx
    .update(handOffs)
    .set({ state: 'owned', ownerId: staffId })
    .where(and(eq(handOffs.conversationId, conversationId), isNull(handOffs.closedAt)));
  await audit(tx, { conversation, staffId, takeoverId, fact: 'opened', parts });
  return { takeoverId, personId };
}

/** Takes the fence down; hand-offs of that person that this staff owned end with it. */
export async function release(parts: RecordsParts, by: ByStaff): Promise<boolean> {
  const { conversationId, staffId } = by;
  return parts.database.transaction(async (tx) => {
    const conversation = await lockPerson(tx, { conversationId, strength: 'update' });
    const { personId } = conversation;
    const known = await findTakeover(tx, personId);
    if (known?.staffId !== staffId) return false;
    const closedAt = parts.now().toISOString();
    const { takeoverId } = known;
    await tx.update(takeovers).set({ closedAt }).where(eq(takeovers.takeoverId, takeoverId));
    const ofPerson = tx
      .select({ conversationId: conversations.conversationId })
      .from(conversations)
      .where(eq(conversations.personId, personId));
    const isOwned = and(eq(handOffs.ownerId, staffId), inArray(handOffs.conversationId, ofPerson));
    await tx
      .update(handOffs)
      .set({ state: 'released', closedAt })
      .where(
        and(isNull(handOffs.closedAt), or(eq(handOffs.conversationId, conversationId), isOwned)),
      );
    await forgetTold(tx, personId);
    await audit(tx, { conversation, staffId, takeoverId, fact: 'closed', parts });
    return true;
  });
}

/** Whether that staff holds the person of that conversation. */
export async function isHeldBy(parts: RecordsParts, by: ByStaff): Promise<boolean> {
  const [conversation] = await parts.database
    .select()
    .from(conversations)
    .where(eq(conversations.conversationId, by.conversationId));
  if (!conversation) throw new RecordNotFound(`no conversation ${by.conversationId}`);
  const held = await findTakeover(parts.database, conversation.personId);
  return held?.staffId === by.staffId;
}

async function audit(
  tx: Transaction,
  by: {
    conversation: ConversationRow;
    staffId: string;
    takeoverId: string;
    fact: 'opened' | 'closed';
    parts: RecordsParts;
  },
): Promise<void> {
  const { conversation, staffId, takeoverId, fact } = by;
  await by.parts.auditLog.appendAudit(tx, {
    chain: chainOf(conversation.propertyId),
    key: `takeover/${takeoverId}/${fact}`,
    event: `takeover.${fact}`,
    facts: { takeoverId, staffId, conversationId: conversation.conversationId },
  });
}
