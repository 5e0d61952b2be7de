import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { findTemporal } from '../../../engines/find-temporal.ts';
import { freePort } from '../../../engines/free-port.ts';
import { startPostgres, type RunningPostgres } from '../../../engines/postgres.ts';
import { startTemporal, type RunningTemporal } from '../../../engines/temporal.ts';
import { findTestServerPath } from '../../../engines/test-engines.ts';
import { isLoopback, listenersOf } from '../support/listeners.ts';

const CACHE = fileURLToPath(new URL('../../../.nightporter/engines', import.meta.url));
const onLine = (): void => {};

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightporter-engines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function database(dataFolder: string): Promise<RunningPostgres> {
  const running = await startPostgres({ dataFolder, onLine });
  onTestFinished(async () => void (await running.stop()));
  return running;
}

async function temporal(dataFolder: string): Promise<RunningTemporal> {
  const { path } = await findTemporal({ cacheFolder: CACHE, environment: process.env });
  const running = await startTemporal({
    executable: path,
    dataFolder,
    port: await freePort(),
    uiPort: await freePort(),
    searchAttributes: { propertyId: 'Keyword' },
    codecEndpoint: 'http://127.0.0.1:3000/codec',
    onLine,
  });
  onTestFinished(async () => void (await running.stop()));
  return running;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the server may be killed under us
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function clientOf({ address }: RunningTemporal): Promise<Client> {
  const connection = await Connection.connect({ address });
  onTestFinished(() => connection.close());
  return new Client({ connection });
}

test('PostgreSQL keeps every committed row over kill -9 and a clean stop', async () => {
  const folder = emptyFolder();
  const first = await database(folder);
  await query(first.url, 'create table promise (words text)');
  await query(first.url, `insert into promise values ('kept')`);

  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await database(folder);
  expect(await query(second.url, 'select words from promise')).toEqual([{ words: 'kept' }]);

  expect(await second.stop()).toEqual({ kind: 'exited', code: 0 });
  const third = await database(folder);
  expect(await query(third.url, 'select words from promise')).toEqual([{ words: 'kept' }]);
});

// A session in the middle of a computation does not notice at once that its server is gone, and holds its memory.
test('PostgreSQL starts again while a session of the killed one is still at work', async () => {
  const folder = emptyFolder();
  const first = await database(folder);
  const client = new pg.Client({ connectionString: first.url });
  client.on('error', () => {});
  await client.connect();
  const isWorking = client.query('select count(*) from generate_series(1, 20000000)');
  const active = `select from pg_stat_activity where state = 'active' and query like '%generate_series(1, 2%'`;
  await expect.poll(() => query(first.url, active)).toHaveLength(2); // the query itself, and the one that asks
  process.kill(first.pid, 'SIGKILL');
  await first.exited;

  const lines: string[] = [];
  const next = await startPostgres({ dataFolder: folder, onLine: (line) => lines.push(line) });
  onTestFinished(async () => void (await next.stop()));
  await isWorking.catch(() => undefined);

  expect(lines.join('\n')).toContain('pre-existing shared memory block');
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('PostgreSQL that a killed start left running is stopped before the next one starts', async () => {
  const folder = emptyFolder();
  const left = await database(folder);

  const next = await database(folder);

  expect(await left.exited).toEqual({ kind: 'exited', code: 0 });
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('PostgreSQL asks for its password, which only the owner of the folder may read', async () => {
  const folder = emptyFolder();
  const { url } = await database(folder);
  const wrong = new URL(url);
  wrong.password = 'wrong';

  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(folder, 'postgres-password')).mode & 0o777).toBe(0o600);
});

// Failed statements and the rows they failed on may hold residents' words.
test('PostgreSQL writes no statement and no row into its log', async () => {
  const lines: string[] = [];
  const running = await startPostgres({
    dataFolder: emptyFolder(),
    onLine: (line) => lines.push(line),
  });
  onTestFinished(async () => void (await running.stop()));
  await query(running.url, 'create table secret (words text primary key)');
  await query(running.url, `insert into secret values ('overheard')`);

  await expect(query(running.url, `insert into secret values ('overheard')`)).rejects.toThrow();
  await running.stop();

  expect(lines.join('\n')).toContain('duplicate key');
  expect(lines.join('\n')).not.toContain('overheard');
});

test('Temporal keeps every acknowledged process over kill -9', async () => {
  const folder = emptyFolder();
  const first = await temporal(folder);
  const before = await clientOf(first);
  await before.workflow.start('waiting', {
    workflowId: 'promise/1',
    taskQueue: 'nobody',
    searchAttributes: { propertyId: ['p1'] },
  });
  await before.workflow.getHandle('promise/1').signal('reminded');

  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const after = await clientOf(await temporal(folder));

  const handle = after.workflow.getHandle('promise/1');
  expect((await handle.describe()).status.name).toBe('RUNNING');
  const events = (await handle.fetchHistory()).events ?? [];
  expect(events.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(1);
});

test('Temporal keeps closed runs for 30 days and its Web UI asks our endpoint to decode', async () => {
  const running = await temporal(emptyFolder());
  const { connection } = await clientOf(running);

  const described = await connection.workflowService.describeNamespace({ namespace: 'default' });
  const settings = await (await fetch(`${running.uiUrl}/api/v1/settings`)).text();

  expect(Number(described.config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
  expect(settings).toContain('http://127.0.0.1:3000/codec');
});

test('the test server is found and skips time', async () => {
  const path = await findTestServerPath();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  onTestFinished(() => environment.teardown());
  const before = await environment.currentTimeMs();

  await environment.sleep('30 days');

  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
});

test.runIf(process.platform === 'linux')('neither listens on anything but loopback', async () => {
  const folder = emptyFolder();
  const parts = [await database(folder), await temporal(folder)];

  for (const { pid } of parts) {
    const listeners = listenersOf(pid);
    expect(listeners.length).toBeGreaterThan(0);
    expect(listeners.filter((host) => !isLoopback(host))).toEqual([]);
  }
});
