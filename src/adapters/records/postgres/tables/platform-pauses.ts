import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

/** Who holds the writes to a platform. */
export const platformPauses = pgTable('platform_pauses', {
  connectionId: text('connection_id').primaryKey(),
  staffId: text('staff_id').notNull(),
  pausedAt: instant('paused_at').notNull(),
});
