import { and, eq, gt } from 'drizzle-orm';
import type { ConversationFacts } from '../../../ports/conversations.ts';
import type { Connection } from '../../shared/database.ts';
import { findTakeover, type ConversationRow } from './conversation-rows.ts';
import type { PersonKeys } from './person-keys.ts';
import { persons } from './tables/people.ts';
import { handOffs } from './tables/staff-work.ts';

/** A conversation's facts from its row; the address of someone who was forgotten is empty. */
export async function readFacts(
  using: Connection,
  { row, personKeys }: { row: ConversationRow; personKeys: PersonKeys },
): Promise<ConversationFacts> {
  const { conversationId, personId, channel, assurance, residentId, propertyId } = row;
  const { knownHome, failedAt, provenTurnId, awaitsIdentity } = row;
  const [person] = await using.select().from(persons).where(eq(persons.personId, personId));
  return {
    conversationId,
    personId,
    channel,
    assurance,
    residentId,
    propertyId,
    knownHome,
    address: (await personKeys.unseal(row.addressSealed, using)) ?? '',
    language: person?.language ?? 'en',
    verificationFailures: await countedFailures(using, row),
    verificationFailedAt: failedAt,
    provenTurnId,
    awaitsIdentity,
    isGreeted: row.greetedAt !== null,
    isTakenOver: (await findTakeover(using, personId)) !== null,
    isOptedOut: row.optedOutAt !== null,
  };
}

/** Failed tries that still count: once a person has looked at it and released the hand-off, those before do not. */
export async function countedFailures(
  using: Connection,
  { conversationId, verificationFailures, failedAt }: ConversationRow,
): Promise<number> {
  if (failedAt === null) return verificationFailures;
  const [released] = await using
    .select({ handOffId: handOffs.handOffId })
    .from(handOffs)
    .where(
      and(
        eq(handOffs.conversationId, conversationId),
        eq(handOffs.state, 'released'),
        gt(handOffs.closedAt, failedAt),
      ),
    )
    .limit(1);
  return released ? 0 : verificationFailures;
}
