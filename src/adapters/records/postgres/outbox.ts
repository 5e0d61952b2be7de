import { and, asc, desc, eq, notBetween, or } from 'drizzle-orm';
import type { Outbox } from '../../../ports/outbox.ts';
import { chainOf } from './audit-log.ts';
import { lockConversation } from './conversation-rows.ts';
import { recordStatus } from './delivery-statuses.ts';
import type { RecordsParts } from './parts.ts';
import { sendOnce } from './send-once.ts';
import { insertSend } from './send-rows.ts';
import { sends } from './tables/messages.ts';

// One sweep's worth; the next sweep takes the rest.
const SENDABLE_MAX = 500;

/** The outbox in PostgreSQL. */
export function createOutbox(parts: RecordsParts): Outbox {
  const { database, personKeys, auditLog, now } = parts;

  return {
    queue: (send) =>
      database.transaction(async (tx) => {
        const { personId, propertyId } = await lockConversation(tx, send.conversationId);
        const sendId = await insertSend(tx, { send, personId, personKeys, now: now() });
        const { staffId, conversationId } = send;
        if (staffId === undefined) return sendId;
        await auditLog.appendAudit(tx, {
          chain: chainOf(propertyId),
          key: `reply/${sendId}`,
          event: 'reply.written',
          facts: { sendId, conversationId, staffId },
        });
        return sendId;
      }),

    sendOnce: (sendId, carrier) => sendOnce(parts, { sendId, carrier }),

    async listSendable({ stuckAfterMs }) {
      const away = (ms: number): string => new Date(now().getTime() + ms).toISOString();
      return database
        .select({
          sendId: sends.sendId,
          conversationId: sends.conversationId,
          purpose: sends.purpose,
        })
        .from(sends)
        .where(
          or(
            eq(sends.state, 'queued'),
            // Or taken by a clock that was ahead: nobody is in the middle of what begins later.
            and(
              eq(sends.state, 'sending'),
              notBetween(sends.stateAt, away(-stuckAfterMs), away(stuckAfterMs)),
            ),
          ),
        )
        .orderBy(desc(eq(sends.purpose, 'safety')), asc(sends.position))
        .limit(SENDABLE_MAX);
    },

    recordStatus: (status) =>
      database.transaction((tx) => recordStatus(tx, { status, now: now() })),
  };
}
