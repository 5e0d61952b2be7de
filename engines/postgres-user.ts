import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EngineProblem } from './problem.ts';

const run = promisify(execFile);
const NAME = 'postgres';
const SET_PRIVILEGES = '/usr/bin/setpriv';

/** A user other than the superuser, as numbers. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** A command as it has to be run: under another user, and perhaps through a program that lets it pass closed folders. */
export interface UnprivilegedCommand {
  executable: string;
  arguments: string[];
  user?: SystemUser;
}

/**
 * Who PostgreSQL runs as: null for ourselves. It refuses to run as root, so for root it is the owner of the
 * existing data, else the system's `postgres` user, who is created when there is none.
 */
export async function postgresUser(databaseFolder: string): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(databaseFolder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUp()) ?? (await create());
}

/** Hands a folder or file to the user; nothing to do for ourselves. */
export async function giveTo(user: SystemUser | null, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

interface Command {
  executable: string;
  arguments: string[];
  user: SystemUser | null;
  /** What the command must be able to reach. */
  folder: string;
}

/**
 * The command as the user can run it, also from below a folder that is closed to them such as /root.
 * @throws EngineProblem when the user cannot reach the folder
 */
export async function asUser(command: Command): Promise<UnprivilegedCommand> {
  const { executable, user, folder } = command;
  const plain = { executable, arguments: command.arguments };
  if (!user) return plain;
  const closed = (await closedAbove(executable)) ?? (await closedAbove(folder));
  if (!closed) return { ...plain, user };
  await access(SET_PRIVILEGES, constants.X_OK).catch(() => {
    throw new EngineProblem(
      `PostgreSQL does not run as root and its user cannot enter ${closed}: run \`npm start\` as an ordinary user, move the project and its data folder elsewhere, or set DATABASE_URL.`,
    );
  });
  return {
    executable: SET_PRIVILEGES,
    arguments: [...privileges(user), executable, ...command.arguments],
  };
}

/**
 * One capability, to pass closed folders; everything else of root's is dropped. Without the secure bit the kernel takes
 * even that one back where a program asks whether it may open a file, as initdb does of its neighbours.
 */
function privileges({ uid, gid }: SystemUser): string[] {
  const kept = '-all,+dac_override';
  return [
    ['--securebits', '+no_setuid_fixup'],
    ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'],
    ['--bounding-set', kept, '--inh-caps', kept, '--ambient-caps', kept],
  ].flat();
}

/** The first folder above a path that others may not enter; null when all are open. */
async function closedAbove(path: string): Promise<string | null> {
  const parent = dirname(resolve(path));
  if (parent === resolve(path)) return null;
  const above = await closedAbove(parent);
  if (above) return above;
  const found = await stat(parent);
  return (found.mode & 0o001) === 0 ? parent : null;
}

async function lookUp(): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null; // no such user
  }
}

async function create(): Promise<SystemUser> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', NAME]).catch(() => null);
  const created = await lookUp();
  if (created) return created;
  throw new EngineProblem(
    `PostgreSQL does not run as root and no user ${NAME} could be created: run \`npm start\` as an ordinary user, or set DATABASE_URL.`,
  );
}
