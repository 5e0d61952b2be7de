import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Fate, Intent } from '../../../../domain/wish.ts';

/** What residents wanted, by turn; for counting only. */
export const wishes = pgTable(
  'wishes',
  {
    turnId: text('turn_id').notNull(),
    intent: text('intent').$type<Intent>().notNull(),
    matter: text('matter').notNull().default(''),
    fate: text('fate').$type<Fate>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.turnId, table.intent, table.matter] })],
);
