import type { Source } from '../domain/document.ts';
import type { NewsOf } from '../domain/news.ts';
import type { Carrier, DeliveryStatus } from './channel.ts';

/**
 * Why a message goes out. `staff` passes the fence of a takeover, and `safety` does where its danger is newer; the bot's
 * words do not.
 */
export type SendPurpose = 'reply' | 'safety' | 'news' | 'staff' | 'consent';

/** How a send stands (design section 12). `unknown`: handed over, answer lost, never sent again blindly. */
export type SendState = (typeof SEND_STATES)[number];

/** Every state of a send. */
export const SEND_STATES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'withheld',
] as const;

/** A message to be sent once. */
export interface NewSend {
  conversationId: string;
  /** Made from what caused it, so that a retry queues nothing new. */
  dedupeKey: string;
  purpose: SendPurpose;
  text: string;
  sources: Source[];
  turnId: string | null;
  /** Who of the staff wrote it. */
  staffId?: string;
  /** What it tells besides a turn's answer: under a takeover it waits as a draft. */
  news?: NewsOf;
}

/** A row that waits, and the line of rows that it must not overtake. */
export interface SendableRow {
  sendId: string;
  conversationId: string;
  purpose: SendPurpose;
}

/** What became of an attempt to send a row. */
export interface SendOutcome {
  sendId: string;
  state: SendState;
}

/** Everything we say is a row first; a row is sent by whoever wins `queued -> sending`. */
export interface Outbox {
  /** Queues a message, once per dedupe key; answers the row's id either way. */
  queue(send: NewSend): Promise<string>;
  /**
   * Sends one row by handing it to the carrier, at most once. A row found `sending`, or whose answer was lost, becomes
   * `unknown`, except a safety text, which is sent once more; a row that somebody took less than two seconds ago is left to them and answered
   * `sending`. A row of a person who was taken over, who opted out, or whose channel's window has closed becomes
   * `withheld`.
   */
  sendOnce(sendId: string, carrier: Carrier): Promise<SendOutcome>;
  /** Rows still to be sent, and those left half sent for longer than `stuckAfterMs`; oldest first, safety before all. */
  listSendable(by: { stuckAfterMs: number }): Promise<SendableRow[]>;
  recordStatus(status: DeliveryStatus): Promise<void>;
}
