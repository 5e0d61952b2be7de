import { and, asc, desc, eq, inArray, isNull, lt, lte, notInArray, or } from 'drizzle-orm';
import { isAssured } from '../../../domain/identity.ts';
import { ENDED_STATES } from '../../../domain/maintenance-request.ts';
import type { Conversations, TurnFacts } from '../../../ports/conversations.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Transaction } from '../../shared/database.ts';
import { readBody, readSummary } from './bodies.ts';
import { readClosed } from './closed-matters.ts';
import { readFacts } from './conversation-facts.ts';
import { lockConversation, type ConversationRow } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { inboundMessages, sends, turns } from './tables/messages.ts';
import { maintenanceRequests } from './tables/requests.ts';

// The port promises a dozen earlier lines at most.
const RECENT_MAX = 12;

type NewTurn = Parameters<Conversations['takeTurn']>[0];
type MessageRow = typeof inboundMessages.$inferSelect;

/** Starts a turn, or reads again what an attempt before this one had started with. */
export async function takeTurn(
  tx: Transaction,
  { turn, parts }: { turn: NewTurn; parts: RecordsParts },
): Promise<TurnFacts> {
  const { personKeys } = parts;
  const conversation = await lockConversation(tx, turn.conversationId);
  const startedAt = await startTurn(tx, { turn, conversation, now: parts.now() });
  const rows = await tx
    .select()
    .from(inboundMessages)
    .where(eq(inboundMessages.turnId, turn.turnId))
    .orderBy(asc(inboundMessages.sequence));
  const messages: TurnFacts['messages'] = [];
  for (const { messageId, kind, danger, otherDangers, bodySealed } of rows) {
    const { text } = readBody(await personKeys.unseal(bodySealed, tx));
    messages.push({ messageId, kind, text, danger, otherDangers: otherDangers ?? [] });
  }
  return {
    conversation: await readFacts(tx, { row: conversation, personKeys }),
    messages,
    recent: await readRecent(tx, { conversation, first: rows[0], startedAt, parts }),
    ...(await readOpen(tx, { conversation, parts })),
  };
}

async function startTurn(
  tx: Transaction,
  by: { turn: NewTurn; conversation: ConversationRow; now: Date },
): Promise<string> {
  const { turnId, conversationId, messageIds } = by.turn;
  const startedAt = by.now.toISOString();
  const { assurance } = by.conversation;
  const [started] = await tx
    .insert(turns)
    .values({ turnId, conversationId, state: 'taken', assurance, startedAt })
    .onConflictDoNothing()
    .returning();
  if (!started) {
    const [known] = await tx.select().from(turns).where(eq(turns.turnId, turnId));
    if (known?.conversationId !== conversationId) {
      throw new RecordNotFound(`no turn ${turnId} in conversation ${conversationId}`);
    }
    return known.startedAt;
  }
  await tx
    .update(inboundMessages)
    .set({ turnId, takenAt: startedAt })
    .where(
      and(
        eq(inboundMessages.conversationId, conversationId),
        inArray(inboundMessages.messageId, messageIds),
        // A message belongs to one turn, the first that took it.
        isNull(inboundMessages.turnId),
      ),
    );
  return startedAt;
}

async function readRecent(
  tx: Transaction,
  by: {
    conversation: ConversationRow;
    first: MessageRow | undefined;
    startedAt: string;
    parts: RecordsParts;
  },
): Promise<TurnFacts['recent']> {
  const { conversationId, lastSequence } = by.conversation;
  const heard = await tx
    .select({ position: inboundMessages.position, bodySealed: inboundMessages.bodySealed })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.conversationId, conversationId),
        lt(inboundMessages.sequence, by.first?.sequence ?? lastSequence + 1),
      ),
    )
    .orderBy(desc(inboundMessages.position))
    .limit(RECENT_MAX);
  const said = await tx
    .select({ position: sends.position, bodySealed: sends.bodySealed })
    .from(sends)
    .where(
      and(
        eq(sends.conversationId, conversationId),
        lte(sends.createdAt, by.startedAt),
        notInArray(sends.state, ['withheld', 'failed']),
      ),
    )
    .orderBy(desc(sends.position))
    .limit(RECENT_MAX);
  const lines = [
    ...heard.map((row) => ({ ...row, from: 'resident' as const })),
    ...said.map((row) => ({ ...row, from: 'us' as const })),
  ];
  const recent: TurnFacts['recent'] = [];
  const inOrder = lines.toSorted((one, other) => one.position - other.position);
  for (const { from, bodySealed } of inOrder.slice(-RECENT_MAX)) {
    const { text } = readBody(await by.parts.personKeys.unseal(bodySealed, tx));
    recent.push({ from, text });
  }
  return recent;
}

async function readOpen(
  tx: Transaction,
  { conversation, parts }: { conversation: ConversationRow; parts: RecordsParts },
): Promise<Pick<TurnFacts, 'openQuestions' | 'openRequests' | 'closedRequests'>> {
  const { conversationId, personId, assurance } = conversation;
  const isHere = eq(maintenanceRequests.conversationId, conversationId);
  // What the person has open elsewhere is shown only to someone who is known to be that person.
  const isTheirs = isAssured(assurance, 'channel')
    ? or(isHere, eq(maintenanceRequests.personId, personId))
    : isHere;
  const rows = await tx
    .select()
    .from(maintenanceRequests)
    .where(and(isTheirs, notInArray(maintenanceRequests.state, [...ENDED_STATES])))
    .orderBy(asc(maintenanceRequests.position));
  const { closedRequests, openQuestions } = await readClosed(tx, {
    conversationId,
    isTheirs,
    parts,
  });
  const openRequests: TurnFacts['openRequests'] = [];
  for (const { requestId, reference, question, wordsSealed } of rows) {
    const about = readSummary(await parts.personKeys.unseal(wordsSealed, tx));
    openRequests.push({ requestId, reference, about });
    if (question) openQuestions.push({ id: requestId, kind: question, about });
  }
  return { openQuestions, openRequests, closedRequests };
}
