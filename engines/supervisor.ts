import { STOP_ORDER, type PartName } from './leftovers.ts';
import { EngineProblem } from './problem.ts';
import { describeEnding, type RunningProcess } from './running-process.ts';

/** Answers for every process of the house: all run, or none. */
export interface Supervisor {
  /** Takes charge of a process that has just been started. */
  readonly watch: (watched: Watched) => void;
  /** Rejects with an EngineProblem that names the part and its log as soon as one ends unasked; never resolves. */
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
}

/** A supervisor with nothing to watch yet. */
export function createSupervisor(): Supervisor {
  const watched: Watched[] = [];
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => {}); // nobody may be listening when a part dies during a stop
  let stopping: Promise<void> | null = null;

  return {
    firstDeath: death.promise,
    watch: (part) => {
      watched.push(part);
      if (stopping) part.running.kill(); // started while everything else was being stopped
      void part.running.exited.then((ending) => {
        if (!stopping) death.reject(unasked(part, describeEnding(ending)));
      });
    },
    stopAll: () => (stopping ??= stopInOrder(watched)),
    killAll: () => {
      for (const { running } of watched) running.kill();
    },
  };
}

async function stopInOrder(watched: Watched[]): Promise<void> {
  for (const name of STOP_ORDER) {
    const parts = watched.filter((part) => part.name === name);
    await Promise.all(parts.map(({ running }) => running.stop()));
  }
}

function unasked({ name, logFile }: Watched, ending: string): EngineProblem {
  return new EngineProblem(
    `The ${name} stopped by itself (${ending}), so everything was stopped: see ${logFile}, then start again with \`npm start\`.`,
  );
}
