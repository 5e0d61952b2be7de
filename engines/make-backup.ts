import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pack } from './backup-archive.ts';
import { copyPostgres, copyTemporal, type CopiedPostgres } from './backup-copy.ts';
import { manifestFor } from './backup-manifest.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { stopLeftovers } from './leftovers.ts';
import { holderOf, lockDataFolder } from './lock.ts';
import { rememberedPorts } from './ports.ts';
import { POSTGRES_USER } from './postgres-folder.ts';
import { startPostgres } from './postgres.ts';
import { readIfPresent } from './private-file.ts';
import { EngineProblem } from './problem.ts';

/** Everything that a house needs to be opened again, beside its database. */
const FILES = ['secrets.json', 'postgres-password'];

/**
 * Puts the whole data folder into one file, while the house is open or closed. Temporal is copied before the database:
 * what a process did after its copy is then found done, as after a crash, and never the other way round.
 * @throws EngineProblem when there is nothing to back up, or when the data is not in the folder
 */
export async function makeBackup(environment: NodeJS.ProcessEnv, file: string): Promise<void> {
  demandOwnEngines(environment);
  const folder = await openDataFolder(environment);
  if (!(await stat(join(folder.path, 'postgres')).catch(() => null))) {
    throw new EngineProblem(`There is nothing to back up in ${folder.path}: it was never started.`);
  }
  const target = resolve(file);
  if (await stat(target).catch(() => null)) {
    throw new EngineProblem(`${target} is there already: name another file.`);
  }
  const isOpen = (await holderOf(folder.path)) !== null;
  const draft = await mkdtemp(join(folder.path, 'backing-up-'));
  try {
    const copied = await (isOpen ? copyOpenHouse : copyClosedHouse)(folder, draft);
    const manifest = JSON.stringify(manifestFor(copied), null, 2);
    await writeFile(join(draft, 'manifest.json'), `${manifest}\n`, { mode: 0o600 });
    await pack({ folder: draft, file: target });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** @throws EngineProblem when the environment names engines whose data is elsewhere */
export function demandOwnEngines(environment: NodeJS.ProcessEnv): void {
  for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) {
    if (!environment[name]) continue;
    throw new EngineProblem(
      `${name} is set, so the data is not in the data folder: use that service's own backup, and keep NIGHTPORTER_MASTER_KEY with it.`,
    );
  }
}

async function copyOpenHouse(folder: DataFolder, draft: string): Promise<CopiedPostgres> {
  const ports = await rememberedPorts(folder.path);
  const password = await readIfPresent(join(folder.path, 'postgres-password'));
  if (!ports || password === null) throw new EngineProblem('The running house cannot be found.');
  const url = `postgresql://${POSTGRES_USER}:${password}@127.0.0.1:${ports.postgres}/nightporter`;
  return copyHouse({ folder, draft, url });
}

async function copyClosedHouse(folder: DataFolder, draft: string): Promise<CopiedPostgres> {
  const lock = await lockDataFolder(folder.path);
  try {
    await stopLeftovers(lock.leftovers);
    lock.forgetLeftovers();
    const postgres = await startPostgres({
      dataFolder: folder.path,
      onLine: () => {},
      onLaunch: ({ pid }) => lock.record({ name: 'postgres', pid, marker: folder.path }),
    });
    try {
      return await copyHouse({ folder, draft, url: postgres.url });
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

async function copyHouse(by: {
  folder: DataFolder;
  draft: string;
  url: string;
}): Promise<CopiedPostgres> {
  const inFolder = (name: string): string => join(by.folder.path, name);
  const inDraft = (name: string): string => join(by.draft, name);
  for (const name of FILES) await copyFile(inFolder(name), inDraft(name));
  if (await stat(inFolder('temporal.db')).catch(() => null)) {
    copyTemporal({ from: inFolder('temporal.db'), to: inDraft('temporal.db') });
  }
  await mkdir(inDraft('postgres'), { mode: 0o700 });
  return copyPostgres({ url: by.url, from: inFolder('postgres'), to: inDraft('postgres') });
}
