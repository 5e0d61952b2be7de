import { HAND_OFF_STEPS, handOffAlertIdOf } from '../domain/hand-off.ts';
import type { Alerts } from '../ports/alerts.ts';
import { ProviderUnavailable } from '../ports/errors.ts';
import type { HandOffs } from '../ports/hand-offs.ts';
import type { Processes } from '../ports/processes.ts';
import { logger } from '../logger.ts';

/** Opens the process of each hand-off that staff made, and tells each that was taken or released so; never throws, since the sweep tells what is left. */
export type TellHandOffs = () => Promise<void>;

interface TellHandOffsOptions {
  handOffs: Pick<HandOffs, 'listUnopened' | 'listUntold' | 'markTold'>;
  alerts: Pick<Alerts, 'close'>;
  processes: Pick<Processes, 'openHandOff' | 'tellHandOff' | 'tellAlertClosed'>;
}

/** Tells, then notes on the row that it was told: an engine that was away is told when it is back. */
export function createTellHandOffs(options: TellHandOffsOptions): TellHandOffs {
  const { handOffs, processes } = options;
  return async () => {
    try {
      for (const { ownerId: _, state: __, ...handOff } of await handOffs.listUnopened()) {
        await processes.openHandOff(handOff);
        await handOffs.markTold({ handOffId: handOff.handOffId, state: 'waiting' });
      }
      for (const { handOffId, state } of await handOffs.listUntold()) {
        const fact = state === 'owned' ? 'taken' : 'released';
        await processes.tellHandOff({ handOffId, fact });
        await closeAlerts(options, { handOffId, fact });
        await handOffs.markTold({ handOffId, state });
      }
    } catch (error) {
      const isAway = error instanceof ProviderUnavailable;
      const name = error instanceof Error ? error.name : 'unknown';
      logger[isAway ? 'warn' : 'error']({ error: name }, 'hand-offs will be told by the sweep');
    }
  };
}

/** Nobody need be rung any more about somebody who is answered. */
async function closeAlerts(
  { alerts, processes }: TellHandOffsOptions,
  { handOffId, fact }: { handOffId: string; fact: 'taken' | 'released' },
): Promise<void> {
  const because = fact === 'taken' ? 'taken-over' : 'given-back';
  for (const step of HAND_OFF_STEPS) {
    const alertId = handOffAlertIdOf(handOffId, step);
    if (await alerts.close({ alertId, because })) await processes.tellAlertClosed({ alertId });
  }
}
