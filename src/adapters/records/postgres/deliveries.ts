import { randomUUID } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import { toldLanguage } from '../../../domain/language.ts';
import type { InboundMessage } from '../../../domain/message.ts';
import type { CommittedDanger, CommittedMessage, Delivery } from '../../../ports/inbox.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { digestOfSealed } from './audit-hashes.ts';
import { chainOf } from './audit-log.ts';
import { writeBody } from './bodies.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { auditDanger, meetDanger, type ToldDanger } from './dangers.ts';
import type { RecordsParts } from './parts.ts';
import { isFlood } from './floods.ts';
import { insertSend } from './send-rows.ts';
import { openConversation } from './senders.ts';
import { inboundMessages } from './tables/messages.ts';
import { conversations, persons } from './tables/people.ts';

/** A message as an earlier delivery committed it, or null. */
export async function findCommitted(
  using: Connection,
  by: { channel: InboundMessage['channel']; providerMessageId: string },
): Promise<CommittedMessage | null> {
  const [row] = await using
    .select({ message: inboundMessages, propertyId: conversations.propertyId })
    .from(inboundMessages)
    .innerJoin(conversations, eq(conversations.conversationId, inboundMessages.conversationId))
    .where(
      and(
        eq(inboundMessages.channel, by.channel),
        eq(inboundMessages.providerMessageId, by.providerMessageId),
      ),
    );
  return row ? committed(row) : null;
}

/** A row as its conversation is told of it again: nothing of it is new, nothing of it is to be sent. */
export function committed(row: {
  message: typeof inboundMessages.$inferSelect;
  propertyId: string | null;
}): CommittedMessage {
  const { messageId, conversationId, sequence, position, danger, isFlood } = row.message;
  const { propertyId } = row;
  const otherDangers = row.message.otherDangers ?? [];
  const known = { messageId, conversationId, sequence, position, propertyId, isFlood };
  return { ...known, danger, otherDangers, isNew: false, sendIds: [] };
}

type MessageRow = typeof inboundMessages.$inferSelect;

interface Delivering {
  delivery: Delivery;
  parts: RecordsParts;
}

interface Inserted extends Delivering {
  conversation: ConversationRow;
  messageId: string;
}

/** All that belongs to one message, in one transaction; what another delivery committed first stands. */
export async function commitDelivery(
  tx: Transaction,
  { delivery, parts }: Delivering,
): Promise<CommittedMessage> {
  const { message, language } = delivery;
  const { personKeys } = parts;
  const conversation = await openConversation(tx, { message, language, personKeys });
  const made = await insertMessage(tx, { delivery, parts, conversation });
  if (made === null) {
    const known = await findCommitted(tx, message);
    if (!known) throw new Error('a message was neither written nor found');
    return known;
  }
  const { messageId, position, isFlood, bodySealed } = made;
  const inserted = { delivery, parts, conversation, messageId };
  await heedLanguage(tx, inserted);
  const met = await heedDangers(tx, inserted);
  const sendIds = met.flatMap((each) => each.sendIds);
  sendIds.push(...(await heedConsent(tx, inserted)));
  await auditDelivery(tx, { ...inserted, bodySealed });
  for (const { told, danger } of met) await auditDanger(tx, { told, danger, parts });
  const [danger = null, ...otherDangers] = met.map((each) => each.danger);
  return {
    messageId,
    conversationId: conversation.conversationId,
    sequence: conversation.lastSequence + 1,
    position,
    propertyId: conversation.propertyId,
    danger,
    otherDangers,
    isFlood,
    isNew: true,
    sendIds,
  };
}

