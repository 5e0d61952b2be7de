import { ProviderUnavailable } from '../ports/errors.ts';
import type { CommittedMessage, Inbox } from '../ports/inbox.ts';
import type { Processes } from '../ports/processes.ts';
import { logger } from '../logger.ts';

/** Tells a conversation of a committed message; never throws, since the sweep tells it again. */
export type Wake = (message: CommittedMessage) => Promise<void>;

/** Signals with start, then notes on the row that it was signalled. */
export function createWake({ inbox, processes }: { inbox: Inbox; processes: Processes }): Wake {
  return async (message) => {
    const { messageId } = message;
    try {
      await processes.tellConversation(message);
      await inbox.markSignalled(messageId);
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) {
        logger.error({ messageId, error: nameOf(error) }, 'message could not be signalled');
        return;
      }
      logger.warn({ messageId }, 'engine is away, the sweep will signal again');
    }
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
