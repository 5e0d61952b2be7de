import pg from 'pg';
import { freePort } from './free-port.ts';
import { POSTGRES_USER, preparePostgresFolder } from './postgres-folder.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { asUser } from './postgres-user.ts';
import { EngineProblem } from './problem.ts';
import { describeEnding, launch, type RunningProcess } from './running-process.ts';

const HOST = '127.0.0.1';
const DATABASE = 'nightporter';
const READY_WITHIN_MS = 60_000; // recovery after kill -9 may take a while
const RETRY_AFTER_MS = 50;

/** What the database is to be started with. */
export interface PostgresOptions {
  /** The folder that holds `postgres/` and `postgres-password`. */
  dataFolder: string;
  /** Any free one when absent. */
  port?: number;
  onLine: (line: string) => void;
  /** Told of the process as soon as it exists, before it answers. */
  onLaunch?: (process: RunningProcess) => void;
}

/** A PostgreSQL that answers and has the database `nightporter`. */
export interface RunningPostgres extends RunningProcess {
  /** For `DATABASE_URL`; holds the password. */
  readonly url: string;
  readonly port: number;
}

/**
 * Starts PostgreSQL on loopback over the data of earlier starts, if any, and returns once it answers.
 * @throws EngineProblem when it cannot be set up, ends or stays silent
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const programs = await postgresPrograms();
  const folder = await preparePostgresFolder({ ...programs, dataFolder: options.dataFolder });
  const port = options.port ?? (await freePort());
  const command = await asUser({
    executable: programs.postgres,
    arguments: ['-D', folder.path, '-p', String(port), ...SETTINGS],
    user: folder.user,
    folder: folder.path,
  });
  const server = `postgresql://${POSTGRES_USER}:${folder.password}@${HOST}:${port}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  const attempt = async (): Promise<RunningProcess> => {
    let isInUse = false;
    const running = await launch({
      ...command,
      environment: { ...process.env, LC_ALL: 'C' },
      stopSignal: 'SIGINT', // "fast": ends sessions, writes everything, leaves nothing to recover
      graceMs: 15_000,
      onLine(line) {
        isInUse ||= line.includes('pre-existing shared memory block');
        options.onLine(line);
      },
    });
    options.onLaunch?.(running);
    const isUp = await untilItAnswers({ url: `${server}/postgres`, running, deadline });
    if (isUp) return running;
    // Sessions of one that was killed end a moment after it.
    if (isInUse && Date.now() < deadline) return attempt();
    throw new EngineProblem(
      `PostgreSQL ended before it answered (${describeEnding(await running.exited)}): see postgres.log in the logs folder of the data folder, or set DATABASE_URL.`,
    );
  };
  const running = await attempt();
  await ensureDatabase(`${server}/postgres`);
  return { ...running, port, url: `${server}/${DATABASE}` };
}

const SETTINGS = [
  `listen_addresses=${HOST}`,
  'unix_socket_directories=', // their folder may be closed to us or shared with others
  // A failed statement or the row it failed on may hold a resident's words; the log is no place for them.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
].flatMap((setting) => ['-c', setting]);

interface Awaited {
  url: string;
  running: RunningProcess;
  deadline: number;
}

/** Answers false when it ended first. @throws EngineProblem when it stays silent */
async function untilItAnswers({ url, running, deadline }: Awaited): Promise<boolean> {
  let hasEnded = false;
  void running.exited.then(() => (hasEnded = true));
  while (!(await answers(url))) {
    if (hasEnded) return false;
    if (Date.now() > deadline) {
      await running.stop();
      throw new EngineProblem(
        `PostgreSQL did not answer within ${READY_WITHIN_MS / 1000} s: see postgres.log in the logs folder of the data folder, or set DATABASE_URL.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
  }
  return true;
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('select 1'));
    return true;
  } catch {
    return false; // starting up or recovering
  }
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function withClient(
  url: string,
  use: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
