import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { FLOOD_AFTER_MESSAGES, FLOOD_WITHIN_MS } from '../../../domain/message.ts';
import type { Transaction } from '../../shared/database.ts';

const CountRow = z.object({ count: z.coerce.number() });

/** Whether a message that comes now is one too many of its person within a minute, on whatever channels they write. */
export async function isFlood(
  tx: Transaction,
  { personId, now }: { personId: string; now: Date },
): Promise<boolean> {
  const since = new Date(now.getTime() - FLOOD_WITHIN_MS).toISOString();
  // The last few of each conversation, found by their numbers: it may be years long.
  const { rows } = await tx.execute(sql`
    select count(*) from conversations
    cross join lateral (
      select received_at from inbound_messages
      where inbound_messages.conversation_id = conversations.conversation_id
      order by sequence desc limit ${FLOOD_AFTER_MESSAGES}
    ) latest
    where person_id = ${personId} and received_at > ${since}`);
  return CountRow.parse(rows[0]).count >= FLOOD_AFTER_MESSAGES;
}
