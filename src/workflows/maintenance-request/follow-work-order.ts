import { condition } from '@temporalio/workflow';
import { historyIsLong, untilMs } from '../history.ts';
import { maintenance } from '../proxies.ts';
import { checkCompletion } from './check-completion.ts';
import type { WorkOrderChanged } from './contract.ts';
import type { Story } from './story.ts';

/**
 * Follows the platform's record, tells the resident each real change once, and watches the dispatch clock. Answers
 * `history-is-long` when it wants to be called again on a fresh one.
 */
export async function followWorkOrder(story: Story): Promise<'ended' | 'history-is-long'> {
  const { input, mailbox } = story;
  const { requestId } = input;
  // What the approval took longer than has been told already.
  let isDispatched = input.carried !== null || untilMs(input.deadlines.dispatchBy) === 0;
  let isRefusalTold = false;

  for (;;) {
    if (historyIsLong()) return 'history-is-long';
    if (mailbox.isCancelled) {
      await story.advance('cancelled', 'cancelled');
      return 'ended';
    }
    if (!isRefusalTold && mailbox.isRefused) {
      isRefusalTold = true;
      await maintenance.giveToPerson({ requestId });
    }
    const change = mailbox.takeChange();
    if (change) {
      isDispatched = true;
      if (await hasEnded(story, change)) return 'ended';
      continue;
    }
    const wasInTime = await waitForNews(story, { isDispatched, isRefusalTold });
    if (!wasInTime) {
      isDispatched = true; // told once
      await maintenance.missClock({ requestId, clock: 'dispatch' });
    }
  }
}

async function waitForNews(
  { input, mailbox }: Story,
  by: { isDispatched: boolean; isRefusalTold: boolean },
): Promise<boolean> {
  const hasNews = (): boolean =>
    mailbox.hasChange || mailbox.isCancelled || (!by.isRefusalTold && mailbox.isRefused);
  if (!by.isDispatched) {
    const { dispatchBy } = input.deadlines;
    return condition(hasNews, untilMs(dispatchBy), { summary: 'a vendor is due' });
  }
  await condition(hasNews);
  return true;
}

async function hasEnded(story: Story, change: WorkOrderChanged): Promise<boolean> {
  const { requestId } = story.input;
  const { windowFromAt, windowToAt } = change;
  switch (change.status) {
    case 'assigned':
      await story.advance('vendor-assigned', 'vendor-chosen');
      return false;
    case 'scheduled':
      await maintenance.saveWindow({ requestId, windowFromAt, windowToAt });
      await story.advance('scheduled', 'scheduled');
      return false;
    case 'in-progress':
      await story.advance('in-progress', 'in-progress');
      return false;
    case 'on-hold':
      await story.advance('in-progress', 'on-hold');
      return false;
    case 'done':
      return checkCompletion(story, change);
    case 'cancelled':
      await story.advance('cancelled', 'cancelled');
      return true;
    case 'other':
      return false; // an unknown word of the platform closes and reopens nothing
  }
}
