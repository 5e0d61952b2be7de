import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findTemporal } from '../../engines/find-temporal.ts';
import { freePort } from '../../engines/free-port.ts';
import { stopLeftovers } from '../../engines/leftovers.ts';
import { recordedParts } from '../../engines/lock.ts';
import { listenForAlerts, type AlertListener } from './support/alert-listener.ts';
import { isLoopback, listenersOf } from './support/listeners.ts';
import { until } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const SECRET = 'a-webhook-secret-for-tests-only-01';

let dataFolder: string;
let environment: NodeJS.ProcessEnv;
let url: string;
let listener: AlertListener;
beforeAll(async () => {
  listener = await listenForAlerts();
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
    ...listener.settings,
  };
});
afterAll(async () => {
  await stopLeftovers(await recordedParts(dataFolder));
  await rm(dataFolder, { recursive: true, force: true });
  await listener.close();
});

interface Started {
  output: () => string;
  /** Resolves with the start screen, and rejects when it never comes. */
  opened: Promise<void>;
  exited: Promise<number | null>;
  child: ChildProcess;
}

/** `npm start`, without npm: its output so far, and how it ended. */
function start(settings: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, ['engines/run.mjs', 'engines/start.ts'], {
    cwd: projectPath('.'),
    env: { ...environment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const opened = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        if (text.includes('Ctrl-C stops everything')) resolve();
      });
    }
    void exited.then(() => reject(new Error(`it never opened: ${text}`)));
  });
  return { output: () => text, opened, exited, child };
}

async function untilOpen(house: Started): Promise<void> {
  await house.opened;
  await until('the house is ready', async () => (await fetch(`${url}/ready`)).ok, 240);
}

// Not lost: whatever part dies, a question that was accepted is answered after the next start.
test('when a part dies everything stops with a sentence, and the next start answers what was asked', async () => {
  let house = start();
  await untilOpen(house);
  const screen = house.output();
  expect(screen).toMatch(/Temporal Web UI +http:\/\/127\.0\.0\.1/);
  expect(screen).toMatch(/theo@staff\.example or mara@staff\.example +password \S+/);
  expect(screen.match(/npm run ask -- "/g)).toHaveLength(3);
  const listeners = (await recordedParts(dataFolder)).flatMap(({ pid }) => listenersOf(pid));
  expect(listeners.length).toBeGreaterThanOrEqual(3); // API, Temporal and PostgreSQL
  expect(listeners.filter((host) => !isLoopback(host))).toEqual([]);
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

const RING_AGAIN_MINUTES = 1.5;

/** The operator's own rule at Harbor Court: whoever is not reached is rung again this soon. */
async function ringAgainSoon(): Promise<void> {
  const folder = join(dataFolder, 'policy-packs/property/harbor-court');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'layer.json'), JSON.stringify({ version: '1' }));
  const classes = { P0: { nextContactMinutes: RING_AGAIN_MINUTES } };
  await writeFile(join(folder, 'classes.json'), JSON.stringify(classes));
}

// On time: a clock that strikes while nobody is there to hear it is heard at the next start, and once.
test('a clock that ran out while everything was stopped strikes once after the second start, and the conversation goes on', async () => {
  await ringAgainSoon();
  let house = start();
  await untilOpen(house);
  const before = listener.heard.length;
  const rings = () => listener.heard.slice(before);
  const resident = residentOf({ url, webhookSecret: SECRET }, 'HC-5A-01');
  const written = await resident.write('I smell gas in the kitchen');
  await until('it rings', async () => rings().length > 0);
  house.child.kill('SIGINT');
  expect(await house.exited).toBe(0);
  expect(rings()).toMatchObject([{ kind: 'danger', attempt: 0 }]);

  const [first] = rings();
  const strikesAt = (first?.heardAt ?? 0) + RING_AGAIN_MINUTES * 60_000;
  await until('the clock has run out', async () => Date.now() > strikesAt);
  house = start();
  await untilOpen(house);
  await until('it rings again', async () => rings().length > 1);
  const agent = await signIn({ url }, 'theo');
  expect((await agent.post(`/alerts/${first?.alertId}/accept`)).status).toBe(200);
  await resident.hears(written, says('A person of our team has taken this on'));
  await resident.hears(written, says('has the number MR-'));
  await resident.ask('thanks');
  const told = replies(await resident.news(written));
  expect(told.filter((text) => text.startsWith('Leave the building now'))).toHaveLength(1);
  expect(told.filter((text) => /has the number MR-/.test(text))).toHaveLength(1);
  expect(rings()).toMatchObject([{ attempt: 0 }, { attempt: 1, alertId: first?.alertId }]);
  house.child.kill('SIGINT');
  expect(await house.exited).toBe(0);
}, 400_000);
