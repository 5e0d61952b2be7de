import { and, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { ApprovalQuestion, ApprovalQuestions } from '../../../ports/approval-questions.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Transaction } from '../../shared/database.ts';
import { listAsked } from './approval-answers.ts';
import { chainOf } from './audit-log.ts';
import { findTakeover, lockConversation, type ConversationRow } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { insertSend } from './send-rows.ts';
import { approvalQuestions as table } from './tables/approval-questions.ts';

type Stored = typeof table.$inferSelect;
type Asking = Parameters<ApprovalQuestions['ask']>[0];

/** Questions from approvals in PostgreSQL, their words sealed with the resident's key. */
export function createApprovalQuestions(parts: RecordsParts): ApprovalQuestions {
  const { database } = parts;
  return {
    offer: (question) => offer(parts, question),
    ask: (by) => database.transaction((tx) => ask(tx, { ...by, parts })),
    remind: (by) => database.transaction((tx) => remind(tx, { ...by, parts })),
    findAwaited: (by) => findAwaited(parts, by),
    attach: (by) => database.transaction((tx) => attach(tx, { ...by, parts })),
    list: (approvalId) => listAsked(parts, approvalId),

    async find(questionId) {
      const [stored] = await database.select().from(table).where(eq(table.questionId, questionId));
      return stored ? toQuestion(stored) : null;
    },
  };
}

async function offer(
  { database, personKeys, now }: RecordsParts,
  { text, ...question }: ApprovalQuestion & { text: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    const { personId } = await lockConversation(tx, question.conversationId);
    const wordsSealed = await personKeys.seal({ personId, text }, tx);
    const offeredAt = now().toISOString();
    await tx
      .insert(table)
      .values({ ...question, wordsSealed, offeredAt })
      .onConflictDoNothing({ target: table.questionId });
  });
}

interface AskedIn extends Asking {
  parts: RecordsParts;
}

/** The message is committed together with the question: whoever retries finds both or neither. */
async function ask(tx: Transaction, by: AskedIn): Promise<string | null> {
  const { question, conversation } = await lockQuestion(tx, by);
  const { questionId, approvalId, askedBy, sendId } = question;
  if (sendId) return sendId;
  const holder = await findTakeover(tx, conversation.personId);
  const isHeldByOther = holder !== null && holder.staffId !== askedBy;
  if (isHeldByOther || !(await isPending(tx, approvalId))) return null;
  // A person's own words, whoever hands them over: the fence of a takeover is for the assistant.
  const made = await say(tx, { ...by, question, conversation, purpose: 'staff' });
  const askedAt = by.parts.now().toISOString();
  await tx.update(table).set({ askedAt, sendId: made }).where(eq(table.questionId, questionId));
  await audit(tx, { ...by, question, conversation, event: 'approval.question-asked' });
  return made;
}

/** The assistant's own doing, so that the fence of a takeover stops it. */
async function remind(tx: Transaction, by: AskedIn): Promise<string | null> {
  const { question, conversation } = await lockQuestion(tx, by);
  const { questionId, approvalId, answeredAt, reminderSendId } = question;
  if (reminderSendId) return reminderSendId;
  if (answeredAt !== null || !(await hasGoneOut(tx, question.sendId))) return null;
  if (!(await isPending(tx, approvalId))) return null;
  const made = await say(tx, { ...by, question, conversation, purpose: 'news' });
  await tx.update(table).set({ reminderSendId: made }).where(eq(table.questionId, questionId));
  return made;
}

interface Told {
  question: Stored;
  conversation: ConversationRow;
}

async function lockQuestion(tx: Transaction, by: AskedIn): Promise<Told> {
  const isIt = eq(table.questionId, by.questionId);
  const [known] = await tx.select().from(table).where(isIt);
  if (!known) throw new RecordNotFound(`no question ${by.questionId}`);
  const conversation = await lockConversation(tx, known.conversationId);
  const [question = known] = await tx.select().from(table).where(isIt).for('update');
  return { question, conversation };
}

