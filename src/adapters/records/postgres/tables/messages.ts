import { sql } from 'drizzle-orm';
import { bigint, boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Hazard } from '../../../../domain/danger.ts';
import type { Decision } from '../../../../domain/decision.ts';
import type { Assurance } from '../../../../domain/identity.ts';
import type { ChannelName, InboundMessage } from '../../../../domain/message.ts';
import type { NewsOf } from '../../../../domain/news.ts';
import type { DeliveryStatus } from '../../../../ports/channel.ts';
import type { CommittedDanger } from '../../../../ports/inbox.ts';
import type { SendPurpose, SendState } from '../../../../ports/outbox.ts';
import { bytes, instant, now } from './column-types.ts';

/** A place in the transcript: one growing number over all kinds of rows. */
export const transcriptPosition = () =>
  bigint('position', { mode: 'number' })
    .notNull()
    .default(sql`nextval('transcript_position')`);

/** What residents wrote. */
export const inboundMessages = pgTable('inbound_messages', {
  messageId: text('message_id').primaryKey(),
  position: transcriptPosition(),
  conversationId: text('conversation_id').notNull(),
  sequence: integer('sequence').notNull(),
  channel: text('channel').$type<ChannelName>().notNull(),
  providerMessageId: text('provider_message_id').notNull(),
  kind: text('kind').$type<InboundMessage['kind']>().notNull(),
  bodySealed: bytes('body_sealed').notNull(),
  danger: jsonb('danger').$type<CommittedDanger>(),
  otherDangers: jsonb('other_dangers').$type<CommittedDanger[]>(),
  isFlood: boolean('is_flood').notNull().default(false),
  sentAt: instant('sent_at').notNull(),
  receivedAt: instant('received_at').notNull().default(now),
  signalledAt: instant('signalled_at'),
  turnId: text('turn_id'),
  takenAt: instant('taken_at'),
});

/** Dangers that were met, each once. */
export const dangers = pgTable('dangers', {
  dangerId: text('danger_id').primaryKey(),
  position: transcriptPosition(),
  conversationId: text('conversation_id').notNull(),
  messageId: text('message_id').notNull(),
  hazard: text('hazard').$type<Hazard>().notNull(),
  issue: text('issue').notNull(),
  class: text('class').$type<CommittedDanger['class']>().notNull(),
  foundBy: text('found_by').$type<'floor' | 'classifier'>().notNull(),
  floorVersion: text('floor_version').notNull(),
  openedAt: instant('opened_at').notNull().default(now),
});

/** Turns of the assistant. */
export const turns = pgTable('turns', {
  turnId: text('turn_id').primaryKey(),
  conversationId: text('conversation_id').notNull(),
  state: text('state').$type<'taken' | 'proposed' | 'settled'>().notNull(),
  assurance: text('assurance').$type<Assurance>().notNull(),
  partsSealed: bytes('parts_sealed'),
  decisions: jsonb('decisions').$type<Decision[]>(),
  verdicts: jsonb('verdicts').$type<string[]>(),
  model: text('model'),
  prompt: text('prompt'),
  packVersion: text('pack_version'),
  startedAt: instant('started_at').notNull().default(now),
  settledAt: instant('settled_at'),
  propertyId: text('property_id'),
});

/** Everything that we say. */
export const sends = pgTable('sends', {
  sendId: text('send_id').primaryKey(),
  position: transcriptPosition(),
  shownPosition: bigint('shown_position', { mode: 'number' }),
  conversationId: text('conversation_id').notNull(),
  personId: text('person_id').notNull(),
  turnId: text('turn_id'),
  dedupeKey: text('dedupe_key').notNull(),
  purpose: text('purpose').$type<SendPurpose>().notNull(),
  bodySealed: bytes('body_sealed').notNull(),
  state: text('state').$type<SendState>().notNull().default('queued'),
  stateAt: instant('state_at').notNull().default(now),
  sentAt: instant('sent_at'),
  attempts: integer('attempts').notNull().default(0),
  resends: integer('resends').notNull().default(0),
  providerMessageId: text('provider_message_id'),
  failureCode: text('failure_code'),
  news: jsonb('news').$type<NewsOf>(),
  createdAt: instant('created_at').notNull().default(now),
  staffId: text('staff_id'),
});

/** Statuses of messages whose provider id is not written yet. */
export const earlyStatuses = pgTable('early_statuses', {
  statusId: text('status_id').primaryKey(),
  providerMessageId: text('provider_message_id').notNull(),
  state: text('state').$type<DeliveryStatus['state']>().notNull(),
  failureCode: text('failure_code'),
  receivedAt: instant('received_at').notNull().default(now),
});

/** Signed webhooks that nobody could parse. */
export const unreadableWebhooks = pgTable('unreadable_webhooks', {
  webhookId: text('webhook_id').primaryKey(),
  channel: text('channel').notNull(),
  bodySealed: bytes('body_sealed').notNull(),
  receivedAt: instant('received_at').notNull().default(now),
});
