import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, migrate } from '../../../src/adapters/shared/database.ts';
import { startMigratedPostgres, type MigratedPostgres } from '../migrated-postgres.ts';
import { migrationsFolder } from './house-records.ts';

let postgres: MigratedPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startMigratedPostgres();
  folder = await mkdtemp(join(tmpdir(), 'nightporter-board-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

const BOARD = '0012_board.sql';
const expiresAt = '2099-11-30T12:00:00.000Z';

// A house that ran before the board existed knows what breaches next as well.
test('gives each request of an older house the clock of its state', async () => {
  await postgres.query('create database older');
  const url = new URL(postgres.url);
  url.pathname = '/older';
  for (const name of (await readdir(migrationsFolder)).filter((each) => each < BOARD)) {
    await cp(join(migrationsFolder, name), join(folder, name));
  }
  await migrate({ url: url.href, folder });
  const { $client: older } = createDatabase({ url: url.href, poolMax: 1 });
  for (const state of ['open', 'scheduled', 'awaiting-approval', 'closed']) {
    await older.query(
      `insert into maintenance_requests (request_id, reference, dedupe_key, property_id, issue, family, trade,
          class, state, words_sealed, pack_version, deadlines)
        values ($1, $1, $1, 'elm-house', 'i', 'f', 't', 'P3', $1, '', 'v',
          jsonb_build_object('dispatchBy', '2020-11-24T12:00:00.000Z', 'doneBy', '2020-11-30T12:00:00.000Z'))`,
      [state],
    );
  }
  await older.query(
    `insert into approvals (approval_id, request_id, property_id, subject, digest, state, remind_at, escalate_at,
        expires_at)
      values ('ap', 'awaiting-approval', 'elm-house', '{}', 'd', 'pending', now(), now(), $1)`,
    [expiresAt],
  );

  await cp(join(migrationsFolder, BOARD), join(folder, BOARD));
  await migrate({ url: url.href, folder });
  const { rows } = await older.query(
    'select state, next_deadline_at as due from maintenance_requests order by state',
  );
  await older.end();
  expect(rows.map(({ state, due }) => [state, due && new Date(due).toISOString()])).toEqual([
    ['awaiting-approval', expiresAt],
    ['closed', null],
    ['open', '2020-11-24T12:00:00.000Z'],
    ['scheduled', '2020-11-30T12:00:00.000Z'],
  ]);
});
