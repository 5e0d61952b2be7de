import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type {
  AlertCase,
  AlertEnding,
  AlertState,
  RingOutcome,
  Rung,
} from '../../../../domain/alert.ts';
import type { HandOverReason } from '../../../../domain/decision.ts';
import type { HandOffState } from '../../../../domain/hand-off.ts';
import { instant, now } from './column-types.ts';
import { transcriptPosition } from './messages.ts';

/** Who silences the assistant for whom; at most one open takeover a person. */
export const takeovers = pgTable('takeovers', {
  takeoverId: text('takeover_id').primaryKey(),
  personId: text('person_id').notNull(),
  conversationId: text('conversation_id').notNull(),
  staffId: text('staff_id').notNull(),
  openedAt: instant('opened_at').notNull().default(now),
  closedAt: instant('closed_at'),
});

/** Conversations that wait for a person. */
export const handOffs = pgTable('hand_offs', {
  handOffId: text('hand_off_id').primaryKey(),
  position: transcriptPosition(),
  conversationId: text('conversation_id').notNull(),
  propertyId: text('property_id'),
  reason: text('reason').$type<HandOverReason>().notNull(),
  state: text('state').$type<HandOffState>().notNull(),
  ownerId: text('owner_id'),
  openedAt: instant('opened_at').notNull(),
  warnAt: instant('warn_at').notNull(),
  breachAt: instant('breach_at').notNull(),
  warnedAt: instant('warned_at'),
  breachedAt: instant('breached_at'),
  takenAt: instant('taken_at'),
  closedAt: instant('closed_at'),
  isSilent: boolean('is_silent').notNull().default(false),
  /** `unopened`: its process was not asked for yet. */
  toldState: text('told_state').$type<HandOffState | 'unopened'>().notNull().default('waiting'),
  assignedTo: text('assigned_to'),
  assignedBy: text('assigned_by'),
  assignedAt: instant('assigned_at'),
});

/** What rings until someone accepts. */
export const alerts = pgTable('alerts', {
  alertId: text('alert_id').primaryKey(),
  dedupeKey: text('dedupe_key').notNull(),
  propertyId: text('property_id'),
  kind: text('kind').$type<AlertCase['kind']>().notNull(),
  class: text('class'),
  headline: text('headline').notNull(),
  conversationId: text('conversation_id'),
  subjectId: text('subject_id'),
  ladder: jsonb('ladder').$type<Rung[]>().notNull(),
  state: text('state').$type<AlertState>().notNull(),
  openedAt: instant('opened_at').notNull().default(now),
  acceptedAt: instant('accepted_at'),
  acceptedBy: text('accepted_by'),
  closedAt: instant('closed_at'),
  closedBecause: text('closed_because').$type<AlertEnding>(),
});

/** Each ring of an alert. */
export const alertRings = pgTable(
  'alert_rings',
  {
    alertId: text('alert_id').notNull(),
    attempt: integer('attempt').notNull(),
    contacts: jsonb('contacts').$type<string[]>().notNull(),
    outcome: text('outcome').$type<RingOutcome>().notNull(),
    rangAt: instant('rang_at').notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.attempt] })],
);
