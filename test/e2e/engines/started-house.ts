import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { findTemporal } from '../../../engines/find-temporal.ts';
import { stopLeftovers } from '../../../engines/leftovers.ts';
import { recordedParts } from '../../../engines/lock.ts';

const START = fileURLToPath(new URL('./stand-ins/start.ts', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.nightporter/engines', import.meta.url));

/** A house in a process of its own, as `npm start` opens it. */
export interface StartedHouse {
  pid: number;
  /** Resolves with everything printed once the start screen is there, and rejects when it never comes. */
  open: Promise<string>;
  ended: Promise<{ code: number | null; printed: string; complained: string }>;
}

/** An empty data folder; whatever still runs on it is stopped and it is removed when the test is over. */
export function emptyDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightporter-house-'));
  onTestFinished(async () => {
    await stopLeftovers(await recordedParts(folder));
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts a house with stand-ins for worker and API, and the real Temporal and PostgreSQL. */
export async function startHouse(
  dataFolder: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<StartedHouse> {
  const temporal = await findTemporal({ cacheFolder: CACHE, environment: process.env });
  const { TEMPORAL_ADDRESS: _address, DATABASE_URL: _url, ...environment } = process.env;
  const child = spawn(process.execPath, [START], {
    env: {
      ...environment,
      PORT: '0',
      NIGHTPORTER_DATA: dataFolder,
      TEMPORAL_CLI_PATH: temporal.path,
      ...settings,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [printed, complained] = ['', ''];
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, printed, complained }));
  child.stderr.on('data', (text) => (complained += text));
  const open = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      printed += text;
      if (printed.includes('Ctrl-C stops everything')) resolve(printed);
    });
    void ended.then(() => reject(new Error(`it never opened: ${printed}${complained}`)));
  });
  open.catch(() => {}); // a test may be after exactly that
  return { pid: child.pid ?? 0, open, ended };
}
