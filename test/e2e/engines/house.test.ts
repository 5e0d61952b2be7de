import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isStillRunning } from '../../../engines/leftovers.ts';
import { holderOf, recordedParts, type RecordedPart } from '../../../engines/lock.ts';
import { untilGone } from '../../../engines/running-command.ts';
import { emptyDataFolder, startHouse } from './started-house.ts';

async function runningOf(parts: RecordedPart[]): Promise<string[]> {
  const running = await Promise.all(parts.map(isStillRunning));
  return parts.filter((_, index) => running[index]).map(({ name }) => name);
}

function pidOf(parts: RecordedPart[], name: string): number {
  const part = parts.find((recorded) => recorded.name === name);
  if (!part) throw new Error(`no ${name} is on record`);
  return part.pid;
}

function addressesIn(printed: string): string[] {
  return printed.match(/(https?|postgresql):\/\/\S+/g) ?? [];
}

test('opens with every address on one screen, and Ctrl-C closes it in order with nothing left', async () => {
  const folder = emptyDataFolder();
  const house = await startHouse(folder, { no_proxy: 'example.com' });
  const printed = await house.open;
  const parts = await recordedParts(folder);

  process.kill(house.pid, 'SIGINT');
  const { code, complained } = await house.ended;

  expect(printed).toMatch(
    /^starting the database\nstarting Temporal\nstarting the worker and the API \(.+\)\n/,
  );
  expect(printed).toMatch(/Product +http:\/\/127\.0\.0\.1:\d+/);
  expect(printed).toMatch(/DATABASE_URL=postgresql:\/\/.+@127\.0\.0\.1:\d+\/nightporter/);
  expect(printed).toMatch(/TEMPORAL_ADDRESS=127\.0\.0\.1:\d+/);
  expect(printed).toContain('TEMPORAL_NAMESPACE=default');
  expect(printed).toContain('no_proxy=example.com,127.0.0.1,localhost');
  expect(parts.map(({ name }) => name).toSorted()).toEqual([
    'api',
    'postgres',
    'temporal',
    'worker',
  ]);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('api stopped\nworker stopped\n');
  expect(readFileSync(join(folder, 'logs/postgres.log'), 'utf8')).toContain('is shut down');
  expect(await runningOf(parts)).toEqual([]);
  expect(await holderOf(folder)).toBeNull();
});

// Kill -9 leaves nobody to tidy up: this is how "nothing is lost" is kept on a machine that misbehaves.
test('after kill -9 the next start stops what was left and comes up on the same addresses', async () => {
  const folder = emptyDataFolder();
  const first = await startHouse(folder);
  const before = addressesIn(await first.open);
  const parts = await recordedParts(folder);

  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  for (const { pid } of parts.filter(({ name }) => name === 'api' || name === 'worker')) {
    expect(await untilGone(pid, 5_000)).toBe(true);
  }
  const second = await startHouse(folder);
  const printed = await second.open;

  expect(printed).toContain('stopping what an earlier start left running');
  expect(addressesIn(printed)).toEqual(before);
  expect(await runningOf(parts)).toEqual([]);
  process.kill(second.pid, 'SIGTERM');
  expect((await second.ended).code).toBe(0);
});

test.each(['worker', 'temporal', 'postgres', 'api'])(
  'when the %s dies everything is stopped, and one sentence names it and its log',
  async (name) => {
    const folder = emptyDataFolder();
    const house = await startHouse(folder);
    await house.open;
    const parts = await recordedParts(folder);

    process.kill(pidOf(parts, name), 'SIGKILL');
    const { code, complained } = await house.ended;

    expect(code).toBe(1);
    expect(complained).toBe(
      `The ${name} stopped by itself (signal SIGKILL), so everything was stopped: see ${folder}/logs/${name}.log, then start again with \`npm start\`.\n`,
    );
    expect(await runningOf(parts)).toEqual([]);
  },
);

// The house heals by itself where its operator wants that.
test('with NIGHTPORTER_RESTARTS each part that dies comes back on its data and port, and one death too many stops all', async () => {
  const folder = emptyDataFolder();
  const house = await startHouse(folder, { NIGHTPORTER_RESTARTS: '4' });
  await house.open;
  const names = ['worker', 'temporal', 'postgres', 'api'];
  for (const name of names) {
    const killed = pidOf(await recordedParts(folder), name);
    process.kill(killed, 'SIGKILL');
    await expect
      .poll(async () => pidOf(await recordedParts(folder), name), { timeout: 60_000 })
      .not.toBe(killed);
  }
  const log = (): string => readFileSync(join(folder, 'logs/postgres.log'), 'utf8');
  await expect
    .poll(log, { timeout: 60_000 })
    .toContain('database system is ready to accept connections');
  const parts = await recordedParts(folder);
  expect((await runningOf(parts)).toSorted()).toEqual(names.toSorted());

  process.kill(pidOf(parts, 'worker'), 'SIGKILL');
  const { code, printed, complained } = await house.ended;

  expect(code).toBe(1);
  for (const [index, name] of names.entries()) {
    expect(printed).toContain(
      `The ${name} stopped by itself (signal SIGKILL) and is started again (${index + 1} of 4 in 10 minutes).`,
    );
  }
  expect(complained).toMatch(/^The worker stopped by itself .+ after 4 restarts in 10 minutes, so/);
  expect(await runningOf(await recordedParts(folder))).toEqual([]);
});

test('a second start on the same folder leaves the first one alone', async () => {
  const folder = emptyDataFolder();
  const first = await startHouse(folder);
  await first.open;

  const { code, complained } = await (await startHouse(folder)).ended;

  expect(code).toBe(1);
  expect(complained).toBe(
    `Night Porter is already running on ${folder}: stop it with Ctrl-C where it runs, or set NIGHTPORTER_DATA to another folder.\n`,
  );
  expect(await runningOf(await recordedParts(folder))).toHaveLength(4);
});

test('a taken port ends the start in one sentence with nothing left running', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;

  const { code, complained } = await (
    await startHouse(emptyDataFolder(), { PORT: `${port}` })
  ).ended;

  expect(code).toBe(1);
  expect(complained).toBe(
    `Port ${port} is taken by another program: stop that program, or choose another port with PORT (0 for any free one).\n`,
  );
});

test('what a part gives as its reason to refuse is all that is shown', async () => {
  const folder = emptyDataFolder();

  const house = await startHouse(folder, { STAND_IN_REFUSES: 'api' });
  const { code, complained } = await house.ended;

  expect(code).toBe(1);
  expect(complained).toBe('OPENAI_MODEL: is empty, so give it a name.\n');
  expect(await runningOf(await recordedParts(folder))).toEqual([]);
});

test('a second Ctrl-C does not wait for anything', async () => {
  const folder = emptyDataFolder();
  const house = await startHouse(folder);
  await house.open;
  const parts = await recordedParts(folder);

  process.kill(house.pid, 'SIGINT');
  // Another signal, since two of one kind that wait for a busy process are one.
  process.kill(house.pid, 'SIGTERM');
  const { code } = await house.ended;

  expect(code).toBe(130);
  for (const { pid } of parts) expect(await untilGone(pid, 5_000)).toBe(true);
});

test('Ctrl-C while it is still opening leaves nothing running', async () => {
  const folder = emptyDataFolder();
  const house = await startHouse(folder);
  while ((await recordedParts(folder)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const parts = await recordedParts(folder);

  process.kill(house.pid, 'SIGINT');
  const { code, complained } = await house.ended;

  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  expect(await runningOf(parts)).toEqual([]);
});
