import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { systemErrorCode } from './problem.ts';
import { writePrivateNow } from './private-file.ts';

// What a running server keeps for itself, and what it writes anew at a start
// (https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA, read 2026-11-23).
const EMPTIED = new Set(
  'pg_wal pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans'.split(
    ' ',
  ),
);
const LEFT_OUT = /^(postmaster\.(pid|opts)|pgsql_tmp.*|backup_label.*)$/;

/** A copy of Temporal's file as of one moment, while its server may be writing. */
export function copyTemporal({ from, to }: { from: string; to: string }): void {
  const database = new DatabaseSync(from, {
    readOnly: true,
    enableDoubleQuotedStringLiterals: true, // Temporal's own tables are written that way
  });
  try {
    database.exec('pragma busy_timeout = 30000');
    database.prepare('vacuum into ?').run(to);
  } finally {
    database.close();
  }
}

/** What a copied database says of itself. */
export interface CopiedPostgres {
  migration: string;
  postgres: string;
}

/**
 * A copy of a running PostgreSQL's folder that starts as of the moment at which the copying ended: the server's own way
 * of base backups, with the log of what was written meanwhile kept by a slot.
 */
export async function copyPostgres(by: {
  url: string;
  from: string;
  to: string;
}): Promise<CopiedPostgres> {
  const client = new pg.Client({ connectionString: by.url });
  await client.connect();
  try {
    const { rows } = await client.query<CopiedPostgres>(
      `select (select max(name) from schema_migrations) as migration, current_setting('server_version') as postgres`,
    );
    await client.query(
      `select pg_create_physical_replication_slot('nightporter_backup_' || pg_backend_pid(), true, true)`,
    );
    await client.query(`select pg_backup_start('nightporter', fast => true)`);
    await copyTree(by.from, by.to);
    const label = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    );
    writePrivateNow(join(by.to, 'backup_label'), label.rows[0]?.labelfile ?? '');
    await copyTree(join(by.from, 'pg_wal'), join(by.to, 'pg_wal'));
    return { migration: rows[0]?.migration ?? '', postgres: rows[0]?.postgres ?? '' };
  } finally {
    await client.end();
  }
}

/** Files that vanish while we look are gone for the database too. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from)) {
    if (LEFT_OUT.test(name)) continue;
    const [source, target] = [join(from, name), join(to, name)];
    const found = await stat(source).catch(ignoreMissing);
    if (found?.isDirectory()) {
      if (EMPTIED.has(name)) await mkdir(target, { recursive: true, mode: 0o700 });
      else await copyTree(source, target);
    } else if (found?.isFile()) {
      await copyFile(source, target).catch(ignoreMissing);
    }
  }
}

function ignoreMissing(error: unknown): null {
  if (systemErrorCode(error) === 'ENOENT') return null;
  throw error;
}
