import type { RecordedPart } from './lock.ts';
import { EngineProblem } from './problem.ts';
import { commandOf, untilGone } from './running-command.ts';

const WITHIN_MS = 10_000;

/** The order in which parts are stopped: who asks before who answers. */
export const STOP_ORDER = ['api', 'worker', 'temporal', 'postgres'] as const;

/** A part of the house, as the logs and messages name it. */
export type PartName = (typeof STOP_ORDER)[number];

/**
 * Stops what a killed start left running, in order. A process under a recorded id that is something else is left alone.
 * @throws EngineProblem when one cannot be stopped
 */
export async function stopLeftovers(parts: RecordedPart[]): Promise<void> {
  for (const name of STOP_ORDER) {
    for (const part of parts.filter((recorded) => recorded.name === name)) await stop(part);
  }
}

/** Whether the process on record is still the one that was started. */
export async function isStillRunning({ pid, marker }: RecordedPart): Promise<boolean> {
  return (await commandOf(pid))?.includes(marker) ?? false;
}

async function stop(part: RecordedPart): Promise<void> {
  for (const signal of [part.name === 'postgres' ? 'SIGINT' : 'SIGTERM', 'SIGKILL'] as const) {
    if (!(await isStillRunning(part))) return;
    send(part, signal);
    if (await untilGone(part.pid, WITHIN_MS)) return;
  }
  throw cannotStop(part);
}

function send(part: RecordedPart, signal: NodeJS.Signals): void {
  try {
    process.kill(part.pid, signal);
  } catch {
    throw cannotStop(part);
  }
}

function cannotStop({ name, pid }: RecordedPart): EngineProblem {
  return new EngineProblem(
    `A ${name} of an earlier start (process ${pid}) cannot be stopped: stop it with \`kill ${pid}\` and start again.`,
  );
}
