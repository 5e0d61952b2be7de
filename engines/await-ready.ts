import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const LOOK_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 5_000;
const Answer = z.object({ ready: z.boolean(), missing: z.array(z.string()) });

interface Wait {
  url: string;
  /** Hears what is missing, each time that it changes. */
  onProgress: (line: string) => void;
  signal: AbortSignal;
  withinMs?: number;
}

/**
 * Waits until the house says of itself that it is ready, so that whoever reads the start screen and asks at once is
 * answered; gives up after two minutes with what is missing then, since most of the house works without it.
 */
export async function awaitReady(by: Wait): Promise<string[]> {
  const { url, onProgress, signal, withinMs = 120_000 } = by;
  const endsAt = performance.now() + withinMs;
  let told = '';
  for (;;) {
    const missing = await missingAt(url);
    if (missing.length === 0) return [];
    if (performance.now() > endsAt) return missing;
    const line = `waiting: ${missing.join('; ')}`;
    if (line !== told) onProgress(line);
    told = line;
    await wait(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function missingAt(url: string): Promise<string[]> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const { ready, missing } = Answer.parse(await response.json());
    return ready ? [] : missing;
  } catch {
    return ['the API does not answer'];
  }
}
