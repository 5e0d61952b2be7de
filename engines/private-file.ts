import { renameSync, writeFileSync } from 'node:fs';
import { link, readFile, unlink } from 'node:fs/promises';
import { systemErrorCode } from './problem.ts';

const MODE = 0o600;

/** The text of a file; null when there is none. */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Replaces a file in one step and at once; only its owner may read it (mode 0600). */
export function writePrivateNow(path: string, text: string): void {
  renameSync(draftOf(path, text), path);
}

/** Writes a file that only its owner may read, unless one is there already; false when it is. */
export async function createPrivate(path: string, text: string): Promise<boolean> {
  const draft = draftOf(path, text);
  try {
    await link(draft, path); // refuses where rename would replace
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

function draftOf(path: string, text: string): string {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: MODE });
  return draft;
}
