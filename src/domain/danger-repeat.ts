/** A danger that was met before, and when a person accepted its alert. */
export interface MetBefore {
  openedAt: string;
  /** Null while it rings, or has not rung yet. */
  acceptedAt: string | null;
}

// While nobody has accepted, the alert still rings and its safety text stands above: saying both again adds nothing.
const WHILE_OPEN_MS = 12 * 60 * 60_000;
// Who was just told that somebody comes and goes on writing tells of the same thing.
const AFTER_ACCEPT_MS = 30 * 60_000;

/**
 * Whether the same hazard told of again is the same danger: neither alarmed nor answered a second time. Later it counts
 * as new, since it may have come back, or be another: a doubled warning is better than none.
 */
export function isSameDanger({ openedAt, acceptedAt }: MetBefore, now: Date): boolean {
  const agoMs = (at: string): number => now.getTime() - Date.parse(at);
  if (agoMs(openedAt) >= WHILE_OPEN_MS) return false;
  return acceptedAt === null || agoMs(acceptedAt) < AFTER_ACCEPT_MS;
}
