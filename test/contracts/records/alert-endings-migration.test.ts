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
  folder = await mkdtemp(join(tmpdir(), 'nightporter-alerts-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

const ENDINGS = '0023_alert_endings.sql';
const AT = '2026-03-02T09:00:00.000Z';

test('what an older version had accepted in the name of the house was over, and nobody accepted it', async () => {
  await postgres.query('create database older');
  const url = new URL(postgres.url);
  url.pathname = '/older';
  for (const name of (await readdir(migrationsFolder)).filter((each) => each < ENDINGS)) {
    await cp(join(migrationsFolder, name), join(folder, name));
  }
  await migrate({ url: url.href, folder });
  const { $client: older } = createDatabase({ url: url.href, poolMax: 1 });
  await older.query(`insert into maintenance_requests (request_id, reference, dedupe_key, property_id, issue, family,
      trade, class, state, words_sealed, pack_version, deadlines)
      values ('r', 'r', 'r', 'elm-house', 'i', 'f', 't', 'P3', 'opening', '', 'v', '{}');
    insert into approvals (approval_id, request_id, property_id, subject, digest, state, remind_at, escalate_at,
      expires_at) values ('ap', 'r', 'elm-house', '{}', 'd', 'expired', '${AT}', '${AT}', '${AT}')`);
  for (const [alertId, acceptedBy] of [
    ['ap-asked', 'house'],
    ['ap-reminded', 'mara'],
  ]) {
    await older.query(
      `insert into alerts (alert_id, dedupe_key, kind, headline, ladder, state, subject_id, accepted_at, accepted_by)
        values ($1, $1, 'approval', 'h', '[]', 'accepted', 'ap', $2, $3)`,
      [alertId, AT, acceptedBy],
    );
  }

  await cp(join(migrationsFolder, ENDINGS), join(folder, ENDINGS));
  await migrate({ url: url.href, folder });
  const { rows } = await older.query(
    `select state, accepted_at, accepted_by, closed_at, closed_because from alerts order by alert_id`,
  );
  const at = new Date(AT);
  expect(rows).toEqual([
    {
      state: 'closed',
      accepted_at: null,
      accepted_by: null,
      closed_at: at,
      closed_because: 'expired',
    },
    {
      state: 'accepted',
      accepted_at: at,
      accepted_by: 'mara',
      closed_at: null,
      closed_because: null,
    },
  ]);
  await older.end();
});
