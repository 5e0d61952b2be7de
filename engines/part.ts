import { z } from 'zod';
import { EngineProblem } from './problem.ts';
import { describeEnding, launch, type Ending, type RunningProcess } from './running-process.ts';

const READY_WITHIN_MS = 180_000; // the first start reads and embeds the sample property's documents
const Message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    url: z.string().optional(),
    lines: z.array(z.string()).default([]),
  }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]);

/** What a part hands over when it is up: its address if it has one, and lines for the start screen. */
export type Ready = Extract<z.infer<typeof Message>, { kind: 'ready' }>;

/** A Node process of ours to be started. */
export interface PartOptions {
  name: string;
  /** The absolute path of its TypeScript. */
  script: string;
  /** What runs the script in its stead, and starts it anew when it changes. */
  watcher?: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** How long it may finish what it has in hand when it is asked to stop. */
  graceMs: number;
  onLine: (line: string) => void;
  onLaunch: (process: RunningProcess) => void;
}

/**
 * Starts a part and waits until it is ready. What the part owes us:
 * - `process.send?.({ kind: 'ready', url, lines })` when it is up, or `{ kind: 'refused', reason }` before it gives up;
 * - to finish and exit at `SIGTERM`;
 * - to exit at `process.on('disconnect')`, which means that we are gone, even by kill -9.
 * @throws EngineProblem when it refuses, ends or stays silent
 */
export async function startPart(options: PartOptions): Promise<Ready> {
  const running = await launch({
    executable: process.execPath,
    arguments: [...(options.watcher ? [options.watcher] : []), options.script],
    environment: options.environment,
    hasMessageChannel: true,
    stopSignal: 'SIGTERM',
    graceMs: options.graceMs,
    onLine: options.onLine,
  });
  const answer = firstAnswer(running);
  options.onLaunch(running);
  return expectReady(options.name, await answer);
}

type Answer = z.infer<typeof Message> | { kind: 'ended'; ending: Ending } | { kind: 'silent' };

function firstAnswer({ child, exited }: RunningProcess): Promise<Answer> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => resolve({ kind: 'silent' }), READY_WITHIN_MS);
    const answer = (given: Answer) => {
      clearTimeout(patience);
      resolve(given);
    };
    child.on('message', (message: unknown) => {
      const parsed = Message.safeParse(message);
      if (parsed.success) answer(parsed.data);
    });
    void exited.then((ending) => answer({ kind: 'ended', ending }));
  });
}

function expectReady(name: string, answer: Answer): Ready {
  switch (answer.kind) {
    case 'ready':
      return answer;
    case 'refused':
      throw new EngineProblem(answer.reason);
    case 'ended':
      throw new EngineProblem(endedEarly(name, answer.ending));
    case 'silent':
      throw new EngineProblem(
        `The ${name} was not ready within ${READY_WITHIN_MS / 1000} s: see ${name}.log in the logs folder of the data folder.`,
      );
  }
}

function endedEarly(name: string, ending: Ending): string {
  return `The ${name} ended before it was ready (${describeEnding(ending)}): see ${name}.log in the logs folder of the data folder.`;
}
