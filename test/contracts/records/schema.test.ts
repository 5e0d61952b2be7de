import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, migrate } from '../../../src/adapters/shared/database.ts';
import * as approvalQuestions from '../../../src/adapters/records/postgres/tables/approval-questions.ts';
import * as audit from '../../../src/adapters/records/postgres/tables/audit.ts';
import * as documentReading from '../../../src/adapters/records/postgres/tables/document-reading.ts';
import * as drafts from '../../../src/adapters/records/postgres/tables/drafts.ts';
import * as documents from '../../../src/adapters/records/postgres/tables/documents.ts';
import * as inbox from '../../../src/adapters/records/postgres/tables/inbox.ts';
import * as messages from '../../../src/adapters/records/postgres/tables/messages.ts';
import * as numbers from '../../../src/adapters/records/postgres/tables/numbers.ts';
import * as platformPauses from '../../../src/adapters/records/postgres/tables/platform-pauses.ts';
import * as people from '../../../src/adapters/records/postgres/tables/people.ts';
import * as rollout from '../../../src/adapters/records/postgres/tables/rollout.ts';
import * as requests from '../../../src/adapters/records/postgres/tables/requests.ts';
import * as staffWork from '../../../src/adapters/records/postgres/tables/staff-work.ts';
import { startMigratedPostgres, type MigratedPostgres } from '../migrated-postgres.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations');

let postgres: MigratedPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startMigratedPostgres();
});
afterAll(() => postgres.stop());
const otherUrl = () => {
  const url = new URL(postgres.url);
  url.pathname = '/other';
  return url.href;
};

const migration = (name: string, text: string) => writeFile(join(folder, name), text);

const tablesOf = (...groups: object[]) =>
  groups
    .flatMap((group): unknown[] => Object.values(group))
    .filter((value): value is PgTable => value instanceof PgTable)
    .map((table) => getTableConfig(table));
const tables = tablesOf(audit, documents, messages, people, requests, staffWork);
const later = tablesOf(
  approvalQuestions,
  documentReading,
  drafts,
  inbox,
  numbers,
  platformPauses,
  rollout,
);

it('defines every table of the spine, of the board and of reopenings', async () => {
  const texts = ['0001_spine.sql', '0012_board.sql', '0015_reopenings.sql'].map((name) =>
    readFile(join(MIGRATIONS, name), 'utf8'),
  );
  const created = [...(await Promise.all(texts)).join('\n').matchAll(/^create table (\w+)/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(tables.map(({ name }) => name).toSorted()).toEqual(created.toSorted());
});

it.each([...tables, ...later])(
  'defines the columns of $name as they are',
  async ({ name, columns }) => {
    const rows = await postgres.query(
      `select concat_ws(' ', column_name, data_type, is_nullable) as described
    from information_schema.columns where table_schema = 'public' and table_name = $1`,
      [name],
    );
    const real = rows.map(({ described }) => String(described));
    const defined = columns.map((column) => {
      const isNullable = column.notNull || column.primary ? 'NO' : 'YES';
      return `${column.name} ${column.getSQLType()} ${isNullable}`;
    });
    expect(defined.toSorted()).toEqual(real.toSorted());
  },
);

describe('migrations', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nightporter-migrations-'));
    await postgres.query('drop database if exists other');
    await postgres.query('create database other');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('applies each migration once, in order, also when two processes start together', async () => {
    await migration('0001_one.sql', 'create table one (id int)');
    await migration('0002_two.sql', 'alter table one add column two int');
    const url = otherUrl();
    await Promise.all([migrate({ url, folder }), migrate({ url, folder })]);
    const database = createDatabase({ url });
    const { rows } = await database.$client.query(
      'select name from schema_migrations order by name',
    );
    await database.$client.end();
    expect(rows).toEqual([{ name: '0001_one.sql' }, { name: '0002_two.sql' }]);
  });

  it('keeps nothing of a migration that fails', async () => {
    await migration('0001_one.sql', 'create table one (id int); create table one (id int)');
    const url = otherUrl();
    await expect(migrate({ url, folder })).rejects.toThrow(
      'migration 0001_one.sql failed; nothing of it was kept',
    );
    await migration('0001_one.sql', 'create table one (id int)');
    await expect(migrate({ url, folder })).resolves.toBeUndefined();
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await migration('0001_one.sql', 'create table one (id int)');
    const url = otherUrl();
    await migrate({ url, folder });
    await migration('0001_one.sql', 'create table one (id bigint)');
    await expect(migrate({ url, folder })).rejects.toThrow(
      'migration 0001_one.sql was changed after it had been applied; restore the file',
    );
  });

  it('brings a house of an older program up to date, with everything that is in it', async () => {
    const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).toSorted();
    for (const name of names.slice(0, 3)) {
      await migration(name, await readFile(join(MIGRATIONS, name), 'utf8'));
    }
    const url = otherUrl();
    await migrate({ url, folder });
    const client = createDatabase({ url }).$client;
    await client.query(
      `insert into properties values ('elm-house', 'elm', 'Elm House', '{}', '{}', '{}')`,
    );
    await migrate({ url, folder: MIGRATIONS });
    const kept = await client.query('select property_id from properties');
    const applied = await client.query('select name from schema_migrations order by name');
    await client.end();
    expect(kept.rows).toEqual([{ property_id: 'elm-house' }]);
    expect(applied.rows).toEqual(names.map((name) => ({ name })));
  });

  it('refuses a database that is newer than the program', async () => {
    await migration('0001_one.sql', 'create table one (id int)');
    await migration('0002_two.sql', 'create table two (id int)');
    const url = otherUrl();
    await migrate({ url, folder });
    await rm(join(folder, '0002_two.sql'));
    await expect(migrate({ url, folder })).rejects.toThrow(
      'the database is newer than this program: it has migration 0002_two.sql and this program ends at 0001_one.sql',
    );
  });
});
