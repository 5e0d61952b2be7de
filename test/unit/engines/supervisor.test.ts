import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startPart } from '../../../engines/part.ts';
import { launch, type RunningProcess } from '../../../engines/running-process.ts';
import { untilGone } from '../../../engines/running-command.ts';
import { createRestarts, wantedRestarts } from '../../../engines/restarts.ts';
import { createSupervisor } from '../../../engines/supervisor.ts';
import { temporaryFolder } from './temporary-folder.ts';

const WAIT = "process.on('disconnect', () => process.exit()); setInterval(() => {}, 1000);";

function script(source: string): string {
  const path = join(temporaryFolder(), 'part.mjs');
  writeFileSync(path, source);
  return path;
}

async function node(source: string, onLine = (_line: string): void => {}): Promise<RunningProcess> {
  const running = await launch({
    executable: process.execPath,
    arguments: [script(source)],
    environment: process.env,
    hasMessageChannel: true,
    stopSignal: 'SIGTERM',
    graceMs: 500,
    onLine,
  });
  onTestFinished(() => running.kill());
  return running;
}

function part(source: string) {
  let running: RunningProcess | null = null;
  onTestFinished(() => running?.kill());
  return startPart({
    name: 'worker',
    script: script(source),
    environment: process.env,
    graceMs: 500,
    onLine: () => {},
    onLaunch: (launched) => (running = launched),
  });
}

async function saysHello(source: string): Promise<RunningProcess> {
  const heard = Promise.withResolvers<void>();
  const running = await node(`${source}; console.log('hello')`, () => heard.resolve());
  await heard.promise;
  return running;
}

/** What is watched, but for its process. */
const OF_NOBODY = {
  name: 'worker',
  logFile: 'worker.log',
  startAgain: () => Promise.reject(new Error('nobody asked for a restart')),
} as const;

test('a part is ready when it says so, with its address and its lines for the screen', async () => {
  const ready = { kind: 'ready', url: 'http://127.0.0.1:1', lines: ['sign in as anna'] };

  expect(await part(`process.send(${JSON.stringify(ready)}); ${WAIT}`)).toEqual(ready);
});

test('a part that refuses is quoted', async () => {
  const refusal = part(`process.send({ kind: 'refused', reason: 'OPENAI_MODEL: is empty' })`);

  await expect(refusal).rejects.toThrow('OPENAI_MODEL: is empty');
});

test('a part that ends before it is ready is named in one sentence, with its log', async () => {
  await expect(part('process.exit(3)')).rejects.toThrow(
    'The worker ended before it was ready (exit code 3): see worker.log in the logs folder',
  );
});

test('stops api, worker, temporal and postgres in this order, whatever the order of start', async () => {
  const stopped: string[] = [];
  const supervisor = createSupervisor();
  for (const name of ['postgres', 'worker', 'temporal', 'api'] as const) {
    const running = await saysHello(WAIT);
    void running.exited.then(() => stopped.push(name));
    supervisor.watch({ ...OF_NOBODY, name, running });
  }

  await supervisor.stopAll();

  expect(stopped).toEqual(['api', 'worker', 'temporal', 'postgres']);
});

test('a part that stops by itself is named, with its log and how it ended', async () => {
  const supervisor = createSupervisor();
  const running = await node('process.exit(7)');
  supervisor.watch({ ...OF_NOBODY, running, logFile: '/data/logs/worker.log' });

  await expect(supervisor.firstDeath).rejects.toThrow(
    /^The worker stopped by itself \(exit code 7\), .+ see \/data\/logs\/worker\.log/,
  );
});

test('a part that dies is started again as often as allowed, and then named', async () => {
  const told: string[] = [];
  const supervisor = createSupervisor({
    restarts: createRestarts(2),
    onRestart: (line) => void told.push(line),
  });
  const startDying = async (): Promise<void> => {
    const running = await node('process.exit(7)');
    supervisor.watch({ ...OF_NOBODY, running, startAgain: startDying });
  };
  supervisor.keepUp();
  await startDying();

  await expect(supervisor.firstDeath).rejects.toThrow(
    /^The worker stopped by itself \(exit code 7\) after 2 restarts in 10 minutes, so everything was stopped/,
  );
  expect(told).toEqual([
    'The worker stopped by itself (exit code 7) and is started again (1 of 2 in 10 minutes).',
    'The worker stopped by itself (exit code 7) and is started again (2 of 2 in 10 minutes).',
  ]);
});

test('a part that dies before the house is open is not started again', async () => {
  const supervisor = createSupervisor({ restarts: createRestarts(5) });
  supervisor.watch({ ...OF_NOBODY, running: await node('process.exit(7)') });

  await expect(supervisor.firstDeath).rejects.toThrow(/^The worker stopped by itself/);
});

test('restarts are counted within ten minutes', () => {
  let now = 0;
  const restarts = createRestarts(2, () => now);
  expect([restarts.take(), restarts.take(), restarts.take()]).toEqual([1, 2, null]);
  now = 600_001;
  expect(restarts.take()).toBe(1);
});

test.each(['-1', '1.5', 'often', '101'])('NIGHTPORTER_RESTARTS=%s is refused', (text) => {
  expect(() => wantedRestarts({ NIGHTPORTER_RESTARTS: text })).toThrow(/NIGHTPORTER_RESTARTS/);
});

test('nothing is restarted unless it was asked for', () => {
  expect(wantedRestarts({})).toBe(0);
  expect(wantedRestarts({ NIGHTPORTER_RESTARTS: '' })).toBe(0);
});

test('a process that was started during a stop does not outlive it', async () => {
  const supervisor = createSupervisor();
  await supervisor.stopAll();
  const late = await saysHello(WAIT);

  supervisor.watch({ ...OF_NOBODY, running: late });

  expect(await late.exited).toEqual({ kind: 'killed', signal: 'SIGKILL' });
});

test('a process that does not heed its stop signal is killed when its grace is over', async () => {
  const stubborn = await saysHello(`process.on('SIGTERM', () => {}); ${WAIT}`);

  expect(await stubborn.stop()).toEqual({ kind: 'killed', signal: 'SIGKILL' });
});

test('what a process has started itself does not survive it', async () => {
  const heard = Promise.withResolvers<number>();
  const parent = await node(
    `import { spawn } from 'node:child_process';
     console.log(spawn('sleep', ['60'], { stdio: 'ignore' }).pid); ${WAIT}`,
    (line) => heard.resolve(Number(line)),
  );
  const grandchild = await heard.promise;

  await parent.stop();

  expect(await untilGone(grandchild, 2_000)).toBe(true);
});
