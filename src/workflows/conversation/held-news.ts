import { log } from '@temporalio/workflow';
import { isOutsideFailure } from '../failures.ts';
import { heldNews } from '../proxies.ts';

/** Tells what a takeover held back and is still true. What fails is left lying, and the sweep asks for it again. */
export async function tellHeldNews({ conversationId }: { conversationId: string }): Promise<void> {
  try {
    await heldNews.tellHeldNews({ conversationId });
  } catch (error) {
    if (!isOutsideFailure(error)) throw error;
    log.warn('held-back news could not be told', { conversationId });
  }
}
