import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Fetching } from './fetch-wheel.ts';

const run = promisify(execFile);
const WITHIN_MS = 20_000; // where the network swallows packets it would wait for minutes
const DOWNLOAD = fileURLToPath(new URL('./sdk-download.ts', import.meta.url));

/**
 * Lets the Temporal SDK fetch the release from Temporal's own site, in a process of its own that can be cut short.
 * @throws Error when it cannot within 20 s
 */
export async function fetchBySdk({ program, folder, signal }: Fetching): Promise<string> {
  await run(process.execPath, [DOWNLOAD, program.name, program.version, folder], {
    timeout: WITHIN_MS,
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
  });
  const fetched = (await readdir(folder)).find((name) => name.startsWith('temporal'));
  if (fetched === undefined) throw new Error(`the SDK left no ${program.name}`);
  return join(folder, fetched);
}
