import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compare, executableName, type Program } from './program.ts';

/** Where a program stands in the cache, whether it is there or not. */
export function cachedPath(program: Program, cacheFolder: string): string {
  return join(cacheFolder, `${program.name}-${program.version}`, executableName(program));
}

/** The cached executable; null when there is none or its checksum differs. */
export async function findInCache(program: Program, cacheFolder: string): Promise<string | null> {
  const path = cachedPath(program, cacheFolder);
  const comparison = await compare(program, path);
  return comparison === 'same' || comparison === 'unknown' ? path : null;
}

interface Filling {
  program: Program;
  cacheFolder: string;
  /** Brings the executable into the given empty folder and says where it lies. @throws Error when it cannot */
  fetchInto: (folder: string) => Promise<string>;
}

/**
 * Fetches the program into the cache in one step: whoever looks sees all of it or nothing.
 * @throws Error when it cannot be fetched or its checksum differs
 */
export async function fillCache({ program, cacheFolder, fetchInto }: Filling): Promise<string> {
  const path = cachedPath(program, cacheFolder);
  await mkdir(join(path, '..'), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'fetching-')); // same disk, so that rename is one step
  try {
    const fetched = await fetchInto(folder);
    if ((await compare(program, fetched)) === 'different') {
      throw new Error(
        `the checksum of what was fetched is not that of ${program.name} ${program.version}`,
      );
    }
    await chmod(fetched, 0o755);
    await rename(fetched, path);
    return path;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
