import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTemporal } from '../../engines/find-temporal.ts';
import { freePort } from '../../engines/free-port.ts';
import { recordedParts } from '../../engines/lock.ts';
import { until } from './support/open-house.ts';
import { residentOf, says } from './support/resident.ts';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const SECRET = 'a-webhook-secret-for-tests-only-01';

let dataFolder: string;
let environment: NodeJS.ProcessEnv;
let url: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'nightporter-start-'));
  const cacheFolder = projectPath('.nightporter/engines');
  const { path } = await findTemporal({ cacheFolder, environment: process.env });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  environment = {
    PATH: process.env['PATH'],
    NIGHTPORTER_DATA: dataFolder,
    NIGHTPORTER_WEBHOOK_SECRET: SECRET,
    TEMPORAL_CLI_PATH: path,
    PORT: String(port),
  };
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

/** `npm start`, without npm: its output so far, and how it ended. */
function start(settings: NodeJS.ProcessEnv = {}): {
  output: () => string;
  exited: Promise<number | null>;
  child: ChildProcess;
} {
  const child = spawn(process.execPath, ['engines/run.mjs', 'engines/start.ts'], {
    cwd: projectPath('.'),
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { output: () => text, exited, child };
}

async function untilOpen(house: ReturnType<typeof start>): Promise<void> {
  await until('the start screen is shown', () =>
    Promise.resolve(house.output().includes('Ctrl-C stops everything')),
  );
  await until('the house is ready', async () => (await fetch(`${url}/ready`)).ok);
}

// Not lost: whatever part dies, a question that was accepted is answered after the next start.
test('when a part dies everything stops with a sentence, and the next start answers what was asked', async () => {
  let house = start();
  await untilOpen(house);
  expect(house.output()).toMatch(/Temporal Web UI +http:\/\/127\.0\.0\.1/);
  const resident = residentOf({ url, webhookSecret: SECRET }, 'HC-4B-01');
  for (const part of ['worker', 'api', 'temporal', 'postgres'] as const) {
    const asked = await resident.write('When are quiet hours?');
    const recorded = (await recordedParts(dataFolder)).find(({ name }) => name === part);
    process.kill(recorded?.pid ?? 0, 'SIGKILL');
    expect(await house.exited).toBe(1);
    expect(house.output()).toMatch(new RegExp(`The ${part}[^\n]* stopped by itself`, 'i'));
    house = start();
    await untilOpen(house);
    await resident.hears(asked, says('10 p.m.'));
  }
  house.child.kill('SIGINT');
  expect(await house.exited).toBe(0);
}, 400_000);

const PARTS = ['worker', 'api', 'temporal', 'postgres'] as const;

// The house heals by itself where its operator wants that, so that nobody is woken for one lost process.
test('with NIGHTPORTER_RESTARTS a part that dies comes back, what was asked is answered, and one death too many stops all', async () => {
  const house = start({ NIGHTPORTER_RESTARTS: String(PARTS.length) });
  await untilOpen(house);
  const resident = residentOf({ url, webhookSecret: SECRET }, 'HC-2C-02');
  const pidOf = async (part: string): Promise<number> =>
    (await recordedParts(dataFolder)).find(({ name }) => name === part)?.pid ?? 0;
  for (const part of PARTS) {
    const asked = await resident.write('When are quiet hours?');
    const killed = await pidOf(part);
    process.kill(killed, 'SIGKILL');
    await until(`the ${part} is back`, async () => (await pidOf(part)) !== killed);
    await until('the house is ready', async () => (await fetch(`${url}/ready`)).ok);
    expect(house.output()).toMatch(new RegExp(`The ${part} stopped by itself .* started again`));
    await resident.hears(asked, says('10 p.m.'));
  }
  process.kill(await pidOf('worker'), 'SIGKILL');
  expect(await house.exited).toBe(1);
  expect(house.output()).toMatch(/The worker stopped by itself .* after 4 restarts in 10 minutes/);
}, 400_000);
