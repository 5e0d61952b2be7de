import { condition } from '@temporalio/workflow';
import type { Inbox } from './inbox.ts';

// A resident who never stops typing is answered all the same.
const BURST_MAX_MS = 6_000;
// Whoever floods is answered when they pause, and once a minute while they do not.
const FLOOD_PAUSE_MS = 6_000;
const FLOOD_MAX_MS = 60_000;

/** Waits until the resident has written nothing for `quietMs`, or, in a flood without danger, for much longer. */
export async function quiet(inbox: Inbox, quietMs: number): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    const seen = inbox.arrivals;
    const { isFlooded } = inbox;
    const pauseMs = isFlooded ? FLOOD_PAUSE_MS : quietMs;
    const leftMs = startedAt + (isFlooded ? FLOOD_MAX_MS : BURST_MAX_MS) - Date.now();
    if (pauseMs === 0 || leftMs <= 0) return;
    const hasMore = await condition(
      () => inbox.arrivals !== seen || inbox.isFlooded !== isFlooded,
      Math.min(pauseMs, leftMs),
      { summary: 'waiting for the resident to finish writing' },
    );
    if (!hasMore) return;
  }
}
