/** How a part of the house is. `attention`: it works, and somebody should look; `unknown`: it cannot be told now. */
export type PartState = 'ok' | 'slow' | 'attention' | 'down' | 'unknown';

/** What was found of a part, in words for the people who run the house. */
export interface PartFinding {
  state: PartState;
  found: string;
  /** Since when the oldest thing in it waits; null where nothing does. */
  oldestAt: string | null;
  /** What it means for residents; null while all is well. */
  meaning: string | null;
  /** What to do; null while all is well. */
  remedy: string | null;
}

/** Something that waits, and since when its oldest does. */
export interface Waiting {
  count: number;
  oldestAt: string | null;
}

/** A part that is well. */
export const isWell = (found: string, oldestAt: string | null = null): PartFinding => ({
  state: 'ok',
  found,
  oldestAt,
  meaning: null,
  remedy: null,
});

/** A part that cannot be told of, because what would tell does not answer. */
export const cannotTell = (asked: string): PartFinding => ({
  state: 'unknown',
  found: `Cannot be told now: ${asked} gave no answer.`,
  oldestAt: null,
  meaning: null,
  remedy: `See to ${asked} first; this is asked again by itself.`,
});

/** `1 message waits`, `2 messages wait`. */
export const counted = (count: number, [one, many]: readonly [string, string]): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** An age; minutes from two of them on. */
export function inSeconds(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`;
}
