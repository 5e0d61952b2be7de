import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isStillRunning, stopLeftovers } from '../../../engines/leftovers.ts';
import { holderOf, lockDataFolder, recordedParts } from '../../../engines/lock.ts';
import { commandOf, untilGone } from '../../../engines/running-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const part = { name: 'temporal', pid: 123_456_789, marker: '/some/data' };

async function sleeper(): Promise<number> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid ?? 0;
}

function heldBy(folder: string, holding: { pid: number; command: string }): void {
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ ...holding, parts: [part] }));
}

test('a second start on the same folder is refused in one sentence with the remedy', async () => {
  const folder = temporaryFolder();
  const pid = await sleeper();
  heldBy(folder, { pid, command: (await commandOf(pid)) ?? '' });

  await expect(lockDataFolder(folder)).rejects.toThrow(
    /^Night Porter is already running on .+: stop it .+ or set NIGHTPORTER_DATA to another folder\.$/,
  );
  expect(await holderOf(folder)).toBe(pid);
});

test('the lock of a dead start is taken over, with what it had on record', async () => {
  const folder = temporaryFolder();
  heldBy(folder, { pid: 123_456_789, command: 'node start' });

  const lock = await lockDataFolder(folder);

  expect(lock.leftovers).toEqual([part]);
});

test('a process that merely got the id of a dead start does not hold the folder', async () => {
  const folder = temporaryFolder();
  heldBy(folder, { pid: await sleeper(), command: 'node start' });

  await expect(lockDataFolder(folder)).resolves.toBeDefined();
});

test('of two starts at the same moment one gets the folder', async () => {
  const folder = temporaryFolder();
  heldBy(folder, { pid: 123_456_789, command: 'node start' });

  const outcomes = await Promise.allSettled([lockDataFolder(folder), lockDataFolder(folder)]);

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('leftovers stay on record until they are dealt with, so that a second kill loses none', async () => {
  const folder = temporaryFolder();
  heldBy(folder, { pid: 123_456_789, command: 'node start' });
  const lock = await lockDataFolder(folder);
  lock.record({ ...part, name: 'postgres' });

  expect(await recordedParts(folder)).toHaveLength(2);
  lock.forgetLeftovers();
  expect(await recordedParts(folder)).toEqual([{ ...part, name: 'postgres' }]);
});

test('the lock is for its owner only, and gone after release', async () => {
  const folder = temporaryFolder();
  const lock = await lockDataFolder(folder);
  const file = join(folder, 'lock.json');

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(existsSync(file)).toBe(false);
});

test('stops what a killed start left running', async () => {
  const pid = await sleeper();

  await stopLeftovers([{ name: 'worker', pid, marker: 'sleep 60' }]);

  expect(await untilGone(pid, 0)).toBe(true);
});

// Process ids are given out again: killing by id alone would hit a stranger.
test('leaves a process alone that got the id of a part but is something else', async () => {
  const pid = await sleeper();
  const stranger = { name: 'worker', pid, marker: '/some/where/worker.ts' };

  await stopLeftovers([stranger]);

  expect(await isStillRunning(stranger)).toBe(false);
  expect(await commandOf(pid)).toBe('sleep 60');
});
