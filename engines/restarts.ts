import { EngineProblem } from './problem.ts';

const WINDOW_MS = 10 * 60_000;
const MOST = 100;

/** How often parts that die may be started again. */
export interface Restarts {
  /** So many within ten minutes; 0: never. */
  readonly max: number;
  /** Takes one, and says which it is within ten minutes, 1 first; null when there is none left. */
  readonly take: () => number | null;
}

/** So many restarts within any ten minutes, all parts together. */
export function createRestarts(max: number, now = (): number => performance.now()): Restarts {
  const taken: number[] = [];
  return {
    max,
    take: () => {
      const since = now() - WINDOW_MS;
      while ((taken[0] ?? Infinity) < since) taken.shift();
      if (taken.length >= max) return null;
      return taken.push(now());
    },
  };
}

/**
 * What `NIGHTPORTER_RESTARTS` asks for; 0 when it says nothing.
 * @throws EngineProblem when it is no such number
 */
export function wantedRestarts(environment: NodeJS.ProcessEnv): number {
  const text = environment['NIGHTPORTER_RESTARTS'];
  const wanted = Number(text || 0);
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST) return wanted;
  throw new EngineProblem(
    `NIGHTPORTER_RESTARTS is ${text}: set it to a whole number up to ${MOST}, or 0 to stop when a part dies.`,
  );
}
