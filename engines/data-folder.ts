import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineProblem, systemErrorCode } from './problem.ts';

/** Where everything lives that a start leaves behind. */
export interface DataFolder {
  path: string;
  /** A log per part, of this start and the one before. */
  logs: string;
  /** The programs that were fetched; `npm run reset` keeps them. */
  engines: string;
}

/** The data folder that the environment names, `.nightporter` by default; nothing is created. */
export function dataFolderOf(environment: NodeJS.ProcessEnv): DataFolder {
  const path = resolve(environment['NIGHTPORTER_DATA'] || '.nightporter');
  return { path, logs: join(path, 'logs'), engines: join(path, 'engines') };
}

/**
 * The data folder, created if need be and proven writable.
 * @throws EngineProblem when it is not
 */
export async function openDataFolder(environment: NodeJS.ProcessEnv): Promise<DataFolder> {
  const folder = dataFolderOf(environment);
  const probe = join(folder.path, `.writable-${process.pid}`);
  try {
    for (const path of [folder.path, folder.logs, folder.engines]) {
      await mkdir(path, { recursive: true });
    }
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw new EngineProblem(
      `The data folder ${folder.path} cannot be written${code ? ` (${code})` : ''}: make it writable, or set NIGHTPORTER_DATA to a folder that is.`,
      { cause },
    );
  }
  return folder;
}
