import { setTimeout as wait } from 'node:timers/promises';
import { STOP_ORDER, type PartName } from './leftovers.ts';
import { EngineProblem } from './problem.ts';
import { createRestarts, type Restarts } from './restarts.ts';
import { describeEnding, type RunningProcess } from './running-process.ts';

// A part that dies at once must not use its restarts up before what it needs is back.
const RESTART_AFTER_MS = 1_000;

/** Answers for every process of the house: all run, or none. */
export interface Supervisor {
  /** Takes charge of a process that has just been started. */
  readonly watch: (watched: Watched) => void;
  /** From now on a part that ends unasked is started again, as long as restarts are left. */
  readonly keepUp: () => void;
  /** Rejects with an EngineProblem that names the part and its log as soon as one ends for good; never resolves. */
  readonly firstDeath: Promise<never>;
  /** Stops everything, one after the other: api, worker, temporal, postgres. Asking twice is asking once. */
  readonly stopAll: () => Promise<void>;
  /** Kills everything now. */
  readonly killAll: () => void;
}

/** A process and what to call it. */
export interface Watched {
  name: PartName;
  running: RunningProcess;
  logFile: string;
  /** Starts the part once more, which is watched in its turn. */
  startAgain: () => Promise<unknown>;
}

interface Options {
  restarts?: Restarts;
  onRestart?: (line: string) => void;
}

/** A supervisor with nothing to watch yet. */
export function createSupervisor({
  restarts = createRestarts(0),
  onRestart = () => {},
}: Options = {}): Supervisor {
  const watched = new Set<Watched>();
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => {}); // nobody may be listening when a part dies during a stop
  let stopping: Promise<void> | null = null;
  let isKept = false;

  const bringBack = async (part: Watched, line: string): Promise<void> => {
    watched.delete(part);
    part.running.kill(); // what it left behind
    onRestart(line);
    await wait(RESTART_AFTER_MS);
    if (stopping) return;
    const before = new Set(watched);
    try {
      await part.startAgain();
    } catch (error) {
      // A process that ended is watched, and counts as one more death; anything else is for good.
      const launched = [...watched].filter((one) => one.name === part.name && !before.has(one));
      for (const { running } of launched) running.kill();
      if (!(error instanceof EngineProblem)) death.reject(error);
    }
  };
  const onEnded = (part: Watched, ending: string): void => {
    if (stopping) return;
    const restart = isKept ? restarts.take() : null;
    if (restart === null) {
      death.reject(unasked(part, { ending, restartsMax: isKept ? restarts.max : 0 }));
      return;
    }
    const times = `${restart} of ${restarts.max} in 10 minutes`;
    const line = `The ${part.name} stopped by itself (${ending}) and is started again (${times}).`;
    bringBack(part, line).catch((error: unknown) => death.reject(error));
  };

  return {
    firstDeath: death.promise,
    watch: (part) => {
      watched.add(part);
      if (stopping) part.running.kill(); // started while everything else was being stopped
      void part.running.exited.then((ending) => onEnded(part, describeEnding(ending)));
    },
    keepUp: () => void (isKept = true),
    stopAll: () => (stopping ??= stopInOrder(watched)),
    killAll: () => {
      for (const { running } of watched) running.kill();
    },
  };
}

async function stopInOrder(watched: ReadonlySet<Watched>): Promise<void> {
  for (const name of STOP_ORDER) {
    const parts = [...watched].filter((part) => part.name === name);
    await Promise.all(parts.map(({ running }) => running.stop()));
  }
}

function unasked(
  { name, logFile }: Watched,
  { ending, restartsMax }: { ending: string; restartsMax: number },
): EngineProblem {
  const often = restartsMax > 0 ? ` after ${restartsMax} restarts in 10 minutes` : '';
  return new EngineProblem(
    `The ${name} stopped by itself (${ending})${often}, so everything was stopped: see ${logFile}, then start again with \`npm start\`.`,
  );
}
