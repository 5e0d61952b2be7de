import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Takeover } from '../../../ports/hand-offs.ts';
import type { Database, Transaction } from '../../shared/database.ts';
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
  return { takeoverId, alreadySending: await listLeaving(parts.database, personId) };
}

/** What is on its way to a person; read it after the fence was committed. */
export async function listLeaving(database: Database, personId: string): Promise<string[]> {
  const left = await database
    .select({ sendId: sends.sendId })
    .from(sends)
    .where(and(eq(sends.personId, personId), eq(sends.state, 'sending')))
    .orderBy(asc(sends.position));
  return left.map(({ sendId }) => sendId);
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
    .set({
      state: 'owned',
      ownerId: staffId,
      assignedTo: null,
      takenAt: sql`coalesce(${handOffs.takenAt}, ${parts.now().toISOString()}::timestamptz)`,
    })
    .where(and(eq(handOffs.conversationId, conversationId), isNull(handOffs.closedAt)));
  await auditTakeover(tx, { conversation, staffId, takeoverId, fact: 'opened', parts });
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
    await auditTakeover(tx, { conversation, staffId, takeoverId, fact: 'closed', parts });
    return true;
  });
}

/** Whether that staff holds the person of that conversation; a hand-off that was given to them is theirs from now on. */
export async function begin(parts: RecordsParts, by: ByStaff): Promise<boolean> {
  const { conversationId, staffId } = by;
  return parts.database.transaction(async (tx) => {
    const { personId } = await lockPerson(tx, { conversationId, strength: 'share' });
    const held = await findTakeover(tx, personId);
    if (held?.staffId !== staffId) return false;
    await tx
      .update(handOffs)
      .set({
        state: 'owned',
        ownerId: staffId,
        assignedTo: null,
        takenAt: sql`coalesce(${handOffs.takenAt}, ${parts.now().toISOString()}::timestamptz)`,
      })
      .where(
        and(
          eq(handOffs.conversationId, conversationId),
          eq(handOffs.assignedTo, staffId),
          isNull(handOffs.closedAt),
        ),
      );
    return true;
  });
}

/** Notes in the record that a takeover began or ended. */
export async function auditTakeover(
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
