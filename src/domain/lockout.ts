/** After how many wrong passwords an account is locked, and for how long. */
export interface LockoutRule {
  failuresMax: number;
  /** The first lock; each further wrong password doubles it. */
  firstMs: number;
}

/** No lock is longer: a stranger who guesses must not keep somebody out for a whole shift. */
export const LOCK_LONGEST_MS = 60 * 60_000;

/** Failures are forgotten when no other came for so long. */
export const FAILURES_FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

/** How long an account is locked after so many wrong passwords in a row; 0: it is not. */
export function lockMs(failures: number, { failuresMax, firstMs }: LockoutRule): number {
  if (failures < failuresMax) return 0;
  return Math.min(firstMs * 2 ** (failures - failuresMax), LOCK_LONGEST_MS);
}
