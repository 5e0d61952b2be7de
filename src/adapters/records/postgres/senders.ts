import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../../domain/message.ts';
import type { Language } from '../../../domain/resident.ts';
import { standingAfter } from '../../../domain/standing.ts';
import type { Sender } from '../../../ports/inbox.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { lockName, type ConversationRow } from './conversation-rows.ts';
import type { PersonKeys } from './person-keys.ts';
import { openPerson, settlePerson } from './person-rows.ts';
import { conversations, persons } from './tables/people.ts';

/** What is known of a message's sender, without writing anything. */
export async function findSender(
  using: Connection,
  { message, personKeys }: { message: InboundMessage; personKeys: PersonKeys },
): Promise<Sender> {
  const [known] = await using
    .select({
      conversationId: conversations.conversationId,
      propertyId: conversations.propertyId,
      language: persons.language,
    })
    .from(conversations)
    .innerJoin(persons, eq(persons.personId, conversations.personId))
    .where(isAt(message, personKeys));
  if (known) return { ...known, propertyId: known.propertyId ?? message.propertyId };
  const language = await languageOf(using, message.residentId);
  return { conversationId: null, propertyId: message.propertyId, language };
}

async function languageOf(using: Connection, residentId: string | null): Promise<Language> {
  if (residentId === null) return 'en';
  const [person] = await using.select().from(persons).where(eq(persons.residentId, residentId));
  return person?.language ?? 'en';
}

/** The conversation of a message's channel and address, made if need be, locked, with what the door told of it. */
export async function openConversation(
  tx: Transaction,
  by: { message: InboundMessage; language: Language; personKeys: PersonKeys },
): Promise<ConversationRow> {
  const known = await lockByAddress(tx, by);
  if (known) return heedDoor(tx, { ...by, conversation: known });
  const { message, personKeys } = by;
  const addressHash = personKeys.hashAddress(message.from);
  await lockName(tx, `address/${message.channel}/${addressHash}`);
  const meanwhile = await lockByAddress(tx, by);
  return meanwhile
    ? heedDoor(tx, { ...by, conversation: meanwhile })
    : createConversation(tx, { ...by, addressHash });
}

function isAt(message: InboundMessage, personKeys: PersonKeys) {
  return and(
    eq(conversations.channel, message.channel),
    eq(conversations.addressKind, message.from.kind),
    eq(conversations.addressHash, personKeys.hashAddress(message.from)),
  );
}

async function lockByAddress(
  tx: Transaction,
  { message, personKeys }: { message: InboundMessage; personKeys: PersonKeys },
): Promise<ConversationRow | undefined> {
  const [row] = await tx
    .select()
    .from(conversations)
    .where(isAt(message, personKeys))
    .for('no key update');
  return row;
}

async function createConversation(
  tx: Transaction,
  by: {
    message: InboundMessage;
    language: Language;
    personKeys: PersonKeys;
    addressHash: string;
  },
): Promise<ConversationRow> {
  const { message, language, personKeys, addressHash } = by;
  const { channel, from, assurance, residentId, propertyId } = message;
  const person = await openPerson(tx, { residentId, propertyId, language, personKeys });
  const [made] = await tx
    .insert(conversations)
    .values({
      conversationId: randomUUID(),
      personId: person.personId,
      channel,
      addressKind: from.kind,
      addressHash,
      addressSealed: await personKeys.seal({ keyId: person.keyId, text: from.value }, tx),
      assurance,
      residentId,
      doorResidentId: assurance === 'unknown' ? null : residentId,
      propertyId,
    })
    .returning();
  if (!made) throw new Error('a conversation was not written');
  return made;
}

async function heedDoor(
  tx: Transaction,
  by: { conversation: ConversationRow; message: InboundMessage; personKeys: PersonKeys },
): Promise<ConversationRow> {
  const { conversation, message, personKeys } = by;
  const { residentId, assurance, doorResidentId, provenResidentId } = standingAfter(
    conversation,
    message,
  );
  const standing = { residentId, assurance, doorResidentId, provenResidentId };
  const propertyId = placeAfter({ conversation, message, provenResidentId });
  const isSame =
    propertyId === conversation.propertyId &&
    residentId === conversation.residentId &&
    assurance === conversation.assurance &&
    doorResidentId === conversation.doorResidentId &&
    provenResidentId === conversation.provenResidentId;
  if (isSame) return conversation;
  const next = { ...conversation, ...standing, propertyId };
  await tx
    .update(conversations)
    .set({ ...standing, propertyId })
    .where(eq(conversations.conversationId, conversation.conversationId));
  if (residentId === conversation.residentId) return next;
  return {
    ...next,
    personId: await settlePerson(tx, { conversation: next, residentId, personKeys }),
  };
}

// A door that vouches for somebody says where, too, each time: one wrong word must not keep them out for ever.
function placeAfter(by: {
  conversation: ConversationRow;
  message: InboundMessage;
  provenResidentId: string | null;
}): string | null {
  const { conversation, message, provenResidentId } = by;
  const isVouchedFor = message.residentId !== null && message.assurance !== 'unknown';
  return isVouchedFor && provenResidentId === null
    ? (message.propertyId ?? conversation.propertyId)
    : (conversation.propertyId ?? message.propertyId);
}
