import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type OpenHouse } from './support/open-house.ts';
import { residentOf } from './support/resident.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let house: OpenHouse;
let database: pg.Client;
let temporal: Client;
beforeAll(async () => {
  house = await openHouse();
  database = new pg.Client({ connectionString: house.databaseUrl });
  await database.connect();
  const connection = await Connection.connect({ address: house.temporalAddress });
  temporal = new Client({ connection });
}, 300_000);
afterAll(async () => {
  await database.end();
  await temporal.connection.close();
  await house.close();
});

const command = (...words: string[]) =>
  run(process.execPath, ['engines/run.mjs', ...words], {
    cwd: ROOT,
    env: { ...house.environment, NIGHTPORTER_URL: house.url },
  });
const countOf = async (table: string): Promise<number> => {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]?.count ?? -1;
};
const runningWorkflows = async (): Promise<string[]> => {
  const ids: string[] = [];
  const query = "ExecutionStatus = 'Running'";
  for await (const { workflowId } of temporal.workflow.list({ query })) ids.push(workflowId);
  return ids.filter((id) => !/^(platform-|temporal-sys)/.test(id));
};

// Privacy: what residents wrote to the sample goes with it, words, keys and processes; the record stays whole.
test('the sample goes with its people, words, processes and sign-ins, and does not come back', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  await resident.ask('When are quiet hours?');
  await resident.ask('I smell gas in the kitchen');
  expect((await runningWorkflows()).length).toBeGreaterThan(1);
  const audited = await countOf('audit_entries');

  await expect(command('commands/sample.ts', 'remove')).rejects.toThrow(
    /Nobody is here to be asked/,
  );
  const { stdout } = await command('commands/sample.ts', 'remove', '--yes');
  expect(stdout).toMatch(/Removed: harbor-court, copper-sage-flats/);
  expect(stdout).toMatch(/first-admin\?code=/);

  const ours =
    'properties persons conversations inbound_messages turns sends dangers alerts alert_rings hand_offs ' +
    'maintenance_requests platform_outbox documents passages staff_users staff_sessions staff_rights on_call_duties';
  const books =
    'organisations properties units residents leases ledger_entries vendors work_orders';
  const emptied = [
    ...ours.split(' '),
    ...books.split(' ').map((table) => `embedded_platform.${table}`),
  ];
  const left = [];
  for (const table of emptied) if ((await countOf(table)) > 0) left.push(table);
  expect(left).toEqual([]);
  expect(await runningWorkflows()).toEqual([]);
  const keys = await database.query("select key_id from person_keys where key_id <> 'house'");
  expect(keys.rows).toEqual([]);

  expect(await countOf('audit_entries')).toBeGreaterThan(audited);
  expect((await command('commands/audit-verify.ts')).stdout).toMatch(/every chain is whole/);

  await expect(command('commands/sample.ts', 'remove', '--yes')).rejects.toThrow(/removed already/);
  await house.kill('api');
  await house.start('api');
  expect(await countOf('properties')).toBe(0);
  const ready = await fetch(`${house.url}/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, missing: [] }]);
}, 300_000);
