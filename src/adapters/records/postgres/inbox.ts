import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Inbox } from '../../../ports/inbox.ts';
import { recordClassified } from './classified-dangers.ts';
import { commitDelivery, findCommitted } from './deliveries.ts';
import { findDanger, listOverdue, listUntold } from './inbox-queries.ts';
import type { RecordsParts } from './parts.ts';
import { findSender } from './senders.ts';
import { inboundMessages, unreadableWebhooks } from './tables/messages.ts';

/** The inbox in PostgreSQL. */
export function createInbox(parts: RecordsParts): Inbox {
  const { database, personKeys, now } = parts;

  return {
    findSender: (message) => findSender(database, { message, personKeys }),

    async commit(delivery) {
      const { channel, providerMessageId } = delivery.message;
      const known = await findCommitted(database, { channel, providerMessageId });
      if (known) return known;
      return database.transaction((tx) => commitDelivery(tx, { delivery, parts }));
    },

    async keepUnreadable({ channel, body }) {
      // The bytes need not be text.
      const text = body.toString('base64');
      const bodySealed = await personKeys.seal({ keyId: await personKeys.houseKeyId(), text });
      const receivedAt = now().toISOString();
      await database
        .insert(unreadableWebhooks)
        .values({ webhookId: randomUUID(), channel, bodySealed, receivedAt });
    },

    findDanger: (dangerId) => findDanger(database, dangerId),

    async markSignalled(messageId) {
      await database
        .update(inboundMessages)
        .set({ signalledAt: now().toISOString() })
        .where(eq(inboundMessages.messageId, messageId));
    },

    listUntold: (before) => listUntold(database, before),
    listOverdue: (by) => listOverdue(database, { ...by, now: now() }),
    recordClassified: (by) => recordClassified(parts, by),
  };
}
