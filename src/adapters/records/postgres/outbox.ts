import { and, asc, eq, lt, or } from 'drizzle-orm';
import type { Outbox } from '../../../ports/outbox.ts';
import { lockConversation } from './conversation-rows.ts';
import { recordStatus } from './delivery-statuses.ts';
import type { RecordsParts } from './parts.ts';
import { SAFETY_RESENDS_MAX } from './send-attempts.ts';
import { sendOnce } from './send-once.ts';
import { insertSend } from './send-rows.ts';
import { sends } from './tables/messages.ts';

// One sweep's worth; the next sweep takes the rest.
const SENDABLE_MAX = 500;

/** The outbox in PostgreSQL. */
export function createOutbox(parts: RecordsParts): Outbox {
  const { database, personKeys, now } = parts;

  return {
    queue: (send) =>
      database.transaction(async (tx) => {
        const { personId } = await lockConversation(tx, send.conversationId);
        return insertSend(tx, { send, personId, personKeys, now: now() });
      }),

    sendOnce: (sendId, carrier) => sendOnce(parts, { sendId, carrier }),

    async listSendable({ stuckAfterMs }) {
      const stuckSince = new Date(now().getTime() - stuckAfterMs).toISOString();
      const rows = await database
        .select({ sendId: sends.sendId })
        .from(sends)
        .where(
          or(
            eq(sends.state, 'queued'),
            and(
              eq(sends.state, 'sending'),
              eq(sends.purpose, 'safety'),
              lt(sends.resends, SAFETY_RESENDS_MAX),
              lt(sends.stateAt, stuckSince),
            ),
          ),
        )
        .orderBy(asc(sends.position))
        .limit(SENDABLE_MAX);
      return rows.map(({ sendId }) => sendId);
    },

    recordStatus: (status) =>
      database.transaction((tx) => recordStatus(tx, { status, now: now() })),
  };
}
