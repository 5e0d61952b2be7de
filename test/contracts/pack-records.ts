import { createPackVersions } from '../../src/adapters/records/postgres/pack-versions.ts';
import { createDatabase, type Database } from '../../src/adapters/shared/database.ts';
import type { PackVersions } from '../../src/ports/policy-packs.ts';
import { startMigratedPostgres, type MigratedPostgres } from './migrated-postgres.ts';

/** The versions of rules over a database of their own, as the application sees it. */
export interface PackRecords {
  postgres: MigratedPostgres;
  database: Database;
  versions: PackVersions;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL that keeps versions of rules. */
export async function startPackRecords(): Promise<PackRecords> {
  const postgres = await startMigratedPostgres();
  const database = createDatabase({ url: postgres.url, role: 'nightporter_app' });
  return {
    postgres,
    database,
    versions: createPackVersions({ database }),
    async stop() {
      await database.$client.end();
      await postgres.stop();
    },
  };
}
