import { fileURLToPath } from 'node:url';
import type { DangerFinding } from '../../../src/domain/danger.ts';
import type { InboundMessage } from '../../../src/domain/message.ts';
import { createPostgresRecords } from '../../../src/adapters/records/postgres/index.ts';
import type { Carrier } from '../../../src/ports/channel.ts';
import type { CommittedMessage, Delivery } from '../../../src/ports/inbox.ts';
import type { SendPurpose } from '../../../src/ports/outbox.ts';
import type { Records } from '../../../src/ports/records.ts';
import { startMigratedPostgres, type MigratedPostgres } from '../migrated-postgres.ts';

/** The records of one process over a database of their own, with a clock that stands until it is set. */
export interface HouseRecords extends Records {
  postgres: MigratedPostgres;
  clock: { at: string; pass(ms: number): void };
  /** The same database, as another process sees it. */
  another(): Promise<Records>;
  stop(): Promise<void>;
}

const masterKey = new Uint8Array(32).fill(7);
/** Where the schema stands. */
export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Starts a PostgreSQL and the records of a house in it. */
export async function startHouseRecords(): Promise<HouseRecords> {
  const postgres = await startMigratedPostgres();
  const clock = {
    at: '2026-11-23T12:00:00.000Z',
    pass(ms: number) {
      clock.at = new Date(Date.parse(clock.at) + ms).toISOString();
    },
  };
  const { url } = postgres;
  const another = () =>
    createPostgresRecords({ url, masterKey, migrationsFolder, now: () => new Date(clock.at) });
  const records = await another();
  const opened = [records];
  return {
    ...records,
    postgres,
    clock,
    async another() {
      const other = await another();
      opened.push(other);
      return other;
    },
    async stop() {
      for (const each of opened) await each.close();
      await postgres.stop();
    },
  };
}

let made = 0;

/** A text by WhatsApp, unlike any other; the same sender unless told otherwise. */
export function aMessage(changes: Partial<InboundMessage> = {}): InboundMessage {
  made += 1;
  return {
    channel: 'whatsapp',
    providerMessageId: `provider-message-${made}`,
    from: { kind: 'wa_id', value: '12025550101' },
    assurance: 'unknown',
    residentId: null,
    propertyId: null,
    kind: 'text',
    text: 'The kitchen sink drips.',
    sentAt: '2026-11-23T11:59:58.000Z',
    ...changes,
  };
}

/** A sender that nobody else is. */
export function aSender(): InboundMessage['from'] {
  made += 1;
  return { kind: 'wa_id', value: `1202555${String(made).padStart(6, '0')}` };
}

/** A delivery without danger or consent unless told otherwise. */
export function aDelivery(
  message: Partial<InboundMessage> = {},
  rest: Partial<Omit<Delivery, 'message'>> = {},
): Delivery {
  return { message: aMessage(message), language: 'en', danger: null, consent: null, ...rest };
}

/** What the floor finds in a message about a smell of gas. */
export const gasFinding: DangerFinding = {
  hazard: 'gas',
  issue: 'gas.smell',
  class: 'P0',
  ruleId: 'gas-1',
  floorVersion: 'floor@1',
};

/** A danger with the words that answer it. */
export const gasDanger = { finding: gasFinding, safetyText: 'Leave now and call 911.' };

/** A carrier on channels without a window that takes every message. */
export function aCarrier(changes: Partial<Carrier> = {}): Carrier & { delivered: string[] } {
  const delivered: string[] = [];
  return {
    delivered,
    windowMs: () => null,
    deliver: async (_channel, { sendId, text }) => {
      delivered.push(text);
      return { providerMessageId: `provider/${sendId}` };
    },
    ...changes,
  };
}

export /** A carrier whose call that hangs until it is let go; `begun` resolves once the provider was called. */
function aHangingCarrier() {
  const begun = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<{ providerMessageId: string }>();
  const carrier = aCarrier({
    deliver: () => {
      begun.resolve();
      return answer.promise;
    },
  });
  return { carrier, begun: begun.promise, answer };
}

/** Queues a message of the assistant, or one for another purpose. */
export function queueReply(
  records: Records,
  by: { conversationId: string; key?: string; purpose?: SendPurpose },
): Promise<string> {
  made += 1;
  const { conversationId, key = `key-${made}`, purpose = 'reply' } = by;
  return records.outbox.queue({
    conversationId,
    dedupeKey: key,
    purpose,
    text: `Answer ${key}`,
    sources: [],
    turnId: null,
  });
}

/** A conversation of somebody new, with its first message committed. */
export function aConversation(
  records: Records,
  message: Partial<InboundMessage> = {},
): Promise<CommittedMessage> {
  return records.inbox.commit(aDelivery({ from: aSender(), ...message }));
}

/** Waits until a statement waits for a lock, or until what should have waited has ended without. */
export async function untilBlocked(
  { postgres }: HouseRecords,
  waiting: Promise<unknown>,
): Promise<void> {
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  waiting.then(end, end);
  const blocked = `select from pg_stat_activity where wait_event_type = 'Lock'`;
  while (!hasEnded && (await postgres.query(blocked)).length === 0);
}

/** A turn that takes these messages of one conversation. */
export function aTurn(...messages: CommittedMessage[]) {
  made += 1;
  const conversationId = messages[0]?.conversationId ?? '';
  const messageIds = messages.map(({ messageId }) => messageId);
  return { turnId: `turn-${made}`, conversationId, messageIds };
}
