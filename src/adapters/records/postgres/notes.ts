import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { Notes } from '../../../ports/notes.ts';
import { chainOf } from './audit-log.ts';
import { lockConversation } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { staffNameOf } from './seen-by-staff.ts';
import { staffNotes } from './tables/inbox.ts';

/** Notes in PostgreSQL, each sealed by the key of the person whom it is about. */
export function createNotes(parts: RecordsParts): Notes {
  const { database, personKeys, auditLog, now } = parts;
  return {
    add: ({ conversationId, staffId, key, text }) =>
      database.transaction(async (tx) => {
        const { personId, propertyId } = await lockConversation(tx, conversationId);
        const dedupeKey = `${conversationId}/${staffId}/${key}`;
        const isKnown = eq(staffNotes.dedupeKey, dedupeKey);
        const [known] = await tx.select().from(staffNotes).where(isKnown);
        if (known) return { noteId: known.noteId };
        const noteId = randomUUID();
        const bodySealed = await personKeys.seal({ personId, text }, tx);
        const at = now().toISOString();
        const row = { noteId, conversationId, staffId, dedupeKey, bodySealed, at };
        await tx.insert(staffNotes).values(row);
        await auditLog.appendAudit(tx, {
          chain: chainOf(propertyId),
          key: `note/${noteId}`,
          event: 'note.written',
          facts: { noteId, conversationId, staffId },
        });
        return { noteId };
      }),

    async list(conversationId) {
      const rows = await database
        .select({ note: staffNotes, writtenBy: staffNameOf(staffNotes.staffId) })
        .from(staffNotes)
        .where(eq(staffNotes.conversationId, conversationId))
        .orderBy(asc(staffNotes.position));
      return Promise.all(
        rows.map(async ({ note: { noteId, position, bodySealed, at }, writtenBy }) => ({
          noteId,
          position,
          writtenBy,
          text: (await personKeys.unseal(bodySealed)) ?? '',
          at,
        })),
      );
    },
  };
}
