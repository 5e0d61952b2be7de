import { condition } from '@temporalio/workflow';
import { historyIsLong, untilMs } from '../history.ts';
import { maintenance } from '../proxies.ts';
import { cancel } from './cancel.ts';
import { checkCompletion } from './check-completion.ts';
import type { WorkOrderChanged } from './contract.ts';
import { askAgain } from './get-approval.ts';
import { hasWriteNews, heedWrite } from './heed-write.ts';
import type { Story } from './story.ts';

/**
 * Follows the platform's record, tells the resident each real change once, and watches the dispatch clock. Answers
 * `history-is-long` when it wants to be called again on a fresh one.
 */
export async function followWorkOrder(story: Story): Promise<'ended' | 'history-is-long'> {
  const { mailbox } = story;
  for (;;) {
    if (historyIsLong()) return 'history-is-long';
    if (mailbox.isCancelled) {
      await cancel(story);
      return 'ended';
    }
    await heedWrite(story);
    await heedWish(story);
    const change = mailbox.takeChange();
    if (!change) await waitForNews(story);
    else if (await hasEnded(story, change)) return 'ended';
  }
}

/** Staff wish that the managers be asked again; one that has gone on meanwhile asks nobody. */
async function heedWish(story: Story): Promise<void> {
  const { input, mailbox, progress } = story;
  const wished = mailbox.takeWish();
  const isHeld = progress.state === 'needs-person' && !progress.isReleased;
  if (wished && isHeld && input.approval !== null) await askAgain(story, wished);
}

async function waitForNews(story: Story): Promise<void> {
  const { mailbox, progress } = story;
  const { requestId } = story.input;
  const hasNews = (): boolean =>
    mailbox.hasChange || mailbox.isCancelled || mailbox.hasWish || hasWriteNews(story);
  if (progress.isDispatched) return condition(hasNews);

  const { dispatchBy } = story.input.deadlines;
  const isMoved = (): boolean => story.input.deadlines.dispatchBy !== dispatchBy; // another class
  const dueMs = untilMs(dispatchBy);
  if (await condition(() => hasNews() || isMoved(), dueMs, { summary: 'a vendor is due' })) return;
  progress.isDispatched = true; // told once
  await maintenance.missClock({ requestId, clock: 'dispatch' });
}

async function hasEnded(story: Story, change: WorkOrderChanged): Promise<boolean> {
  const { input, progress } = story;
  const { requestId } = input;
  const { windowFromAt, windowToAt } = change;
  if (saysNothing(story, change)) return false;
  progress.isDispatched = true;
  progress.isReleased = true; // whoever moved a held order on at the platform has released it there
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
    case 'reopened':
      await tellReopened(story);
      return false;
    case 'cancelled':
      await story.advance('cancelled', 'cancelled');
      return true;
    case 'other':
      return false;
  }
}

/** Where we have opened it again ourselves, that has been told. */
async function tellReopened({ progress, advance }: Story): Promise<void> {
  if (progress.state === 'awaiting-completion-check') await advance('open', 'reopened');
}

/** An unknown word of the platform closes and reopens nothing, and stops no clock; nor does a hold of what we hold. */
const saysNothing = ({ progress }: Story, { status }: WorkOrderChanged): boolean =>
  status === 'other' || (status === 'on-hold' && !progress.isReleased);
