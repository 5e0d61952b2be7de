import { randomUUID } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import type { DeliveryStatus } from '../../../ports/channel.ts';
import type { Transaction } from '../../shared/database.ts';
import { lockName } from './conversation-rows.ts';
import { mergeStatus } from './send-states.ts';
import { earlyStatuses, sends } from './tables/messages.ts';

// Providers tell of other senders' messages, too; what no send of ours claimed by then never will be.
const EARLY_KEPT_MS = 24 * 60 * 60_000;

/** Writes what a provider tells of a message; kept for later while no send has that id yet. */
export async function recordStatus(
  tx: Transaction,
  { status, now }: { status: DeliveryStatus; now: Date },
): Promise<void> {
  const { providerMessageId, state, failureCode } = status;
  await lockMessage(tx, providerMessageId);
  const send = await findSend(tx, status);
  const at = now.toISOString();
  if (send) {
    const merged = mergeStatus(send.state, state);
    const change = { providerMessageId: send.providerMessageId ?? providerMessageId };
    const news = {
      state: merged,
      stateAt: at,
      failureCode: merged === 'failed' ? failureCode : null,
    };
    await tx
      .update(sends)
      .set(merged === send.state ? change : { ...change, ...news })
      .where(eq(sends.sendId, send.sendId));
    return;
  }
  const tooOld = new Date(now.getTime() - EARLY_KEPT_MS).toISOString();
  await tx.delete(earlyStatuses).where(lt(earlyStatuses.receivedAt, tooOld));
  await tx
    .insert(earlyStatuses)
    .values({ statusId: randomUUID(), providerMessageId, state, failureCode, receivedAt: at });
}

/** Takes what came before a provider's id was known, the oldest first. */
export async function takeEarlyStatuses(tx: Transaction, providerMessageId: string) {
  await lockMessage(tx, providerMessageId);
  const rows = await tx
    .delete(earlyStatuses)
    .where(eq(earlyStatuses.providerMessageId, providerMessageId))
    .returning();
  return rows.toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
}

// A status and the answer that it overtook are written one after the other.
async function lockMessage(tx: Transaction, providerMessageId: string): Promise<void> {
  await lockName(tx, `status/${providerMessageId}`);
}

async function findSend(tx: Transaction, { sendId, providerMessageId }: DeliveryStatus) {
  if (sendId !== null) {
    const [echoed] = await tx.select().from(sends).where(eq(sends.sendId, sendId)).for('update');
    if (echoed) return echoed;
  }
  const [known] = await tx
    .select()
    .from(sends)
    .where(eq(sends.providerMessageId, providerMessageId))
    .for('update');
  return known;
}
