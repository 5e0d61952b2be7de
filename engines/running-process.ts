import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process ended: its exit code, or the signal that ended it. */
export type Ending = { kind: 'exited'; code: number } | { kind: 'killed'; signal: string };

/** A process that we started and answer for. */
export interface RunningProcess {
  readonly pid: number;
  /** Settles once, when the process is gone; never rejects. */
  readonly exited: Promise<Ending>;
  /** The underlying child, for its message channel. */
  readonly child: ChildProcess;
  /** Asks the process to end, and kills it with everything it started when `graceMs` have passed. */
  readonly stop: () => Promise<Ending>;
  /** Kills the process and everything it started, now. */
  readonly kill: () => void;
}

/** What to start, and how it is asked to stop. */
export interface Launch {
  executable: string;
  arguments: string[];
  environment: NodeJS.ProcessEnv;
  workingFolder?: string;
  /** The user to run as; only the superuser may name another than itself. */
  user?: { uid: number; gid: number };
  hasMessageChannel?: boolean;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  onLine: (line: string) => void;
}

/**
 * Starts a process in a group of its own, so that Ctrl-C in a terminal reaches only us and we stop the parts in order.
 * @throws Error of the system when the executable cannot be run
 */
export async function launch(options: Launch): Promise<RunningProcess> {
  const child = spawn(options.executable, options.arguments, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.hasMessageChannel ? (['ipc'] as const) : [])],
    env: options.environment,
    ...(options.workingFolder ? { cwd: options.workingFolder } : {}),
    ...options.user,
  });
  const exited = endingOf(child);
  const pid = await pidOf(child);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  }
  const kill = () => killGroup(pid);
  return { pid, exited, child, kill, stop: () => stop({ child, exited, kill, options }) };
}

/** Says how a process ended, to be put after its name: `exit code 1`, `signal SIGKILL`. */
export function describeEnding(ending: Ending): string {
  return ending.kind === 'exited' ? `exit code ${ending.code}` : `signal ${ending.signal}`;
}

interface Stoppable extends Pick<RunningProcess, 'child' | 'exited' | 'kill'> {
  options: Launch;
}

async function stop({ child, exited, kill, options }: Stoppable): Promise<Ending> {
  if (child.exitCode === null && child.signalCode === null) child.kill(options.stopSignal);
  const patience = setTimeout(kill, options.graceMs);
  const ending = await exited;
  clearTimeout(patience);
  kill(); // what the process itself left behind
  return ending;
}

/** With a message channel, the ending comes after the last message. */
function endingOf(child: ChildProcess): Promise<Ending> {
  const channelClosed = child.channel
    ? new Promise<void>((resolve) => child.once('disconnect', () => resolve()))
    : Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const ending: Ending =
        signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal };
      void channelClosed.then(() => resolve(ending));
    });
  });
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
  });
}

/** The group may be gone already, which is fine. Windows has no groups. */
function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // nobody left
  }
}
