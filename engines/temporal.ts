import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EngineProblem } from './problem.ts';
import { describeEnding, launch, type RunningProcess } from './running-process.ts';

const run = promisify(execFile);
const HOST = '127.0.0.1';
const READY_WITHIN_MS = 30_000;
const RETRY_AFTER_MS = 100;
// The dev server keeps closed runs for one day otherwise; a late message must still find its conversation's outcome.
const RETENTION = '720h';

/** Kinds of search attribute that the server knows. */
export type SearchAttributeKind =
  'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

/** What the Temporal server is to be started with. */
export interface TemporalOptions {
  executable: string;
  /** The folder that holds `temporal.db`. */
  dataFolder: string;
  port: number;
  uiPort: number;
  searchAttributes: Record<string, SearchAttributeKind>;
  /** Where the Web UI asks for payloads to be decoded; none when absent. */
  codecEndpoint?: string;
  onLine: (line: string) => void;
  /** Told of the process as soon as it exists, before it answers. */
  onLaunch?: (process: RunningProcess) => void;
}

/** A Temporal server that answers. */
export interface RunningTemporal extends RunningProcess {
  /** `host:port` for the SDK. */
  readonly address: string;
  readonly uiUrl: string;
}

/**
 * Starts the Temporal dev server on a file and returns once its default namespace answers and keeps closed runs for 30 days.
 * @throws EngineProblem when it ends or stays silent
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const running = await launch({
    executable: options.executable,
    arguments: serverArguments(options),
    environment: withoutTemporalSettings(process.env),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    onLine: options.onLine,
  });
  options.onLaunch?.(running);
  const address = `${HOST}:${options.port}`;
  await untilItAnswers({ executable: options.executable, address, running });
  return { ...running, address, uiUrl: `http://${HOST}:${options.uiPort}` };
}

/** The environment without the settings that would lead the CLI to another server. */
export function withoutTemporalSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('TEMPORAL_')),
  );
}

function serverArguments(options: TemporalOptions): string[] {
  const attributes = Object.entries(options.searchAttributes);
  return [
    ['server', 'start-dev', '--db-filename', `${options.dataFolder}/temporal.db`],
    ['--ip', HOST, '--port', String(options.port), '--ui-port', String(options.uiPort)],
    ['--log-level', 'error'],
    // These two double what it carries and lose nothing at kill -9 (a power cut may lose the last moments).
    ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    options.codecEndpoint ? ['--ui-codec-endpoint', options.codecEndpoint] : [],
    ...attributes.map(([name, kind]) => ['--search-attribute', `${name}=${kind}`]),
  ].flat();
}

interface Awaited {
  executable: string;
  address: string;
  running: RunningProcess;
}

async function untilItAnswers({ executable, address, running }: Awaited): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let hasEnded = false;
  void running.exited.then(() => (hasEnded = true));
  while (!(await keepsClosedRuns({ executable, address }))) {
    if (hasEnded) {
      throw new EngineProblem(
        `Temporal ended before it answered (${describeEnding(await running.exited)}): see temporal.log in the logs folder of the data folder, and run \`npm run doctor\`.`,
      );
    }
    if (Date.now() > deadline) {
      await running.stop();
      throw new EngineProblem(
        `Temporal did not answer on ${address} within ${READY_WITHIN_MS / 1000} s: see temporal.log in the logs folder of the data folder, or set TEMPORAL_ADDRESS to a service of your own.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
  }
}

/** Sets the retention; that this succeeds is also the proof that the server answers. */
async function keepsClosedRuns({
  executable,
  address,
}: Pick<Awaited, 'executable' | 'address'>): Promise<boolean> {
  const settings = ['--address', address, '--disable-config-file', '--disable-config-env'];
  const update = ['operator', 'namespace', 'update', '-n', 'default', '--retention', RETENTION];
  try {
    await run(executable, [...update, ...settings, '--command-timeout', '5s'], {
      env: withoutTemporalSettings(process.env),
    });
    return true;
  } catch {
    return false; // not up yet
  }
}
