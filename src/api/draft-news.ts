import { ProviderUnavailable } from '../ports/errors.ts';
import type { Drafts } from '../ports/drafts.ts';
import type { Processes } from '../ports/processes.ts';
import { logger } from '../logger.ts';

/** Tells every conversation whose drafts nobody holds any more; never throws, since the sweep tells what is left. */
export type TellReleased = () => Promise<void>;

/** Tells, then notes on the drafts that they were told of; one that was not told stays in the list. */
export function createTellReleased({
  drafts,
  processes,
}: {
  drafts: Pick<Drafts, 'listUntold' | 'markTold'>;
  processes: Pick<Processes, 'tellConversationReleased'>;
}): TellReleased {
  return async () => {
    try {
      for (const conversation of await drafts.listUntold()) {
        await processes.tellConversationReleased(conversation);
        await drafts.markTold(conversation.conversationId);
      }
    } catch (error) {
      const isAway = error instanceof ProviderUnavailable;
      const name = error instanceof Error ? error.name : 'unknown';
      logger[isAway ? 'warn' : 'error']({ error: name }, 'drafts will be told of by the sweep');
    }
  };
}