async function insertMessage(
  tx: Transaction,
  by: Delivering & { conversation: ConversationRow },
): Promise<Pick<MessageRow, 'messageId' | 'position' | 'isFlood' | 'bodySealed'> | null> {
  const { channel, providerMessageId, kind, text, sentAt } = by.delivery.message;
  const { conversationId, personId, lastSequence, lastInboundAt } = by.conversation;
  const sequence = lastSequence + 1;
  const now = by.parts.now().toISOString();
  const body = writeBody({ text, sources: [] });
  const [made] = await tx
    .insert(inboundMessages)
    .values({
      messageId: randomUUID(),
      conversationId,
      sequence,
      channel,
      providerMessageId,
      kind,
      bodySealed: await by.parts.personKeys.seal({ personId, text: body }, tx),
      isFlood: await isFlood(tx, { personId, now: new Date(now) }),
      sentAt,
      receivedAt: now,
    })
    .onConflictDoNothing()
    .returning({
      messageId: inboundMessages.messageId,
      position: inboundMessages.position,
      isFlood: inboundMessages.isFlood,
      bodySealed: inboundMessages.bodySealed,
    });
  if (!made) return null;
  // The channel's window opens with the person's own time, but never in the future.
  const spokenAt = new Date(Math.min(Date.parse(sentAt), Date.parse(now))).toISOString();
  const isLater = lastInboundAt === null || spokenAt > lastInboundAt;
  await tx
    .update(conversations)
    .set({ lastSequence: sequence, lastInboundAt: isLater ? spokenAt : lastInboundAt })
    .where(eq(conversations.conversationId, conversationId));
  return made;
}

/** A person is written to in the language that they last wrote in, where their words told one. */
async function heedLanguage(tx: Transaction, { delivery, conversation }: Inserted): Promise<void> {
  const language = toldLanguage(delivery.message.text);
  if (language === null) return;
  await tx
    .update(persons)
    .set({ language })
    .where(and(eq(persons.personId, conversation.personId), ne(persons.language, language)));
}

interface MetInMessage {
  told: ToldDanger;
  danger: CommittedDanger;
  sendIds: string[];
}

/** Meets the dangers of a message one by one, worst first: a known one keeps no other from its row and its text. */
async function heedDangers(
  tx: Transaction,
  { delivery, parts, conversation, messageId }: Inserted,
): Promise<MetInMessage[]> {
  const { danger: worst, otherDangers: others = [] } = delivery;
  if (!worst) return [];
  const met: MetInMessage[] = [];
  for (const { finding, safetyText } of [worst, ...others]) {
    const told: ToldDanger = { conversation, messageId, finding, foundBy: 'floor', safetyText };
    met.push({ told, ...(await meetDanger(tx, { told, parts })) });
  }
  const [danger, ...otherDangers] = met.map((each) => each.danger);
  await tx
    .update(inboundMessages)
    .set({ danger, otherDangers })
    .where(eq(inboundMessages.messageId, messageId));
  return met;
}

async function heedConsent(
  tx: Transaction,
  { delivery, parts, conversation, messageId }: Inserted,
): Promise<string[]> {
  if (!delivery.consent) return [];
  const { kind, confirmation } = delivery.consent;
  const { conversationId, personId } = conversation;
  const now = parts.now();
  await tx
    .update(conversations)
    .set({ optedOutAt: kind === 'stop' ? now.toISOString() : null })
    .where(eq(conversations.conversationId, conversationId));
  const sendId = await insertSend(tx, {
    send: {
      conversationId,
      dedupeKey: `consent/${messageId}`,
      purpose: 'consent',
      text: confirmation,
      sources: [],
      turnId: null,
    },
    personId,
    personKeys: parts.personKeys,
    now,
  });
  return [sendId];
}

async function auditDelivery(
  tx: Transaction,
  by: Inserted & Pick<MessageRow, 'bodySealed'>,
): Promise<void> {
  const { delivery, parts, conversation, messageId } = by;
  const { channel, kind } = delivery.message;
  const { conversationId, propertyId, assurance, lastSequence } = conversation;
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(propertyId),
    key: `message/${messageId}/received`,
    event: 'message.received',
    facts: {
      messageId,
      conversationId,
      sequence: lastSequence + 1,
      channel,
      kind,
      assurance,
      consent: delivery.consent?.kind ?? null,
      hasDanger: delivery.danger !== null,
      bodySha256: digestOfSealed(by.bodySealed),
    },
  });
}
