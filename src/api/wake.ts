import { ProviderUnavailable } from '../ports/errors.ts';
import type { CommittedMessage, Inbox } from '../ports/inbox.ts';
import type { Processes } from '../ports/processes.ts';
import { logger } from '../logger.ts';

/** Tells a conversation of a committed message; never throws, since the sweep tells it again. */
export type Wake = (message: CommittedMessage) => Promise<void>;

/** What waking needs. */
export interface WakeOptions {
  inbox: Pick<Inbox, 'listUntold' | 'markSignalled'>;
  processes: Pick<Processes, 'tellConversation'>;
}

/**
 * Signals with start, then notes on the row that it was signalled. What the conversation was not told of before goes
 * first, and nothing overtakes it: after an outage it is answered in the order in which it was written.
 */
export function createWake({ inbox, processes }: WakeOptions): Wake {
  const tell = async (message: CommittedMessage): Promise<void> => {
    const { messageId } = message;
    try {
      await processes.tellConversation(message);
      await inbox.markSignalled(messageId);
    } catch (error) {
      if (error instanceof ProviderUnavailable) throw error;
      // One that can never be told must not keep the others back.
      logger.error({ messageId, error: nameOf(error) }, 'message could not be signalled');
    }
  };
  const wake: Wake = async (message) => {
    const { messageId } = message;
    try {
      for (const earlier of await inbox.listUntold(message)) await tell(earlier);
      await tell(message);
    } catch (error) {
      const isAway = error instanceof ProviderUnavailable;
      if (isAway) logger.warn({ messageId }, 'engine is away, the sweep will signal again');
      else
        logger.error({ messageId, error: nameOf(error) }, 'messages before it could not be read');
    }
  };
  return oneByOne(wake);
}

/** One message of a conversation at a time: those of a burst would tell of each other, again and again. */
function oneByOne(wake: Wake): Wake {
  const underWay = new Map<string, Promise<void>>();
  return async (message) => {
    const { conversationId } = message;
    const before = underWay.get(conversationId) ?? Promise.resolve();
    const mine = before.then(() => wake(message)); // wake never throws
    underWay.set(conversationId, mine);
    await mine;
    if (underWay.get(conversationId) === mine) underWay.delete(conversationId);
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
