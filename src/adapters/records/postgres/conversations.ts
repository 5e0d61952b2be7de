import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Conversations } from '../../../ports/conversations.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import { readFacts } from './conversation-facts.ts';
import { lockConversation } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { settlePerson } from './person-rows.ts';
import { conversations, persons } from './tables/people.ts';
import { viewTranscript } from './transcript.ts';
import { takeTurn } from './turn-taking.ts';
import { createTurns } from './turns.ts';
import { createVerifications } from './verifications.ts';

/** Conversations and their turns in PostgreSQL. */
export function createConversations(parts: RecordsParts): Conversations {
  const { database, personKeys } = parts;

  return {
    ...createTurns(parts),

    async find(conversationId) {
      const [row] = await database
        .select()
        .from(conversations)
        .where(eq(conversations.conversationId, conversationId));
      return row ? readFacts(database, { row, personKeys }) : null;
    },

    takeTurn: (turn) => database.transaction((tx) => takeTurn(tx, { turn, parts })),
    identify: (by) => database.transaction((tx) => identify(tx, { by, parts })),

    ...createVerifications(parts),

    view: (by) => viewTranscript(database, { ...by, personKeys }),
  };
}

async function identify(
  tx: Transaction,
  { by, parts }: { by: Parameters<Conversations['identify']>[0]; parts: RecordsParts },
): Promise<void> {
  const { conversationId, residentId, assurance, knownHome, language, provenInTurn } = by;
  const known = await lockConversation(tx, conversationId);
  const propertyId = by.propertyId ?? known.propertyId;
  const standing = { residentId, assurance, propertyId };
  const isProven = residentId !== null && assurance !== 'unknown';
  await tx
    .update(conversations)
    .set({
      ...standing,
      knownHome,
      ...(isProven && { awaitsIdentity: false, verificationFailures: 0 }),
      ...(provenInTurn !== undefined && {
        provenResidentId: residentId,
        provenTurnId: provenInTurn,
      }),
      ...(residentId === null && { provenResidentId: null }),
    })
    .where(eq(conversations.conversationId, conversationId));
  const conversation = { ...known, ...standing };
  const { personKeys } = parts;
  const personId = await settlePerson(tx, { conversation, residentId, personKeys });
  await tx
    .update(persons)
    .set({
      propertyId: sql`coalesce(${propertyId}, ${persons.propertyId})`,
      ...(language !== null && { language }),
    })
    .where(eq(persons.personId, personId));
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(propertyId),
    // Made and committed together with the change, so it cannot come twice.
    key: `conversation/${conversationId}/identified/${randomUUID()}`,
    event: 'conversation.identified',
    facts: { conversationId, residentId, propertyId, assurance },
  });
}
