import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** The one pool, as drizzle sees it; `$client.end()` closes it. */
export type Database = NodePgDatabase & { $client: pg.Pool };

/** A transaction of that pool. Inside one, nothing else may be asked: a second connection could wait for ever. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Whatever a statement can be run on. */
export type Connection = Database | Transaction;

/** Which database, as which role, with at most how many connections. */
interface DatabaseOptions {
  url: string;
  /** The role that every connection takes; it must have been granted to the user of the URL. */
  role?: string;
  poolMax?: number;
}

// Our statements take milliseconds. One that waits this long waits for something that will not come.
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Opens the pool; nothing is asked of the database before the first query. */
export function createDatabase({ url, role, poolMax = 10 }: DatabaseOptions): Database {
  const settings = [
    'timezone=UTC',
    `statement_timeout=${STATEMENT_TIMEOUT_MS}`,
    `idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
    ...(role ? [`role=${role}`] : []),
  ];
  const pool = new pg.Pool({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  });
  // An idle connection that breaks must not end the process; the next query says what is wrong.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined)); // nor one that is in use
  return drizzle(pool);
}

interface MigrationFile {
  name: string;
  sha256: string;
  text: string;
}

const MIGRATION_NAME = /^\d{4}_[\w-]+\.sql$/;
// Any number, the same in each process: two that start together migrate one after the other.
const MIGRATION_LOCK = 7_205_759_403;

/**
 * Applies the SQL files of a folder that the database lacks, in order, each in a transaction, as the URL's own user.
 * @throws Error when an applied file was changed, or when the database is newer than the files.
 */
export async function migrate({ url, folder }: { url: string; folder: string }): Promise<void> {
  const files = await readMigrations(folder);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists schema_migrations (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migrations',
    );
    const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
    refuseForeign({ applied, files });
    for (const file of files.filter(({ name }) => !applied.has(name))) await apply(client, file);
  } finally {
    await client.end();
  }
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => MIGRATION_NAME.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

function refuseForeign(by: { applied: Map<string, string>; files: MigrationFile[] }): void {
  const known = new Map(by.files.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, sha256] of by.applied) {
    if (!known.has(name)) {
      const last = by.files.at(-1)?.name ?? 'none';
      throw new Error(
        `the database is newer than this program: it has migration ${name} and this program ends at ${last}; start it with the newer program`,
      );
    }
    if (known.get(name) !== sha256) {
      throw new Error(`migration ${name} was changed after it had been applied; restore the file`);
    }
  }
}

async function apply(client: pg.Client, { name, sha256, text }: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [
      name,
      sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${name} failed; nothing of it was kept`, { cause: error });
  }
}
