import type { InboundMessage } from '../domain/message.ts';
import type { Deliver } from './deliver.ts';
import { TooOften } from './errors.ts';
import { createMinuteLimit } from './minute-limit.ts';

/** How many messages a minute the doors of a portal take. */
export interface DoorLimits {
  /** From one resident, by all of these doors. */
  perResident: number;
  /** From everybody whom the portal's secret lets in. */
  perPortal: number;
  /** Milliseconds since the epoch; the machine's clock unless told otherwise. */
  now?: () => number;
}

/**
 * Delivers within the limits of a portal's doors; a message that tells of a danger is taken whatever came before.
 * @throws TooOften over a limit, with nothing kept
 */
export function createLimitedDeliver({
  deliver,
  tellsOfDanger,
  limits: { perResident, perPortal, ...clock },
}: {
  deliver: Deliver;
  tellsOfDanger: (message: InboundMessage) => Promise<boolean>;
  limits: DoorLimits;
}): Deliver {
  const ofResident = createMinuteLimit({ perMinute: perResident, ...clock });
  const ofPortal = createMinuteLimit({ perMinute: perPortal, ...clock });
  return async (message) => {
    // One resident too loud takes nothing from the others.
    const waitMs = ofResident(message.from.value) ?? ofPortal('all');
    if (waitMs !== null && !(await tellsOfDanger(message))) {
      throw new TooOften('More messages came within this minute than are taken here.', waitMs);
    }
    return deliver(message);
  };
}
