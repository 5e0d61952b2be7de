import { and, asc, eq, gte } from 'drizzle-orm';
import type { Conversations, HeldBack } from '../../../ports/conversations.ts';
import { readTurnParts } from './bodies.ts';
import { countedFailures } from './conversation-facts.ts';
import { lockConversation } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { turns } from './tables/messages.ts';
import { conversations } from './tables/people.ts';

/** The question who writes: since when it is open, how often it was answered in vain, and what waits for it. */
export function createVerifications({
  database,
  personKeys,
  now,
}: RecordsParts): Pick<Conversations, 'awaitIdentity' | 'countFailure' | 'readHeldBack'> {
  return {
    awaitIdentity: (conversationId) =>
      database.transaction(async (tx) => {
        const { awaitsIdentity } = await lockConversation(tx, conversationId);
        if (awaitsIdentity) return; // asked again: what was held back meanwhile belongs to the first question
        await tx
          .update(conversations)
          .set({ awaitsIdentity: true, identityAskedAt: now().toISOString() })
          .where(eq(conversations.conversationId, conversationId));
      }),

    countFailure: ({ conversationId, turnId, forgottenBefore }) =>
      database.transaction(async (tx) => {
        const row = await lockConversation(tx, conversationId);
        const { failedTurnId, failedAt } = row;
        if (failedTurnId === turnId) return row.verificationFailures;
        const isForgotten = failedAt === null || failedAt < forgottenBefore;
        const failures = (isForgotten ? 0 : await countedFailures(tx, row)) + 1;
        await tx
          .update(conversations)
          .set({
            verificationFailures: failures,
            failedTurnId: turnId,
            failedAt: now().toISOString(),
          })
          .where(eq(conversations.conversationId, conversationId));
        return failures;
      }),

    async readHeldBack(conversationId) {
      const [conversation] = await database
        .select()
        .from(conversations)
        .where(eq(conversations.conversationId, conversationId));
      const { identityAskedAt } = conversation ?? {};
      if (!identityAskedAt) return [];
      const since = and(
        eq(turns.conversationId, conversationId),
        gte(turns.settledAt, identityAskedAt),
      );
      const rows = await database.select().from(turns).where(since).orderBy(asc(turns.settledAt));
      const held: HeldBack[] = [];
      for (const { decisions, verdicts, partsSealed } of rows) {
        const parts = partsSealed ? readTurnParts(await personKeys.unseal(partsSealed)) : [];
        for (const [index, decision] of (decisions ?? []).entries()) {
          const part = parts[decision.part];
          if (part && verdicts?.[index] === 'needs-identity') held.push({ decision, part });
        }
      }
      return held;
    },
  };
}
