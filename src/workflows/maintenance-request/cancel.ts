import { condition } from '@temporalio/workflow';
import { maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Ends a request that is no longer wanted: the resident hears so once, and no order is left to be worked on. Where
 * nobody knows yet whether the platform has one, it waits until that is known.
 */
export async function cancel({ input, mailbox, advance }: Story): Promise<void> {
  const { requestId } = input;
  let heard = mailbox.writesHeard;
  let order = await maintenance.cancelWorkOrder({ requestId });
  await advance('cancelled', 'cancelled');
  while (order === 'unsettled') {
    await condition(() => mailbox.writesHeard > heard); // a platform may be down for days
    heard = mailbox.writesHeard;
    order = await maintenance.cancelWorkOrder({ requestId });
  }
}
