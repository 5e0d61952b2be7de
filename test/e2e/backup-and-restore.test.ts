import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { findTemporal } from '../../engines/find-temporal.ts';
import { freePort } from '../../engines/free-port.ts';
import { stopLeftovers } from '../../engines/leftovers.ts';
import { recordedParts } from '../../engines/lock.ts';
import { residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = 'a-webhook-secret-for-tests-only-01';
const Approvals = z.array(z.object({ approvalId: z.string(), digest: z.string() }));

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) {
    await stopLeftovers(await recordedParts(folder));
    await rm(folder, { recursive: true, force: true });
  }
});
const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'nightporter-backup-'));
  folders.push(folder);
  return folder;
};

interface Started {
  url: string;
  webhookSecret: string;
  environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** `npm start`, without npm, on a data folder; resolves once it is ready. */
async function start(folder: string): Promise<Started> {
  const cacheFolder = join(ROOT, '.nightporter/engines');
  const { path } = await findTemporal({ cacheFolder, environment: process.env });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env['PATH'],
    NIGHTPORTER_DATA: folder,
    NIGHTPORTER_WEBHOOK_SECRET: SECRET,
    NIGHTPORTER_QUIET_MS: '200',
    TEMPORAL_CLI_PATH: path,
    PORT: String(port),
  };
  const child: ChildProcess = spawn(process.execPath, ['engines/run.mjs', 'engines/start.ts'], {
    cwd: ROOT,
    env: environment,
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await patiently('the house is ready', async () => {
    // A request that comes before the doors are hung is never answered.
    const signal = AbortSignal.timeout(5_000);
    return (await fetch(`${url}/ready`, { signal })).ok;
  });
  return {
    url,
    webhookSecret: SECRET,
    environment,
    async stop() {
      child.kill('SIGINT');
      await exited;
    },
  };
}

/** A house that embeds its documents for the first time may take minutes on a busy machine. */
async function patiently(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 400_000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error(`not so within 400 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

// Not lost: a house that burnt down is opened again from last night's file, and goes on where it was.
test('a question asked and an approval open before a backup are there after it was restored elsewhere', async () => {
  const file = join(await emptyFolder(), 'house.tar.gz');
  const house = await start(await emptyFolder());
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.write('There is a leak under my kitchen sink, the bucket holds it');
  await resident.hears(asked, says('Is that right\\?'));
  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says('A manager must approve'));
  const pending = async (at: Started) => {
    const manager = await signIn(at, 'mara');
    return Approvals.parse((await manager.get('/approvals?state=pending')).body);
  };
  await patiently('a manager is asked', async () => (await pending(house)).length > 0);
  const [before] = await pending(house);

  await run(process.execPath, ['engines/run.mjs', 'engines/backup.ts', file], {
    cwd: ROOT,
    env: house.environment,
  });
  await house.stop();
  const target = await emptyFolder();
  await run(process.execPath, ['engines/run.mjs', 'engines/restore.ts', file], {
    cwd: ROOT,
    env: { ...house.environment, NIGHTPORTER_DATA: target },
  });

  const restored = await start(target);
  const again = residentOf(restored, 'HC-4B-01');
  await again.hears(asked, says('Is that right\\?'));
  const [open] = await pending(restored);
  expect(open).toEqual(before);
  const manager = await signIn(restored, 'mara');
  const decision = { decision: 'approve', digest: open?.digest };
  const decided = await manager.post(`/approvals/${open?.approvalId}/decision`, decision);
  expect(decided).toMatchObject({ status: 200, body: { state: 'approved' } });
  await again.hears(confirmed, says('was approved'));
  await restored.stop();
}, 900_000);
