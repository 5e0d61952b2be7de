import { execFile } from 'node:child_process';
import { mkdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { asUser, giveTo, postgresUser, type SystemUser } from './postgres-user.ts';
import { createPrivate, readIfPresent } from './private-file.ts';
import { EngineProblem } from './problem.ts';
import { commandOf, untilGone } from './running-command.ts';

const run = promisify(execFile);

/** The database's superuser. */
export const POSTGRES_USER = 'nightporter';

/** A database cluster on disk, ready to be started. */
export interface PostgresFolder {
  path: string;
  password: string;
  /** Who must run the server; null for ourselves. */
  user: SystemUser | null;
}

interface Preparation {
  dataFolder: string;
  initdb: string;
}

/** Makes the cluster below the data folder at the first start, and finds it again at every later one. */
export async function preparePostgresFolder({
  dataFolder,
  initdb,
}: Preparation): Promise<PostgresFolder> {
  const path = join(dataFolder, 'postgres');
  const password = await keepPassword(join(dataFolder, 'postgres-password'));
  const user = await postgresUser(path);
  if (!(await stat(path).catch(() => null))) await initialise({ path, password, user, initdb });
  await clearStaleLock(path);
  return { path, password, user };
}

/** Kept for good: the cluster knows no other. */
async function keepPassword(path: string): Promise<string> {
  await createPrivate(path, randomBytes(24).toString('base64url'));
  const password = await readIfPresent(path);
  if (password === null) throw new Error(`${path} vanished while it was read`);
  return password;
}

/** Beside its place and then renamed, so that an interrupted first start leaves no half cluster behind. */
async function initialise(cluster: PostgresFolder & { initdb: string }): Promise<void> {
  const { path, password, user } = cluster;
  const draft = `${path}.new`;
  const passwordFile = join(tmpdir(), `nightporter-${randomUUID()}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await giveTo(user, draft);
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    await giveTo(user, passwordFile);
    const initialisation = initdbArguments({ draft, passwordFile });
    const command = await asUser({
      executable: cluster.initdb,
      arguments: initialisation,
      user,
      folder: draft,
    });
    await run(command.executable, command.arguments, {
      ...command.user,
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (cause) {
    throw cause instanceof EngineProblem ? cause : cannotInitialise(cause);
  } finally {
    await unlink(passwordFile);
  }
  await rename(draft, path);
}

/** UTF-8 and PostgreSQL's own locale: the same order of words on every machine. */
function initdbArguments({
  draft,
  passwordFile,
}: Record<'draft' | 'passwordFile', string>): string[] {
  return [
    [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, `--username=${POSTGRES_USER}`],
    ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ].flat();
}

function cannotInitialise(cause: unknown): EngineProblem {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  const lastWords = said.split('\n').at(-1) || String(cause);
  return new EngineProblem(
    `PostgreSQL could not set up its folder (${lastWords}): run \`npm rebuild\` to let its install script run, or set DATABASE_URL.`,
    { cause },
  );
}

/**
 * After kill -9 the lock file names a process that is gone, still running, or by now somebody else. PostgreSQL
 * itself refuses only in the last case, where no server is there to protect.
 */
async function clearStaleLock(path: string): Promise<void> {
  const lockFile = join(path, 'postmaster.pid');
  const pid = Number((await readIfPresent(lockFile))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const command = await commandOf(pid);
  if (command === null) return;
  if (!command.includes(path)) return unlink(lockFile);
  process.kill(pid, 'SIGINT'); // our own server, left over: a fast, clean shutdown
  if (await untilGone(pid, 10_000)) return;
  throw new EngineProblem(
    `A PostgreSQL of an earlier start (process ${pid}) does not end: stop it with \`kill ${pid}\` and start again.`,
  );
}
