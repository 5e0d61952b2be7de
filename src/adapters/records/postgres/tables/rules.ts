import { json, pgTable, text } from 'drizzle-orm/pg-core';
import type { PackFiles } from '../../../../domain/policy-pack.ts';
import { instant, now } from './column-types.ts';

/** Versions of the rules; rows are added, never changed (migration 0007). */
export const policyPacks = pgTable('policy_packs', {
  version: text('version').primaryKey(),
  files: json('files').$type<PackFiles>().notNull(),
  keptAt: instant('kept_at').notNull().default(now),
});
