import { eq } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Inbox } from '../../../ports/inbox.ts';
import { readBody } from './bodies.ts';
import { lockConversation } from './conversation-rows.ts';
import { auditDanger, meetDanger, type ToldDanger } from './dangers.ts';
import type { RecordsParts } from './parts.ts';
import { inboundMessages } from './tables/messages.ts';
import { persons } from './tables/people.ts';

/** `Inbox.recordClassified`: the words are read and classified before anything is locked. */
export async function recordClassified(
  parts: RecordsParts,
  by: Parameters<Inbox['recordClassified']>[0],
): ReturnType<Inbox['recordClassified']> {
  const { database, personKeys } = parts;
  const { messageId } = by;
  const isIt = eq(inboundMessages.messageId, messageId);
  const [message] = await database.select().from(inboundMessages).where(isIt);
  if (!message) throw new RecordNotFound(`no message ${messageId}`);
  const finding = await by.classify(readBody(await personKeys.unseal(message.bodySealed)).text);
  if (!finding) return null;

  return database.transaction(async (tx) => {
    const conversation = await lockConversation(tx, message.conversationId);
    const { conversationId, propertyId, personId } = conversation;
    const [person] = await tx.select().from(persons).where(eq(persons.personId, personId));
    const sender = { conversationId, propertyId, language: person?.language ?? 'en' };
    const told: ToldDanger = {
      conversation,
      messageId,
      finding,
      foundBy: 'classifier',
      safetyText: by.safetyText(finding, sender),
    };
    const { danger, sendIds } = await meetDanger(tx, { told, parts });
    if (!message.danger) await tx.update(inboundMessages).set({ danger }).where(isIt);
    await auditDanger(tx, { told, danger, parts });
    return danger.isNew ? { danger, sendIds } : null;
  });
}
