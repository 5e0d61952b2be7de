import type { Embedder } from '../../../ports/embedder.ts';
import { dot } from '../../shared/softmax.ts';
import { frustrationByCue } from './cues.ts';

/** Tells how frustrated a text sounds: 0 not, 1 some, 2 strongly. */
export type MoodReader = (text: string) => Promise<0 | 1 | 2>;

// Nearest frustrated exemplar minus nearest calm one; "the dishwasher is broken" is calm.
const DIFFERENCE_MIN = 0.2;

/** Reads moods from cue words and from vectors of exemplars, whichever hears more. */
export function createMoodReader({
  embedder,
  frustrated,
  calm,
}: {
  embedder: Embedder;
  frustrated: readonly Float32Array[];
  calm: readonly Float32Array[];
}): MoodReader {
  return async (text) => {
    const cue = frustrationByCue(text);
    if (cue === 2) return 2;
    const vector = await embedder.embedQuery(text);
    const nearest = (others: readonly Float32Array[]): number =>
      Math.max(-1, ...others.map((other) => dot(other, vector)));
    const difference = nearest(frustrated) - nearest(calm);
    return difference >= DIFFERENCE_MIN ? 1 : cue;
  };
}
