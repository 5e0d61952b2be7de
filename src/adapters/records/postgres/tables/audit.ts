import { bigint, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AuditEntry } from '../../../../ports/audit-log.ts';
import { instant } from './column-types.ts';

/** The record: rows are added, never changed; the application's role could not. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    chain: text('chain').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    entryKey: text('entry_key').notNull(),
    at: instant('at').notNull(),
    event: text('event').notNull(),
    facts: jsonb('facts').$type<AuditEntry['facts']>().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.position] })],
);

/** How long each chain is and how it ends, under a seal. */
export const auditHeads = pgTable('audit_heads', {
  chain: text('chain').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  seal: text('seal').notNull(),
});
