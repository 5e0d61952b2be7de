import { desc, eq, inArray } from 'drizzle-orm';
import type { PackVersions } from '../../../ports/policy-packs.ts';
import type { RecordsParts } from './parts.ts';
import { policyPacks } from './tables/rules.ts';

/** Versions of the rules in PostgreSQL; two processes that keep the same one at once leave one row. */
export function createPackVersions({ database }: Pick<RecordsParts, 'database'>): PackVersions {
  return {
    async keep(packs) {
      const versions = packs.map(({ version }) => version);
      const known = await database
        .select({ version: policyPacks.version })
        .from(policyPacks)
        .where(inArray(policyPacks.version, versions));
      const kept = new Set(known.map(({ version }) => version));
      for (const { version, files } of packs.filter((pack) => !kept.has(pack.version))) {
        await database.insert(policyPacks).values({ version, files }).onConflictDoNothing();
      }
    },

    async find(version) {
      const [row] = await database
        .select()
        .from(policyPacks)
        .where(eq(policyPacks.version, version));
      return row?.files ?? null;
    },

    list: () =>
      database
        .select({ version: policyPacks.version, keptAt: policyPacks.keptAt })
        .from(policyPacks)
        .orderBy(desc(policyPacks.keptAt), desc(policyPacks.version)),
  };
}
