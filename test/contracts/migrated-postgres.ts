import { resolve } from 'node:path';
import { Client } from 'pg';
import { startTestPostgres } from '../../engines/test-engines.ts';
import { migrate } from '../../src/adapters/shared/database.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../migrations');

/** A PostgreSQL of its own with every migration applied, thrown away at the end. */
export interface MigratedPostgres {
  url: string;
  /** One statement as the owner, for what a test arranges behind everybody's back. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL on loopback for one test file. */
export async function startMigratedPostgres(): Promise<MigratedPostgres> {
  const postgres = await startTestPostgres();
  await migrate({ url: postgres.url, folder: MIGRATIONS });
  const owner = new Client({ connectionString: postgres.url });
  await owner.connect();
  return {
    url: postgres.url,
    query: async (text, values = []) =>
      (await owner.query<Record<string, unknown>>(text, values)).rows,
    async stop() {
      await owner.end();
      await postgres.stop();
    },
  };
}
