import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Language } from '../../../domain/resident.ts';
import type { Transaction } from '../../shared/database.ts';
import { findTakeover, lockName, type ConversationRow } from './conversation-rows.ts';
import type { PersonKeys } from './person-keys.ts';
import { sends } from './tables/messages.ts';
import { conversations, persons } from './tables/people.ts';
import { maintenanceRequests } from './tables/requests.ts';
import { takeovers } from './tables/staff-work.ts';

/** A person as they stand in their table. */
type PersonRow = typeof persons.$inferSelect;

/** What a new person starts with. */
interface NewPerson {
  residentId: string | null;
  propertyId: string | null;
  language: Language;
}

/** The person of a resident, or a new one with a key of their own; without a resident always a new one. */
export async function openPerson(
  tx: Transaction,
  by: NewPerson & { personKeys: PersonKeys },
): Promise<PersonRow> {
  const { residentId, propertyId, language } = by;
  if (residentId !== null) {
    await lockName(tx, `resident/${residentId}`);
    const [known] = await tx.select().from(persons).where(eq(persons.residentId, residentId));
    if (known) return known;
  }
  const keyId = await by.personKeys.create(tx);
  const [made] = await tx
    .insert(persons)
    .values({ personId: randomUUID(), keyId, residentId, propertyId, language })
    .returning();
  if (!made) throw new Error('a person was not written');
  return made;
}

/**
 * Sees to it that a locked conversation belongs to the person of that resident, and to a person without a resident
 * for null; answers whose it is.
 */
export async function settlePerson(
  tx: Transaction,
  by: { conversation: ConversationRow; residentId: string | null; personKeys: PersonKeys },
): Promise<string> {
  const { conversation, residentId, personKeys } = by;
  if (residentId !== null) await lockName(tx, `resident/${residentId}`);
  const [person] = await tx
    .select()
    .from(persons)
    .where(eq(persons.personId, conversation.personId));
  if (!person) throw new Error(`conversation ${conversation.conversationId} has no person`);
  if (person.residentId === residentId) return person.personId;
  if (residentId !== null && person.residentId === null) {
    const known = await tx.select().from(persons).where(eq(persons.residentId, residentId));
    if (known.length === 0) {
      await tx.update(persons).set({ residentId }).where(eq(persons.personId, person.personId));
      return person.personId;
    }
  }
  const { language } = person;
  const { propertyId } = conversation;
  const owner = await openPerson(tx, { residentId, propertyId, language, personKeys });
  await moveConversation(tx, { conversation, personId: owner.personId });
  return owner.personId;
}

/** Hands a conversation to another person; what was sealed under the old key stays under it. */
async function moveConversation(
  tx: Transaction,
  { conversation, personId }: { conversation: ConversationRow; personId: string },
): Promise<void> {
  const { conversationId } = conversation;
  await tx.select().from(persons).where(eq(persons.personId, personId)).for('update');
  const moved = { personId };
  await tx.update(conversations).set(moved).where(eq(conversations.conversationId, conversationId));
  await tx.update(sends).set(moved).where(eq(sends.conversationId, conversationId));
  await tx
    .update(maintenanceRequests)
    .set(moved)
    .where(eq(maintenanceRequests.conversationId, conversationId));
  await moveTakeover(tx, { conversation, personId });
}

// Who took this conversation over keeps it; where the other person is held already, that fence is enough.
async function moveTakeover(
  tx: Transaction,
  { conversation, personId }: { conversation: ConversationRow; personId: string },
): Promise<void> {
  const held = await findTakeover(tx, personId);
  await tx
    .update(takeovers)
    .set(held ? { closedAt: sql`now()` } : { personId })
    .where(
      and(eq(takeovers.conversationId, conversation.conversationId), isNull(takeovers.closedAt)),
    );
}
