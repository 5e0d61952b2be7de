import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant, now } from './column-types.ts';
import { transcriptPosition } from './messages.ts';

/** What staff write for each other about a conversation. */
export const staffNotes = pgTable('staff_notes', {
  noteId: text('note_id').primaryKey(),
  position: transcriptPosition(),
  conversationId: text('conversation_id').notNull(),
  staffId: text('staff_id').notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  bodySealed: bytes('body_sealed').notNull(),
  at: instant('at').notNull().default(now),
});

/** Pages that are open on a conversation. */
export const deskPresence = pgTable('desk_presence', {
  viewerId: text('viewer_id').primaryKey(),
  conversationId: text('conversation_id').notNull(),
  staffId: text('staff_id').notNull(),
  isWriting: boolean('is_writing').notNull(),
  seenAt: instant('seen_at').notNull().default(now),
});
