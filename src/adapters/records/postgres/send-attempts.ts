import { eq } from 'drizzle-orm';
import type { ChannelName } from '../../../domain/message.ts';
import type { Carrier, OutgoingMessage } from '../../../ports/channel.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { SendState } from '../../../ports/outbox.ts';
import type { Transaction } from '../../shared/database.ts';
import { digestOfSealed } from './audit-hashes.ts';
import { chainOf } from './audit-log.ts';
import { readBody } from './bodies.ts';
import { findTakeover, lockPerson, type ConversationRow } from './conversation-rows.ts';
import type { RecordsParts } from './parts.ts';
import { drafts } from './tables/drafts.ts';
import { dangers, sends } from './tables/messages.ts';

/** What is tried: a row, and how long each channel's window is open. */
interface SendTry {
  sendId: string;
  windowMs: Carrier['windowMs'];
  parts: RecordsParts;
}

/** An attempt whose row is about to be committed as `sending`: only after that may the provider be called. */
export interface Attempt {
  sendId: string;
  number: number;
  chain: string;
  channel: ChannelName;
  message: OutgoingMessage;
}

// How often a safety text that may not have arrived goes out once more.
const SAFETY_RESENDS_MAX = 1;

/** Whether a row that may or may not have arrived is sent once more: a doubled warning is better than none. */
export const mayRepeat = ({ purpose, resends }: typeof sends.$inferSelect): boolean =>
  purpose === 'safety' && resends < SAFETY_RESENDS_MAX;

// A row that somebody took so short a time ago is just being handed over by a process that lives. One taken later than
// now was taken by a clock that was wrong: that process is no more in the middle of it than any other.
const IN_FLIGHT_MS = 2_000;

interface Taking extends SendTry {
  send: typeof sends.$inferSelect;
  conversation: ConversationRow;
  chain: string;
}

/** Takes the row for an attempt, or answers the state in which it stays. */
export async function beginAttempt(tx: Transaction, by: SendTry): Promise<Attempt | SendState> {
  const taking = await lockSend(tx, by);
  const { send, parts } = taking;
  if (send.state === 'queued') return take(tx, { ...taking, resends: send.resends });
  if (send.state !== 'sending') return send.state;
  if (Math.abs(parts.now().getTime() - Date.parse(send.stateAt)) < IN_FLIGHT_MS) return 'sending';
  await parts.auditLog.appendAudit(tx, {
    chain: taking.chain,
    key: `send/${send.sendId}/${send.attempts}/ended`,
    event: 'send.ended',
    facts: { sendId: send.sendId, attempt: send.attempts, state: 'unknown', durationMs: null },
  });
  return mayRepeat(send)
    ? take(tx, { ...taking, resends: send.resends + 1 })
    : settle(tx, { ...taking, state: 'unknown', failureCode: 'half-sent' });
}

async function lockSend(tx: Transaction, by: SendTry): Promise<Taking> {
  const isIt = eq(sends.sendId, by.sendId);
  const [known] = await tx.select().from(sends).where(isIt);
  if (!known) throw new RecordNotFound(`no send ${by.sendId}`);
  const { conversationId } = known;
  const conversation = await lockPerson(tx, { conversationId, strength: 'share' });
  const [send = known] = await tx.select().from(sends).where(isIt).for('update');
  return { ...by, send, conversation, chain: chainOf(conversation.propertyId) };
}

async function take(
  tx: Transaction,
  taking: Taking & { resends: number },
): Promise<Attempt | SendState> {
  const { send, conversation, chain, resends, parts } = taking;
  const { sendId } = send;
  const body = await parts.personKeys.unseal(send.bodySealed, tx);
  const to = await parts.personKeys.unseal(conversation.addressSealed, tx);
  const barrier = await findBarrier(tx, taking);
  if (barrier === 'taken-over' && send.news !== null) {
    const { conversationId } = send;
    await tx.insert(drafts).values({ sendId, conversationId, createdAt: send.createdAt });
  }
  if (barrier !== null || body === null || to === null) {
    return settle(tx, { ...taking, state: 'withheld', failureCode: barrier ?? 'erased' });
  }
  const number = send.attempts + 1;
  const stateAt = parts.now().toISOString();
  await tx
    .update(sends)
    .set({ state: 'sending', stateAt, attempts: number, resends, failureCode: null })
    .where(eq(sends.sendId, sendId));
  await parts.auditLog.appendAudit(tx, {
    chain,
    key: `send/${sendId}/${number}/started`,
    event: 'send.started',
    facts: { ...factsOf(taking), attempt: number },
  });
  const message = { sendId, to, ...readBody(body) };
  return { sendId, number, chain, channel: conversation.channel, message };
}

/** What forbids a message just now, or null. The person's row is locked, so the answer holds until the commit. */
async function findBarrier(
  tx: Transaction,
  { send, conversation, windowMs, parts }: Taking,
): Promise<'taken-over' | 'opted-out' | 'window-closed' | null> {
  const held = send.purpose === 'staff' ? null : await findTakeover(tx, conversation.personId);
  if (held && !(await isWarning(tx, { send, heldSince: held.openedAt }))) return 'taken-over';
  const passesOptOut = send.purpose === 'safety' || send.purpose === 'consent';
  if (!passesOptOut && conversation.optedOutAt !== null) return 'opted-out';
  const openMs = windowMs(conversation.channel);
  if (openMs === null) return null;
  const openedAt = Date.parse(conversation.lastInboundAt ?? conversation.createdAt);
  return parts.now().getTime() - openedAt < openMs ? null : 'window-closed';
}

/** Whether it warns of a danger, or tells what came of the alarm for one that was met after the takeover. */
async function isWarning(
  tx: Transaction,
  { send, heldSince }: { send: Taking['send']; heldSince: string },
): Promise<boolean> {
  const { purpose, news } = send;
  if (purpose !== 'safety' || news?.kind !== 'alarm') return purpose === 'safety';
  const [danger] = await tx.select().from(dangers).where(eq(dangers.dangerId, news.dangerId));
  return danger !== undefined && danger.openedAt >= heldSince;
}

/** Ends a row without an attempt. */
async function settle(
  tx: Transaction,
  taking: Taking & { state: 'withheld' | 'unknown'; failureCode: string },
): Promise<SendState> {
  const { send, chain, state, failureCode, parts } = taking;
  const stateAt = parts.now().toISOString();
  await tx.update(sends).set({ state, failureCode, stateAt }).where(eq(sends.sendId, send.sendId));
  if (state === 'withheld') {
    await parts.auditLog.appendAudit(tx, {
      chain,
      key: `send/${send.sendId}/withheld`,
      event: 'send.withheld',
      facts: { ...factsOf(taking), failureCode },
    });
  }
  return state;
}

function factsOf({ send, conversation }: Taking) {
  const { sendId, conversationId, purpose } = send;
  const { channel, residentId, propertyId } = conversation;
  const bodySha256 = digestOfSealed(send.bodySealed);
  return { sendId, conversationId, purpose, channel, residentId, propertyId, bodySha256 };
}
