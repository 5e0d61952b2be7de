import { setTimeout as pause } from 'node:timers/promises';
import type { OpenHouse } from '../e2e/support/open-house.ts';
import { partNames, type PartName } from './plan.ts';

const DOWN_MS = 300;
const START_AGAIN_MS = 500;
const STARTS_MAX = 40;

/** A part that was killed, and when it was up again (null: not yet). */
export interface Outage {
  part: PartName;
  why: string;
  killedAt: number;
  backAt: number | null;
}

/** A clock that was set wrong. */
export interface Jump {
  part: PartName;
  byMs: number;
  from: number;
  until: number;
}

/** The parts of the house, killed on demand and brought back at once. */
export interface Parts {
  outages: Outage[];
  jumps: Jump[];
  /** Kills a part with -9 and has it brought back; one that is down already is left to be brought back. */
  kill(part: PartName, why: string): Promise<void>;
  /** Sets a part's clock wrong for a while, or until it is killed. */
  jump(by: { part: PartName; byMs: number; forMs: number }): Promise<void>;
  /** Resolves when everything is up. @throws Error when a part cannot be brought back */
  allUp(): Promise<void>;
}

/** Takes charge of an open house. */
export function createParts(house: OpenHouse): Parts {
  const outages: Outage[] = [];
  const jumps: Jump[] = [];
  const coming = new Map<PartName, Promise<void>>();

  const bringBack = async (outage: Outage): Promise<void> => {
    await pause(DOWN_MS);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await house.start(outage.part);
        break;
      } catch (error) {
        // Another part that it needs may be down as well.
        if (attempt === STARTS_MAX) throw error;
        await pause(START_AGAIN_MS);
      }
    }
    outage.backAt = Date.now();
    coming.delete(outage.part);
  };

  return {
    outages,
    jumps,
    async kill(part, why) {
      if (coming.has(part)) return;
      const outage: Outage = { part, why, killedAt: Date.now(), backAt: null };
      outages.push(outage);
      const up = Promise.withResolvers<void>();
      up.promise.catch(() => undefined); // whoever waits for all of them hears of it
      coming.set(part, up.promise);
      await house.kill(part);
      bringBack(outage).then(up.resolve, up.reject);
    },
    async jump({ part, byMs, forMs }) {
      house.tell(part, { clockOffsetMs: byMs });
      const from = Date.now();
      jumps.push({ part, byMs, from, until: from + forMs });
      await pause(forMs);
      house.tell(part, { clockOffsetMs: 0 });
    },
    async allUp() {
      while (coming.size > 0) {
        for (const part of partNames) await coming.get(part);
      }
    },
  };
}
