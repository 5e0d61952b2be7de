import type { Waiting } from '../domain/part-finding.ts';
import { logger } from '../logger.ts';
import { oldestWaiting, rowsWaiting } from '../metrics.ts';
import type { HouseFigures } from '../ports/house-figures.ts';

/** Counts anew what waits, for whoever looks now; what cannot be counted is not there. Never throws. */
export type ReadWaiting = () => Promise<void>;

/** Reads the figures of the house into the gauges. */
export function createReadWaiting({
  records: { houseFigures: figures },
  platform: { connectionId },
}: {
  records: { houseFigures: HouseFigures };
  platform: { connectionId: string };
}): ReadWaiting {
  const read = async (): Promise<void> => {
    const [messages, sends, platform, open] = await Promise.all([
      figures.messages(),
      figures.sends(),
      figures.platform(connectionId),
      figures.openMatters(),
    ]);
    const { queued = 0, sending = 0 } = sends.states;
    setGauges('messages', messages);
    setGauges('sends', { count: queued + sending, oldestAt: sends.oldestAt });
    setGauges('platform-writes', platform.waiting);
    setGauges('ambiguous-writes', platform.ambiguous);
    setGauges('approvals', open.approvals);
    setGauges('alerts', open.alerts);
  };
  return async () => {
    try {
      await read();
    } catch (error) {
      rowsWaiting.reset(); // better none than those of before
      oldestWaiting.reset();
      const name = error instanceof Error ? error.name : 'unknown';
      logger.warn({ error: name }, 'what waits could not be counted');
    }
  };
}

function setGauges(kind: string, { count, oldestAt }: Waiting): void {
  const ageMs = oldestAt === null ? 0 : Date.now() - Date.parse(oldestAt);
  rowsWaiting.set({ kind }, count);
  oldestWaiting.set({ kind }, Math.max(0, ageMs) / 1000);
}
