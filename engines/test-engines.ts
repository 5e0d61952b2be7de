import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTemporal, findTestServer } from './find-temporal.ts';
import { freePort } from './free-port.ts';
import { startPostgres, type RunningPostgres } from './postgres.ts';
import { startTemporal, type RunningTemporal, type SearchAttributeKind } from './temporal.ts';

const CACHE = fileURLToPath(new URL('../.nightporter/engines', import.meta.url));
const search = { cacheFolder: CACHE, environment: process.env };
const silently = () => {};

/** A PostgreSQL of its own for a test suite; `stop` also removes its data. */
export async function startTestPostgres(): Promise<RunningPostgres> {
  const dataFolder = await temporaryFolder();
  return withFolder(await startPostgres({ dataFolder, onLine: silently }), dataFolder);
}

/** A real Temporal dev server of its own for a test suite; `stop` also removes its data. */
export async function startTestTemporal({
  searchAttributes = {},
}: { searchAttributes?: Record<string, SearchAttributeKind> } = {}): Promise<RunningTemporal> {
  const { path: executable } = await findTemporal(search);
  const dataFolder = await temporaryFolder();
  const [port, uiPort] = [await freePort(), await freePort()];
  const options = { executable, dataFolder, port, uiPort, searchAttributes, onLine: silently };
  return withFolder(await startTemporal(options), dataFolder);
}

/** The path for `TestWorkflowEnvironment.createTimeSkipping`'s `existing-path`. */
export async function findTestServerPath(): Promise<string> {
  return (await findTestServer(search)).path;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nightporter-test-'));
  await chmod(folder, 0o755); // PostgreSQL may run as another user
  return folder;
}

function withFolder<Running extends RunningPostgres | RunningTemporal>(
  running: Running,
  folder: string,
): Running {
  process.once('exit', running.kill); // a test run that is cut short leaves nothing running
  const stop = async () => {
    const ending = await running.stop();
    process.off('exit', running.kill);
    await rm(folder, { recursive: true, force: true });
    return ending;
  };
  return { ...running, stop };
}
