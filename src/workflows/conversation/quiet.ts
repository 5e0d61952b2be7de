import { condition } from '@temporalio/workflow';
import type { Inbox } from './inbox.ts';

// A resident who never stops typing is answered all the same, and a flood becomes one turn.
const BURST_MAX_MS = 6_000;
const FLOOD_MESSAGES = 20;
const FLOOD_MS = 60_000;

/** Waits until the resident has written nothing for `quietMs`; a burst is one turn, a flood of a minute too. */
export async function quiet(inbox: Inbox, quietMs: number): Promise<void> {
  if (quietMs === 0) return;
  const startedAt = Date.now();
  const firstArrival = inbox.arrivals;
  for (;;) {
    const seen = inbox.arrivals;
    const isFlood = seen - firstArrival >= FLOOD_MESSAGES;
    const leftMs = startedAt + (isFlood ? FLOOD_MS : BURST_MAX_MS) - Date.now();
    if (leftMs <= 0) return;
    const hasMore = await condition(() => inbox.arrivals !== seen, Math.min(quietMs, leftMs), {
      summary: 'waiting for the resident to finish writing',
    });
    if (!hasMore && !isFlood) return;
    if (!hasMore && Date.now() - startedAt >= FLOOD_MS) return;
  }
}
