import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { AskedQuestion } from '../../../ports/approval-questions.ts';
import { readBody } from './bodies.ts';
import type { RecordsParts } from './parts.ts';
import { staffNameOf } from './seen-by-staff.ts';
import { approvalQuestions as table } from './tables/approval-questions.ts';
import { inboundMessages, sends } from './tables/messages.ts';

/** What was asked from an approval with what came back, oldest first; forgotten words read as empty. */
export async function listAsked(
  { database, personKeys }: Pick<RecordsParts, 'database' | 'personKeys'>,
  approvalId: string,
): Promise<AskedQuestion[]> {
  const rows = await database
    .select({
      question: table,
      askedByName: staffNameOf(table.askedBy),
      state: sends.state,
      failureCode: sends.failureCode,
    })
    .from(table)
    .innerJoin(sends, eq(sends.sendId, table.sendId))
    .where(and(eq(table.approvalId, approvalId), isNotNull(table.askedAt)))
    .orderBy(asc(table.askedAt), asc(table.questionId));
  const asked: AskedQuestion[] = [];
  for (const { question, askedByName, ...delivery } of rows) {
    const { questionId, askedAt, answerTurnId, answeredAt } = question;
    const words = answerTurnId === null ? '' : await readTurn(answerTurnId);
    asked.push({
      questionId,
      askedByName,
      text: (await personKeys.unseal(question.wordsSealed)) ?? '',
      askedAt: askedAt ?? question.offeredAt,
      delivery,
      isReminded: question.reminderSendId !== null,
      answer: answeredAt === null ? null : { text: words, at: answeredAt },
    });
  }
  return asked;

  async function readTurn(turnId: string): Promise<string> {
    const messages = await database
      .select({ bodySealed: inboundMessages.bodySealed })
      .from(inboundMessages)
      .where(eq(inboundMessages.turnId, turnId))
      .orderBy(asc(inboundMessages.sequence));
    const texts: string[] = [];
    for (const { bodySealed } of messages) {
      texts.push(readBody(await personKeys.unseal(bodySealed)).text);
    }
    return texts.join('\n');
  }
}
