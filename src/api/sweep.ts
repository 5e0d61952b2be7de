import type { Carrier } from '../ports/channel.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Outbox, SendableRow, SendState } from '../ports/outbox.ts';
import { logger } from '../logger.ts';
import type { TellReleased } from './draft-news.ts';
import type { TellHandOffs } from './hand-off-news.ts';
import type { StartReopened } from './start-reopened.ts';
import type { Wake } from './wake.ts';

// Design promise 1: a row that was not signalled (10 s) or not taken by a turn (5 min) is signalled again.
const SIGNAL_AFTER_MS = 10_000;
const TAKEN_AFTER_MS = 300_000;
// A row whose sender was lost half way: a safety text is sent once more, any other is called unknown.
const STUCK_AFTER_MS = 10_000;
const EVERY_MS = 2_000;
// A channel that swallows every call holds up so many conversations at a time, not all of them.
const LINES_AT_ONCE = 8;

/** What the sweep looks after. */
export interface SweepOptions {
  inbox: Pick<Inbox, 'listOverdue'>;
  outbox: Pick<Outbox, 'listSendable' | 'sendOnce'>;
  carrier: Carrier;
  wake: Wake;
  tellHandOffs: TellHandOffs;
  startReopened: Pick<StartReopened, 'left'>;
  tellReleased: TellReleased;
}

/** When the sweep last went through. */
export interface SweepRounds {
  sentAt: string | null;
  wokenAt: string | null;
}

/** Looks after rows left lying: messages not taken, sends not sent, hand-offs not told, reopenings not begun. Works while Temporal is down. */
export function createSweep(options: SweepOptions) {
  const { inbox, outbox, wake, tellHandOffs, startReopened, tellReleased } = options;

  const sendRows = async (): Promise<void> => {
    const rows = await outbox.listSendable({ stuckAfterMs: STUCK_AFTER_MS });
    const lines = linesOf(rows).values();
    const drain = async (): Promise<void> => {
      for (const line of lines) await sendLine(options, line);
    };
    await Promise.all(Array.from({ length: LINES_AT_ONCE }, drain));
  };

  const wakeConversations = async (): Promise<void> => {
    const overdue = await inbox.listOverdue({
      signalAfterMs: SIGNAL_AFTER_MS,
      takenAfterMs: TAKEN_AFTER_MS,
    });
    for (const message of overdue) await wake(message); // in order of sequence, one by one
    await tellHandOffs();
    await startReopened.left();
    await tellReleased();
  };

  const rounds = { sentAt: noInstant(), wokenAt: noInstant() };
  const noting =
    (round: keyof typeof rounds, work: () => Promise<void>) => async (): Promise<void> => {
      await work();
      rounds[round] = new Date().toISOString();
    };

  return {
    /** Sends one row at once; never throws. */
    send: async (sendId: string): Promise<void> => void (await sendRow(options, sendId)),
    sendRows,
    wakeConversations,
    /** When each round last came to its end; null before the first time. */
    rounds: (): SweepRounds => ({ ...rounds }),
    /** Sweeps every other second until stopped. Messages do not wait for a slow channel, nor sends for Temporal. */
    start(): { stop(): Promise<void> } {
      const loops = [
        repeat(noting('sentAt', sendRows)),
        repeat(noting('wokenAt', wakeConversations)),
      ];
      return {
        async stop() {
          await Promise.all(loops.map((loop) => loop.stop()));
        },
      };
    },
  };
}

const noInstant = (): string | null => null;

/** Rows in lines of a conversation each; safety texts stand in lines of their own, which come first. */
function linesOf(rows: SendableRow[]): string[][] {
  const lines = Map.groupBy(rows, ({ conversationId, purpose }) =>
    purpose === 'safety' ? `safety/${conversationId}` : conversationId,
  );
  return [...lines.values()].map((line) => line.map(({ sendId }) => sendId));
}

/** Sends a line in its order; what could not leave holds back what was said after it until the next sweep. */
async function sendLine(options: SweepOptions, line: string[]): Promise<void> {
  for (const sendId of line) {
    const state = await sendRow(options, sendId);
    if (state === null || state === 'sending') return;
  }
}

/** The row's state, or null when it could not be sent yet. */
async function sendRow(
  { outbox, carrier }: SweepOptions,
  sendId: string,
): Promise<SendState | null> {
  try {
    const { state } = await outbox.sendOnce(sendId, carrier);
    logger.info({ sendId, state }, 'row sent');
    return state;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.warn({ sendId, error: name }, 'row could not be sent yet');
    return null;
  }
}

function repeat(work: () => Promise<void>): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout;
  let running = Promise.resolve();
  const again = (): void => {
    timer = setTimeout(() => {
      running = work()
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
}
