import { maintenance } from '../proxies.ts';
import { cancel } from './cancel.ts';
import type { Story } from './story.ts';

/**
 * Whether a reopened request was reported to the platform again, by an order of its own. The row says which run has taken
 * it up: another one ends here, without a word to anybody.
 */
export async function isReportedAgain(story: Story): Promise<boolean> {
  const { mailbox, advance } = story;
  const { requestId, reopening = 0 } = story.input;
  if (!(await maintenance.beginReopening({ requestId, reopening }))) return false;
  if (mailbox.isCancelled) {
    await cancel(story);
    return false;
  }
  await advance('opening');
  await maintenance.queueWorkOrder({ requestId });
  return true;
}
