import { and, eq, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { DocumentQuestions } from '../../../ports/document-questions.ts';
import type { RecordsParts } from './parts.ts';
import { documentQuestions as table } from './tables/document-reading.ts';

const KEPT_MS = 24 * 3_600_000;

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    text: z.string(),
    sources: z.array(
      z.object({ document: z.string(), version: z.number(), page: z.number(), quote: z.string() }),
    ),
  }),
  z.object({ kind: z.literal('not-in-document') }),
  z.object({ kind: z.literal('not-published') }),
  z.object({ kind: z.literal('model-unavailable') }),
]);

/** Questions to documents in PostgreSQL, sealed with the house's key. */
export function createDocumentQuestions({
  database,
  personKeys,
  now,
}: RecordsParts): DocumentQuestions {
  const seal = async (text: string): Promise<Buffer> =>
    personKeys.seal({ keyId: await personKeys.houseKeyId(), text });
  return {
    async ask({ text, ...question }) {
      const askedAt = now();
      const questionSealed = await seal(text);
      await database.transaction(async (tx) => {
        const forgottenBefore = new Date(askedAt.getTime() - KEPT_MS).toISOString();
        await tx.delete(table).where(lt(table.askedAt, forgottenBefore));
        await tx
          .insert(table)
          .values({ ...question, questionSealed, askedAt: askedAt.toISOString() });
      });
    },

    async find(questionId) {
      const [row] = await database.select().from(table).where(eq(table.questionId, questionId));
      if (!row) return null;
      const { questionSealed, answerSealed, ...question } = row;
      const answer = answerSealed ? await personKeys.unseal(answerSealed) : null;
      return {
        ...question,
        text: (await personKeys.unseal(questionSealed)) ?? '',
        answer: answer === null ? null : answerSchema.parse(JSON.parse(answer)),
      };
    },

    async answer({ questionId, answer }) {
      const answerSealed = await seal(JSON.stringify(answer));
      await database
        .update(table)
        .set({ answerSealed })
        .where(and(eq(table.questionId, questionId), isNull(table.answerSealed)));
    },
  };
}
