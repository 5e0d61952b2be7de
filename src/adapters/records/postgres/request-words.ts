import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { RequestWords } from '../../../ports/maintenance-requests.ts';
import type { Connection } from '../../shared/database.ts';
import type { KeyOwner, PersonKeys } from './person-keys.ts';
import { conversations, persons } from './tables/people.ts';

const requestWords: z.ZodType<RequestWords> = z.object({
  summary: z.string(),
  description: z.string(),
  location: z.string().nullable(),
  pets: z.string().exactOptional(),
  times: z.string().exactOptional(),
});

// What is left of a request's words once its person was forgotten.
const FORGOTTEN: RequestWords = { summary: '', description: '', location: null };

/** Opens a request's words; words whose key was destroyed read as empty. */
export async function readWords(by: {
  personKeys: PersonKeys;
  sealed: Buffer;
  using: Connection;
}): Promise<RequestWords> {
  const text = await by.personKeys.unseal(by.sealed, by.using);
  return text === null ? FORGOTTEN : requestWords.parse(JSON.parse(text));
}

/** Seals a request's words with its person's key. */
export async function sealWords(by: {
  personKeys: PersonKeys;
  personId: string | null;
  words: RequestWords;
  using: Connection;
}): Promise<Buffer> {
  const owner = await keyOwnerOf(by);
  return by.personKeys.seal({ ...owner, text: JSON.stringify(by.words) }, by.using);
}

/** Whose key seals what a request says: the person's, or the house's where nobody is known. */
export async function keyOwnerOf(by: {
  personKeys: PersonKeys;
  personId: string | null;
  using: Connection;
}): Promise<KeyOwner> {
  const { personKeys, personId, using } = by;
  return personId === null ? { keyId: await personKeys.houseKeyId(using) } : { personId };
}

/** The person of a request: the one of its conversation, else the one linked to its resident; null when nobody is. */
export async function findRequestPerson(
  from: { conversationId: string | null; residentId: string | null },
  using: Connection,
): Promise<string | null> {
  if (from.conversationId !== null) {
    const [conversation] = await using
      .select({ personId: conversations.personId })
      .from(conversations)
      .where(eq(conversations.conversationId, from.conversationId));
    if (conversation) return conversation.personId;
  }
  if (from.residentId === null) return null;
  const [person] = await using
    .select({ personId: persons.personId })
    .from(persons)
    .where(eq(persons.residentId, from.residentId));
  return person?.personId ?? null;
}
