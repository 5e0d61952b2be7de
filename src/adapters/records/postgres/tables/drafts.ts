import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant, now } from './column-types.ts';

/** News that a takeover held back. */
export const drafts = pgTable('drafts', {
  sendId: text('send_id').primaryKey(),
  conversationId: text('conversation_id').notNull(),
  state: text('state')
    .$type<'open' | 'sent' | 'discarded' | 'told' | 'dropped'>()
    .notNull()
    .default('open'),
  staffId: text('staff_id'),
  replySendId: text('reply_send_id'),
  toldAt: instant('told_at'),
  createdAt: instant('created_at').notNull().default(now),
  stateAt: instant('state_at').notNull().default(now),
});
