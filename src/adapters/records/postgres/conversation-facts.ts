import { eq } from 'drizzle-orm';
import type { ConversationFacts } from '../../../ports/conversations.ts';
import type { Connection } from '../../shared/database.ts';
import { findTakeover, type ConversationRow } from './conversation-rows.ts';
import type { PersonKeys } from './person-keys.ts';
import { persons } from './tables/people.ts';

/** A conversation's facts from its row; the address of someone who was forgotten is empty. */
export async function readFacts(
  using: Connection,
  { row, personKeys }: { row: ConversationRow; personKeys: PersonKeys },
): Promise<ConversationFacts> {
  const { conversationId, personId, channel, assurance, residentId, propertyId } = row;
  const { verificationFailures, awaitsIdentity } = row;
  const [person] = await using.select().from(persons).where(eq(persons.personId, personId));
  return {
    conversationId,
    personId,
    channel,
    assurance,
    residentId,
    propertyId,
    address: (await personKeys.unseal(row.addressSealed, using)) ?? '',
    language: person?.language ?? 'en',
    verificationFailures,
    awaitsIdentity,
    isGreeted: row.greetedAt !== null,
    isTakenOver: (await findTakeover(using, personId)) !== null,
  };
}
