import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { lastKnownMigration } from '../../../engines/backup-manifest.ts';
import { rememberedPorts } from '../../../engines/ports.ts';
import { readIfPresent } from '../../../engines/private-file.ts';
import { emptyDataFolder, startHouse } from './started-house.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const script = async (
  name: 'backup' | 'restore',
  folder: string,
  file: string,
): Promise<string> => {
  const { TEMPORAL_ADDRESS: _address, DATABASE_URL: _url, ...environment } = process.env;
  const { stdout } = await run(process.execPath, ['engines/run.mjs', `engines/${name}.ts`, file], {
    cwd: ROOT,
    env: { ...environment, NIGHTPORTER_DATA: folder },
  });
  return stdout;
};
const openDatabase = async (folder: string): Promise<pg.Client> => {
  const password = await readIfPresent(join(folder, 'postgres-password'));
  const ports = await rememberedPorts(folder);
  const client = new pg.Client({
    connectionString: `postgresql://nightporter:${password}@127.0.0.1:${ports?.postgres}/nightporter`,
  });
  client.on('error', () => undefined); // the house may be stopped before us when a test fails
  await client.connect();
  return client;
};
const inTemporal = async <Result>(
  folder: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const ports = await rememberedPorts(folder);
  const connection = await Connection.connect({ address: `127.0.0.1:${ports?.temporal}` });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
};
const numbersIn = async (database: pg.Client): Promise<number[]> => {
  const { rows } = await database.query<{ number: number }>(
    'select number from written order by number',
  );
  return rows.map(({ number }) => number);
};
const stop = async (house: Awaited<ReturnType<typeof startHouse>>): Promise<void> => {
  process.kill(house.pid, 'SIGINT');
  await house.ended;
};

test('a backup of an open house that is being written to opens elsewhere with all that was there before', async () => {
  const [from, to] = [emptyDataFolder(), emptyDataFolder()];
  const file = join(emptyDataFolder(), 'house.tar.gz');
  const house = await startHouse(from);
  await house.open;
  const database = await openDatabase(from);
  const migration = await lastKnownMigration();
  await database.query('create table schema_migrations (name text, sha256 text)');
  await database.query('insert into schema_migrations values ($1)', [migration]);
  await database.query('create table written (number int primary key, filler text)');
  await inTemporal(from, (client) =>
    client.workflow.start('conversation', { workflowId: 'kept/1', taskQueue: 'nobody', args: [] }),
  );

  const before = 200;
  const insert = (number: number) =>
    database.query('insert into written values ($1, $2)', [number, 'x'.repeat(5_000)]);
  for (let number = 0; number < before; number += 1) await insert(number);
  const writing = { goesOn: true };
  const written = (async () => {
    let number = before;
    for (; writing.goesOn; number += 1) await insert(number);
    return number;
  })();
  const said = await script('backup', from, file).finally(() => (writing.goesOn = false));
  expect(said).toMatch(/Keep it secret/);
  const count = await written;
  await database.end();

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(from).filter((name) => name.startsWith('backing-up'))).toEqual([]);
  await expect(script('backup', from, file)).rejects.toThrow(/is there already/);
  await expect(script('restore', from, file)).rejects.toThrow(/running|There is data/);
  await stop(house);
  await expect(script('restore', from, file)).rejects.toThrow(/There is data/);

  expect(await script('restore', to, file)).toMatch(/Restored as of/);
  const restored = await startHouse(to);
  await restored.open;
  const again = await openDatabase(to);
  const numbers = await numbersIn(again);
  await again.end();
  // One moment: all of the beginning, nothing after the end, no hole between.
  expect(numbers.length).toBeGreaterThanOrEqual(before);
  expect(numbers.length).toBeLessThanOrEqual(count);
  expect(numbers).toEqual(numbers.map((_, index) => index));
  const kept = await inTemporal(to, (client) => client.workflow.getHandle('kept/1').describe());
  expect(kept.status.name).toBe('RUNNING');
  await stop(restored);

  // Closed too, and as secret.
  const second = join(emptyDataFolder(), 'closed.tar.gz');
  await script('backup', to, second);
  expect(statSync(second).mode & 0o777).toBe(0o600);
}, 400_000);

test('what is no backup, is damaged or is newer is refused with a sentence and leaves the folder empty', async () => {
  const folder = emptyDataFolder();
  const elsewhere = emptyDataFolder();
  const file = join(elsewhere, 'made-up');
  await expect(script('restore', folder, file)).rejects.toThrow(/is the path right/);
  writeFileSync(file, 'no backup at all');
  await expect(script('restore', folder, file)).rejects.toThrow(/no backup of Night Porter/);
  const inside = join(elsewhere, 'inside');
  mkdirSync(join(inside, 'postgres'), { recursive: true });
  const manifest = { format: 1, madeAt: '2030-01-01T00:00:00Z', machine: 'x', postgres: '18.4' };
  writeFileSync(
    join(inside, 'manifest.json'),
    JSON.stringify({ ...manifest, migration: '9999_later.sql' }),
  );
  await run('tar', ['-czf', file, '-C', inside, '.']);
  await expect(script('restore', folder, file)).rejects.toThrow(
    /newer than this program: it has migration 9999_later.sql and this program ends at \d{4}_\w+\.sql/,
  );
  expect(readdirSync(folder).toSorted()).toEqual(['engines', 'logs']);
  await expect(script('backup', folder, join(elsewhere, 'b'))).rejects.toThrow(/never started/);
});
