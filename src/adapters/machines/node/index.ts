import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Machine } from '../../../ports/machine.ts';

const run = promisify(execFile);
const Package = z.object({ version: z.string() });
const GIT_TIMEOUT_MS = 2_000;

/** This process's machine; `programFolder` is where package.json is. */
export async function createMachine({
  programFolder,
  dataFolder,
}: {
  programFolder: string;
  dataFolder: string;
}): Promise<Machine> {
  const text = await readFile(join(programFolder, 'package.json'), 'utf8');
  return {
    version: Package.parse(JSON.parse(text)).version,
    commit: await commitOf(programFolder),
    startedAt: new Date().toISOString(),
    async disk() {
      const { bavail, blocks, bsize } = await statfs(dataFolder);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
  };
}

async function commitOf(folder: string): Promise<string | null> {
  if (!existsSync(join(folder, '.git'))) return null; // git would answer for a repository around it
  try {
    const asked = ['rev-parse', '--short=12', 'HEAD'];
    const { stdout } = await run('git', asked, { cwd: folder, timeout: GIT_TIMEOUT_MS });
    return stdout.trim() || null;
  } catch {
    return null; // an image has no git
  }
}
