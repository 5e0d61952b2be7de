import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ShadowDeed, ShadowMark, ShadowSkill } from '../../../../domain/shadow.ts';
import { instant, now } from './column-types.ts';

/** Stop switches of organisations. */
export const organisationStops = pgTable('organisation_stops', {
  organisationId: text('organisation_id').primaryKey(),
  isStopped: boolean('is_stopped').notNull().default(false),
  version: integer('version').notNull().default(0),
  changedBy: text('changed_by'),
  changedAt: instant('changed_at').notNull().default(now),
});

/** Turns of which something was kept in shadow. */
export const shadowTurns = pgTable('shadow_turns', {
  turnId: text('turn_id').primaryKey(),
  conversationId: text('conversation_id').notNull(),
  propertyId: text('property_id'),
  skills: jsonb('skills').$type<ShadowSkill[]>().notNull(),
  deed: text('deed').$type<ShadowDeed>().notNull(),
  askedAt: instant('asked_at').notNull(),
  mark: text('mark').$type<ShadowMark>(),
  markedBy: text('marked_by'),
  markedAt: instant('marked_at'),
});
