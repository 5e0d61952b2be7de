/** Wakes the one who waits. */
export interface Bell {
  /** Rung while nobody waits, it wakes the next who does. */
  ring: () => void;
  /** Resolves when the bell was rung, but not before `leastMs`, or after `mostMs`. */
  wait(mostMs: number, leastMs: number): Promise<void>;
}

/** A bell that has not been rung. */
export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(mostMs, leastMs) {
      const least = new Promise<void>((resolve) => setTimeout(resolve, Math.min(leastMs, mostMs)));
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      await least;
      hasRung = false;
    },
  };
}
