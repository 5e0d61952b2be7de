import { and, eq, isNull, sql } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { conversations, persons } from './tables/people.ts';
import { takeovers } from './tables/staff-work.ts';

/** A conversation as it stands in its table. */
export type ConversationRow = typeof conversations.$inferSelect;

// Locks are taken in one order everywhere: an address or a conversation, then a resident or a person, then sends,
// then the head of an audit chain. So no two transactions can wait for each other.

/**
 * Locks a conversation against everything that adds to its transcript.
 * @throws RecordNotFound
 */
export async function lockConversation(
  tx: Transaction,
  conversationId: string,
): Promise<ConversationRow> {
  const [row] = await tx
    .select()
    .from(conversations)
    .where(eq(conversations.conversationId, conversationId))
    .for('no key update');
  if (!row) throw new RecordNotFound(`no conversation ${conversationId}`);
  return row;
}

/**
 * Locks the person of a conversation: `update` to raise or lower the fence of a takeover, `share` to pass by it.
 * @throws RecordNotFound
 */
export async function lockPerson(
  tx: Transaction,
  by: { conversationId: string; strength: 'update' | 'share' },
): Promise<ConversationRow> {
  const [row] = await tx
    .select()
    .from(conversations)
    .where(eq(conversations.conversationId, by.conversationId))
    .for('share');
  if (!row) throw new RecordNotFound(`no conversation ${by.conversationId}`);
  await tx.select().from(persons).where(eq(persons.personId, row.personId)).for(by.strength);
  return row;
}

/** The takeover that silences the assistant for a person, or null. */
export async function findTakeover(using: Connection, personId: string) {
  const [row] = await using
    .select()
    .from(takeovers)
    .where(and(eq(takeovers.personId, personId), isNull(takeovers.closedAt)));
  return row ?? null;
}

/** Makes everybody who names the same thing wait until this transaction ends. */
export async function lockName(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
