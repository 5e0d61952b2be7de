import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unpack } from './backup-archive.ts';
import {
  demandOpenable,
  lastKnownMigration,
  MACHINE,
  parseManifest,
  type Manifest,
} from './backup-manifest.ts';
import { removable } from './clear-data.ts';
import { openDataFolder } from './data-folder.ts';
import { lockDataFolder } from './lock.ts';
import { demandOwnEngines } from './make-backup.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { giveTo, postgresUser, type SystemUser } from './postgres-user.ts';
import { readIfPresent } from './private-file.ts';
import { EngineProblem } from './problem.ts';

const run = promisify(execFile);

// The database last: a folder that has one is whole.
const CONTENTS = ['secrets.json', 'postgres-password', 'temporal.db', 'postgres'];

/**
 * Opens a backup into a data folder without data; the next start finds the house as it was, and brings an older one up
 * to date. Nothing is put in place before all of it is there and can be opened by this program.
 * @throws EngineProblem when the folder has data, or when the backup does not fit
 */
export async function restoreBackup(
  environment: NodeJS.ProcessEnv,
  file: string,
): Promise<Manifest> {
  demandOwnEngines(environment);
  const folder = await openDataFolder(environment);
  await demandEmpty(folder.path, await removable(folder));
  const lock = await lockDataFolder(folder.path);
  const draft = await mkdtemp(join(folder.path, 'restoring-'));
  try {
    await unpack({ file: resolve(file), folder: draft });
    const manifest = parseManifest(await readIfPresent(join(draft, 'manifest.json')));
    const postgres = await postgresVersion();
    demandOpenable(manifest, { migration: await lastKnownMigration(), postgres, machine: MACHINE });
    await giveTree(await postgresUser(join(draft, 'postgres')), join(draft, 'postgres'));
    const names = await readdir(draft);
    for (const name of CONTENTS.filter((known) => names.includes(known))) {
      if (name !== 'postgres') await chmod(join(draft, name), 0o600);
      await rename(join(draft, name), join(folder.path, name));
    }
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
    lock.release();
  }
}

async function demandEmpty(path: string, found: string[]): Promise<void> {
  const data = found.filter((entry) => CONTENTS.some((name) => entry === join(path, name)));
  if (data.length === 0) return;
  throw new EngineProblem(
    `There is data in ${path}: remove it with \`npm run reset\`, or set NIGHTPORTER_DATA to an empty folder.`,
  );
}

async function postgresVersion(): Promise<string> {
  const { postgres } = await postgresPrograms();
  const { stdout } = await run(postgres, ['--version']);
  return /\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? '';
}

async function giveTree(user: SystemUser | null, path: string): Promise<void> {
  if (!user) return;
  await giveTo(user, path);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTree(user, join(path, name));
}
