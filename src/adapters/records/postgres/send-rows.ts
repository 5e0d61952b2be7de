import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { NewSend } from '../../../ports/outbox.ts';
import type { Transaction } from '../../shared/database.ts';
import { writeBody } from './bodies.ts';
import type { PersonKeys } from './person-keys.ts';
import { sends } from './tables/messages.ts';

/** Queues a message of a locked conversation, once per dedupe key; answers the id of the row that stands. */
export async function insertSend(
  tx: Transaction,
  by: { send: NewSend; personId: string; personKeys: PersonKeys; now: Date },
): Promise<string> {
  const { text, sources, ...send } = by.send;
  const at = by.now.toISOString();
  const bodySealed = await by.personKeys.seal(
    { personId: by.personId, text: writeBody({ text, sources }) },
    tx,
  );
  const [made] = await tx
    .insert(sends)
    .values({
      ...send,
      sendId: randomUUID(),
      personId: by.personId,
      bodySealed,
      createdAt: at,
      stateAt: at,
    })
    .onConflictDoNothing({ target: sends.dedupeKey })
    .returning({ sendId: sends.sendId });
  if (made) return made.sendId;
  const [known] = await tx.select().from(sends).where(eq(sends.dedupeKey, send.dedupeKey));
  if (!known) throw new Error(`send ${send.dedupeKey} was not written`);
  return known.sendId;
}
