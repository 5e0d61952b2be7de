import { eq } from 'drizzle-orm';
import type { Conversations, TurnPart } from '../../../ports/conversations.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Connection, Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import { readTurnParts } from './bodies.ts';
import { lockConversation } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { insertSend } from './send-rows.ts';
import { noteShadowTurn } from './shadow-turns.ts';
import { inboundMessages, sends, turns } from './tables/messages.ts';
import { conversations } from './tables/people.ts';
import { keepWishes } from './wishes.ts';

type TurnRow = typeof turns.$inferSelect;
type Settling = Parameters<Conversations['settle']>[0];

/** What becomes of a turn once its messages were taken: proposal, words, end. */
export function createTurns(
  parts: RecordsParts,
): Pick<Conversations, 'saveProposal' | 'readParts' | 'firstSentAt' | 'savePart' | 'settle'> {
  const { database, personKeys } = parts;

  async function sealParts(tx: Transaction, by: { turn: TurnRow; words: TurnPart[] }) {
    const [owner] = await tx
      .select({ personId: conversations.personId })
      .from(conversations)
      .where(eq(conversations.conversationId, by.turn.conversationId));
    if (!owner) throw new RecordNotFound(`no conversation ${by.turn.conversationId}`);
    const text = JSON.stringify(
      by.words.map(({ text: words, detail, sources, access }) => ({
        text: words,
        detail,
        sources,
        ...(access && { access }),
      })),
    );
    return personKeys.seal({ ...owner, text }, tx);
  }

  return {
    saveProposal: ({ turnId, parts: words, ...proposal }) =>
      database.transaction(async (tx) => {
        const turn = await lockTurn(tx, turnId);
        const partsSealed = await sealParts(tx, { turn, words });
        const { decisions, model, prompt, packVersion } = proposal;
        const state = turn.state === 'settled' ? turn.state : 'proposed';
        await tx
          .update(turns)
          .set({ state, decisions, model, prompt, packVersion, partsSealed })
          .where(eq(turns.turnId, turnId));
      }),

    async readParts(turnId) {
      const [turn] = await database.select().from(turns).where(eq(turns.turnId, turnId));
      if (!turn) throw new RecordNotFound(`no turn ${turnId}`);
      return partsOf(turn, database);
    },

    firstSentAt: (turnId) => firstSentAt(database, turnId),

    savePart: ({ turnId, part, text }) =>
      database.transaction(async (tx) => {
        const turn = await lockTurn(tx, turnId);
        const words = await partsOf(turn, tx);
        const known = words[part];
        if (!known) throw new RecordNotFound(`turn ${turnId} has no part ${part}`);
        const partsSealed = await sealParts(tx, {
          turn,
          words: words.with(part, { ...known, text }),
        });
        await tx.update(turns).set({ partsSealed }).where(eq(turns.turnId, turnId));
      }),

    settle: (turn) => database.transaction((tx) => settle(tx, { settling: turn, parts })),
  };

  async function partsOf({ partsSealed }: TurnRow, using: Connection): Promise<TurnPart[]> {
    return partsSealed ? readTurnParts(await personKeys.unseal(partsSealed, using)) : [];
  }
}

/** When a turn's first message was sent, or came, whichever was earlier. */
async function firstSentAt(using: Connection, turnId: string): Promise<string> {
  const rows = await using
    .select({ sentAt: inboundMessages.sentAt, receivedAt: inboundMessages.receivedAt })
    .from(inboundMessages)
    .where(eq(inboundMessages.turnId, turnId));
  const [first] = rows.flatMap(({ sentAt, receivedAt }) => [sentAt, receivedAt]).toSorted();
  if (!first) throw new RecordNotFound(`turn ${turnId} has no message`);
  return first;
}

async function lockTurn(tx: Transaction, turnId: string): Promise<TurnRow> {
  const [turn] = await tx.select().from(turns).where(eq(turns.turnId, turnId)).for('update');
  if (!turn) throw new RecordNotFound(`no turn ${turnId}`);
  return turn;
}

async function settle(
  tx: Transaction,
  { settling, parts }: { settling: Settling; parts: RecordsParts },
): Promise<{ sendId: string | null; tookMs: number | null }> {
  const { turnId, conversationId, reply, verdicts } = settling;
  const conversation = await lockConversation(tx, conversationId);
  const turn = await lockTurn(tx, turnId);
  const dedupeKey = `reply/${turnId}`;
  if (turn.state === 'settled') {
    const [known] = await tx.select().from(sends).where(eq(sends.dedupeKey, dedupeKey));
    return { sendId: known?.sendId ?? null, tookMs: null };
  }
  const now = parts.now();
  const { personId, propertyId, residentId, assurance } = conversation;
  const { personKeys } = parts;
  const place = { conversationId, dedupeKey, turnId, purpose: 'reply' as const };
  const sendId = reply
    ? await insertSend(tx, { send: { ...place, ...reply }, personId, personKeys, now })
    : null;
  const settledAt = now.toISOString();
  await tx
    .update(turns)
    .set({ state: 'settled', verdicts, settledAt, propertyId })
    .where(eq(turns.turnId, turnId));
  await keepWishes(tx, { turn, verdicts, personKeys });
  if (sendId && conversation.greetedAt === null) {
    await tx
      .update(conversations)
      .set({ greetedAt: settledAt })
      .where(eq(conversations.conversationId, conversationId));
  }
  await noteShadowTurn(tx, { turn, verdicts, propertyId });
  const { model, prompt, packVersion } = turn;
  const who = { turnId, conversationId, residentId, assurance };
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(propertyId),
    key: `turn/${turnId}/settled`,
    event: 'turn.settled',
    facts: {
      ...who,
      model,
      prompt,
      packVersion,
      sendId,
      decisions: (turn.decisions ?? []).map(({ kind }) => kind).join(' '),
      verdicts: verdicts.join(' '),
    },
  });
  return { sendId, tookMs: Math.max(0, now.getTime() - Date.parse(turn.startedAt)) };
}
