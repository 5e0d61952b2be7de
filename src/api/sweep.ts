import type { Carrier } from '../ports/channel.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Outbox } from '../ports/outbox.ts';
import { logger } from '../logger.ts';
import type { TellHandOffs } from './hand-off-news.ts';
import type { Wake } from './wake.ts';

// Design promise 1: a row that was not signalled (10 s) or not taken by a turn (5 min) is signalled again.
const SIGNAL_AFTER_MS = 10_000;
const TAKEN_AFTER_MS = 300_000;
// A safety text whose sender was lost half way is sent once more.
const STUCK_AFTER_MS = 10_000;
const EVERY_MS = 2_000;

/** What the sweep looks after. */
export interface SweepOptions {
  inbox: Inbox;
  outbox: Outbox;
  carrier: Carrier;
  wake: Wake;
  tellHandOffs: TellHandOffs;
}

/** Looks after rows that were left lying: messages not taken, sends not sent, hand-offs not told. Works while Temporal is down. */
export function createSweep({ inbox, outbox, carrier, wake, tellHandOffs }: SweepOptions) {
  const send = async (sendId: string): Promise<void> => {
    try {
      const { state } = await outbox.sendOnce(sendId, carrier);
      logger.info({ sendId, state }, 'row sent');
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      logger.warn({ sendId, error: name }, 'row could not be sent yet');
    }
  };

  const sweep = async (): Promise<void> => {
    for (const sendId of await outbox.listSendable({ stuckAfterMs: STUCK_AFTER_MS })) {
      await send(sendId);
    }
    const overdue = await inbox.listOverdue({
      signalAfterMs: SIGNAL_AFTER_MS,
      takenAfterMs: TAKEN_AFTER_MS,
    });
    for (const message of overdue) await wake(message); // in order of sequence, one by one
    await tellHandOffs();
  };

  return {
    /** Sends one row at once; never throws. */
    send,
    sweep,
    /** Sweeps every other second until stopped; one sweep at a time. */
    start(): { stop(): Promise<void> } {
      let isStopped = false;
      let timer: NodeJS.Timeout;
      let running = Promise.resolve();
      const again = (): void => {
        timer = setTimeout(() => {
          running = sweep()
            .catch((error: unknown) => {
              const name = error instanceof Error ? error.name : 'unknown';
              logger.warn({ error: name }, 'sweep failed, trying again');
            })
            .then(() => (isStopped ? undefined : again()));
        }, EVERY_MS);
      };
      again();
      return {
        async stop() {
          isStopped = true;
          clearTimeout(timer);
          await running;
        },
      };
    },
  };
}
