import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Carrier, DeliveryStatus } from '../../../ports/channel.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { SendOutcome, SendState } from '../../../ports/outbox.ts';
import { logger } from '../../../logger.ts';
import type { Transaction } from '../../shared/database.ts';
import { lockConversation } from './conversation-rows.ts';
import { takeEarlyStatuses } from './delivery-statuses.ts';
import type { RecordsParts } from './parts.ts';
import { beginAttempt, mayRepeat, type Attempt } from './send-attempts.ts';
import { handOverOf, mergeStatus, type HandOver } from './send-states.ts';
import { sends } from './tables/messages.ts';

interface Finished {
  attempt: Attempt;
  handOver: HandOver;
  durationMs: number;
  parts: RecordsParts;
}

/** `Outbox.sendOnce`: commit `sending`, call the provider outside of any transaction, commit what came of it. */
export async function sendOnce(
  parts: RecordsParts,
  { sendId, carrier }: { sendId: string; carrier: Carrier },
): Promise<SendOutcome> {
  const attempt = await parts.database.transaction((tx) =>
    beginAttempt(tx, { sendId, windowMs: (channel) => carrier.windowMs(channel), parts }),
  );
  if (attempt === 'unknown') await parts.database.transaction((tx) => show(tx, sendId));
  if (typeof attempt === 'string') return { sendId, state: attempt };
  const startedAt = performance.now();
  const handOver = await handOverTo(carrier, attempt);
  const durationMs = Math.round(performance.now() - startedAt);
  const state = await parts.database.transaction((tx) =>
    finish(tx, { attempt, handOver, durationMs, parts }),
  );
  if (handOver.state === 'queued') throw handOver.error;
  return { sendId, state };
}

async function handOverTo(
  carrier: Carrier,
  { sendId, channel, message }: Attempt,
): Promise<HandOver> {
  try {
    const { providerMessageId } = await carrier.deliver(channel, message);
    return { state: 'sent', providerMessageId };
  } catch (error) {
    const handOver = handOverOf(error);
    if (handOver.state === 'unknown') {
      logger.warn({ sendId, failureCode: handOver.failureCode }, 'send answer lost');
    }
    return handOver;
  }
}

async function finish(tx: Transaction, finished: Finished): Promise<SendState> {
  const { attempt, handOver, parts } = finished;
  const { sendId } = attempt;
  const early =
    handOver.state === 'sent' ? await takeEarlyStatuses(tx, handOver.providerMessageId) : [];
  if (handOver.state === 'sent' || handOver.state === 'unknown') await show(tx, sendId);
  const isIt = eq(sends.sendId, sendId);
  const [send] = await tx.select().from(sends).where(isIt).for('update');
  if (!send) throw new RecordNotFound(`no send ${sendId}`);
  const isOurs = send.attempts === attempt.number;
  const stateAt = parts.now().toISOString();
  const change = changeOf({ send, isOurs, handOver, early, at: stateAt });
  if (change)
    await tx
      .update(sends)
      .set({ ...change, stateAt })
      .where(isIt);
  await auditEnd(tx, { ...finished, isLate: !isOurs || send.state === 'unknown' });
  return change?.state ?? send.state;
}

/** Gives a line that has left its place for the resident, once; positions are handed out under the conversation's lock. */
async function show(tx: Transaction, sendId: string): Promise<void> {
  const isIt = eq(sends.sendId, sendId);
  const [send] = await tx.select().from(sends).where(isIt);
  if (!send || send.shownPosition !== null) return;
  await lockConversation(tx, send.conversationId);
  await tx
    .update(sends)
    .set({ shownPosition: sql`nextval('transcript_position')` })
    .where(and(isIt, isNull(sends.shownPosition)));
}

/** What an attempt's end changes in the row as it stands by now; null for nothing. */
function changeOf(by: {
  send: typeof sends.$inferSelect;
  isOurs: boolean;
  handOver: HandOver;
  early: { state: DeliveryStatus['state']; failureCode: string | null }[];
  at: string;
}) {
  const { send, isOurs, handOver, early, at } = by;
  if (handOver.state === 'sent') {
    const told: DeliveryStatus['state'][] = ['sent', ...early.map(({ state }) => state)];
    const state = told.reduce<SendState>(mergeStatus, send.state);
    const failure = early.find((status) => status.state === 'failed')?.failureCode;
    const { providerMessageId } = handOver;
    const failureCode = failure ?? send.failureCode;
    return { state, providerMessageId, failureCode, sentAt: send.sentAt ?? at };
  }
  const isOpen = send.state === 'sending' || send.state === 'unknown';
  return isOurs && isOpen ? changeWithoutProof(send, handOver) : null;
}

function changeWithoutProof(
  send: typeof sends.$inferSelect,
  handOver: Exclude<HandOver, { state: 'sent' }>,
): Partial<typeof sends.$inferInsert> & { state: SendState } {
  if (handOver.state === 'queued') return { state: 'queued', failureCode: null };
  // The channel may have lost it as well as its answer: the sweep sends it again.
  if (handOver.state === 'unknown' && mayRepeat(send)) {
    return { state: 'queued', resends: send.resends + 1, failureCode: null };
  }
  return { state: handOver.state, failureCode: handOver.failureCode };
}

// Where somebody had called the attempt lost meanwhile, its true end is an entry of its own.
async function auditEnd(tx: Transaction, by: Finished & { isLate: boolean }): Promise<void> {
  const { attempt, handOver, durationMs, isLate } = by;
  const { sendId, number, chain } = attempt;
  await by.parts.auditLog.appendAudit(tx, {
    chain,
    key: `send/${sendId}/${number}/${isLate ? 'resolved' : 'ended'}`,
    event: isLate ? 'send.resolved' : 'send.ended',
    facts: {
      sendId,
      attempt: number,
      // A row that goes back to the queue was refused, and not sent.
      state: handOver.state === 'queued' ? 'refused' : handOver.state,
      durationMs,
    },
  });
}
