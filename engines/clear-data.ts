import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { stopLeftovers } from './leftovers.ts';
import { holderOf, recordedParts } from './lock.ts';
import { EngineProblem, systemErrorCode } from './problem.ts';

// What a start leaves behind, by name and not "everything": NIGHTPORTER_DATA may point at a folder with other things in it.
// `files` is where the parts keep theirs.
const OURS =
  'postgres postgres.new postgres-password temporal.db temporal.db-wal temporal.db-shm ports.json secrets.json logs files lock.json'.split(
    ' ',
  );

// What a backup or a restore leaves when it is killed.
const CUT_OFF = /^(backing-up|restoring)-\w{6}$/;

/**
 * What a reset would remove from the data folder, by absolute path; the fetched programs stay.
 * @throws EngineProblem while a start is running on it
 */
export async function removable(folder: DataFolder): Promise<string[]> {
  const holder = await holderOf(folder.path);
  if (holder !== null) {
    throw new EngineProblem(
      `Night Porter is running on ${folder.path} (process ${holder}): stop it with Ctrl-C where it runs, then reset.`,
    );
  }
  const names = await readdir(folder.path).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => OURS.includes(name) || CUT_OFF.test(name))
    .map((name) => join(folder.path, name));
}

/** Removes what `removable` named, after stopping what a killed start left running on it. */
export async function clearData(folder: DataFolder): Promise<void> {
  const paths = await removable(folder);
  await stopLeftovers(await recordedParts(folder.path));
  // The lock goes last: until then it knows what may still be running.
  const lockLast = paths.toSorted((one, other) => rank(one) - rank(other));
  for (const path of lockLast) await rm(path, { recursive: true, force: true });
}

function rank(path: string): number {
  return basename(path) === 'lock.json' ? 1 : 0;
}
