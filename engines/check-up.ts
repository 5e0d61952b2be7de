import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { openDataFolder, dataFolderOf } from './data-folder.ts';
import { describeBrowser, findBrowser } from './find-browser.ts';
import { firstFound, placesFor, versionOf } from './find-temporal.ts';
import { isPortFree } from './free-port.ts';
import { isStillRunning } from './leftovers.ts';
import { holderOf, recordedParts } from './lock.ts';
import { wantedPort } from './ports.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { EngineProblem } from './problem.ts';
import { TEMPORAL, TEST_SERVER, type Program } from './program.ts';

const run = promisify(execFile);

/** One thing that was looked at: what was found, and whether `npm start` can do with it. */
export interface Finding {
  what: string;
  found: string;
  isFine: boolean;
}

/** Looks at everything that a start needs. Starts nothing, fetches nothing. */
export async function checkUp(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const looks: [string, (environment: NodeJS.ProcessEnv) => Promise<string>][] = [
    ['Node', async () => `${process.versions.node} (${process.execPath})`],
    ['Temporal', findService],
    ['Temporal test server', (given) => findProgram(TEST_SERVER, given)],
    ['PostgreSQL', findDatabase],
    ['Browser for tests', describeBrowserFor],
    ['Data folder', describeFolder],
    ['Port', describePort],
  ];
  return Promise.all(looks.map(([what, look]) => examine({ what, look: () => look(environment) })));
}

const NO_BROWSER = 'none: the browser tests will be skipped (set CHROMIUM_PATH to have them run)';

interface Look {
  what: string;
  look: () => Promise<string>;
}

async function examine({ what, look }: Look): Promise<Finding> {
  try {
    return { what, found: await look(), isFine: true };
  } catch (error) {
    if (!(error instanceof EngineProblem)) throw error;
    return { what, found: error.message, isFine: false };
  }
}

async function findService(environment: NodeJS.ProcessEnv): Promise<string> {
  const address = environment['TEMPORAL_ADDRESS'];
  if (!address) return findProgram(TEMPORAL, environment);
  const [host, port] = splitAddress(address);
  if (await answers({ host, port })) return `the service at ${address} (TEMPORAL_ADDRESS)`;
  throw new EngineProblem(
    `nothing answers at ${address}, which TEMPORAL_ADDRESS names: start it, or unset TEMPORAL_ADDRESS to have one started.`,
  );
}

async function findProgram(program: Program, environment: NodeJS.ProcessEnv): Promise<string> {
  const cacheFolder = dataFolderOf(environment).engines;
  const { near } = placesFor(program, { cacheFolder, environment });
  const found = await firstFound({ near, far: [] });
  if (!found) return `${program.version}, not here yet: fetched when it is first needed`;
  const version = program === TEMPORAL ? await versionOf(found.path) : program.version;
  return `${version ?? 'of unknown version'} (${found.from}: ${found.path})`;
}

async function findDatabase(environment: NodeJS.ProcessEnv): Promise<string> {
  if (environment['DATABASE_URL']) return 'the database that DATABASE_URL names';
  const { postgres } = await postgresPrograms();
  try {
    return `${(await run(postgres, ['--version'])).stdout.trim()} (${postgres})`;
  } catch (cause) {
    throw new EngineProblem(
      `${postgres} does not run: run \`npm rebuild\` to let its install script run, or set DATABASE_URL.`,
      { cause },
    );
  }
}

async function describeBrowserFor(environment: NodeJS.ProcessEnv): Promise<string> {
  const browser = await findBrowser(environment);
  return browser ? describeBrowser(browser) : NO_BROWSER;
}

async function describeFolder(environment: NodeJS.ProcessEnv): Promise<string> {
  const { path } = await openDataFolder(environment);
  const holder = await holderOf(path);
  if (holder !== null) return `${path}, in use by a start that runs now (process ${holder})`;
  const parts = await recordedParts(path);
  const running = await Promise.all(parts.map(isStillRunning));
  const left = parts.filter((_, index) => running[index]).map(({ name }) => name);
  if (left.length === 0) return `${path}, writable`;
  return `${path}, writable; left running by a killed start and stopped by the next: ${left.join(', ')}`;
}

async function describePort(environment: NodeJS.ProcessEnv): Promise<string> {
  const port = wantedPort(environment['PORT']);
  if (port === null) return 'any free one (PORT=0)';
  if (await isPortFree(port)) return `${port}, free`;
  const holder = await holderOf(dataFolderOf(environment).path);
  if (holder !== null) return `${port}, in use while a start runs (process ${holder})`;
  throw new EngineProblem(
    `${port} is taken by another program: stop that program, or choose another port with PORT.`,
  );
}

function splitAddress(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(':');
  if (colon < 0) return [address, 7233];
  return [address.slice(0, colon), Number(address.slice(colon + 1))];
}

function answers({ host, port }: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