async function say(
  tx: Transaction,
  by: AskedIn & Told & { purpose: 'staff' | 'news' },
): Promise<string> {
  const { question, conversation, purpose, write, parts } = by;
  const { personKeys } = parts;
  const words = (await personKeys.unseal(question.wordsSealed, tx)) ?? '';
  const { conversationId, personId } = conversation;
  const dedupeKey = `approval-question/${question.questionId}/${purpose}`;
  const about = { conversationId, dedupeKey, purpose, sources: [], turnId: null };
  const send = { ...about, text: write(words) };
  return insertSend(tx, { send, personId, personKeys, now: parts.now() });
}

/** Whether the question itself was not held back: nobody is reminded of what they never read. */
async function hasGoneOut(tx: Transaction, sendId: string | null): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select from sends where send_id = ${sendId} and state not in ('withheld', 'failed')`,
  );
  return rows.length > 0;
}

/** Holds the approval's row, so that a decision comes before or after and never between. */
async function isPending(tx: Transaction, approvalId: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select from approvals where approval_id = ${approvalId} and state = 'pending' for share`,
  );
  return rows.length > 0;
}

/**
 * Asked, gone out to the person who is still the one there, and its approval waits; answered by nobody, or by that turn.
 */
const isAwaited = (by: { conversationId: string; turnId: string }): SQL | undefined =>
  and(
    eq(table.conversationId, by.conversationId),
    isNotNull(table.askedAt),
    or(isNull(table.answeredAt), eq(table.answerTurnId, by.turnId)),
    sql`exists (select from approvals a where a.approval_id = ${table.approvalId} and a.state = 'pending')`,
    sql`exists (select from sends s join conversations c using (conversation_id, person_id)
      where s.send_id = ${table.sendId} and s.state not in ('withheld', 'failed'))`,
    sql`${table.askedAt} < (select min(m.received_at) from inbound_messages m where m.turn_id = ${by.turnId})`,
  );

const awaitedRow = z.object({
  request_id: z.string(),
  issue: z.string(),
  overtaken: z.array(z.string()),
});

async function findAwaited(
  { database }: RecordsParts,
  by: { conversationId: string; turnId: string },
): ReturnType<ApprovalQuestions['findAwaited']> {
  const { rows } = await database.execute(sql`
    select r.request_id, r.issue, array(
        select other.request_id from maintenance_requests other
        where other.question is not null and other.question_asked_at < approval_questions.asked_at
          and other.conversation_id = approval_questions.conversation_id) as overtaken
    from approval_questions
      join approvals using (approval_id)
      join maintenance_requests r on r.request_id = approvals.request_id
    where ${isAwaited(by)}`);
  const awaited = z.array(awaitedRow).parse(rows);
  if (awaited.length === 0) return null;
  return {
    requests: awaited.map(({ request_id: requestId, issue }) => ({ requestId, issue })),
    overtaken: [...new Set(awaited.flatMap(({ overtaken }) => overtaken))],
  };
}

async function attach(
  tx: Transaction,
  by: { conversationId: string; turnId: string; parts: RecordsParts },
): Promise<ApprovalQuestion[]> {
  const { conversationId, turnId, parts } = by;
  const conversation = await lockConversation(tx, conversationId);
  const awaited = await tx.select().from(table).where(isAwaited(by)).for('update');
  const attached: ApprovalQuestion[] = [];
  for (const question of awaited) {
    if (!(await isPending(tx, question.approvalId))) continue;
    attached.push(toQuestion(question));
    if (question.answeredAt !== null) continue;
    const answeredAt = parts.now().toISOString();
    await tx
      .update(table)
      .set({ answerTurnId: turnId, answeredAt })
      .where(eq(table.questionId, question.questionId));
    const event = 'approval.question-answered';
    await audit(tx, { question, conversation, event, turnId, parts });
  }
  return attached;
}

async function audit(
  tx: Transaction,
  by: Told & { event: string; turnId?: string; parts: RecordsParts },
): Promise<void> {
  const { questionId, approvalId, askedBy, conversationId } = by.question;
  const { event, turnId = null } = by;
  await by.parts.auditLog.appendAudit(tx, {
    chain: chainOf(by.conversation.propertyId),
    key: `${event}/${questionId}`,
    event,
    facts: { questionId, approvalId, staffId: askedBy, conversationId, turnId },
  });
}

const toQuestion = ({
  questionId,
  approvalId,
  conversationId,
  askedBy,
}: Stored): ApprovalQuestion => ({ questionId, approvalId, conversationId, askedBy });
