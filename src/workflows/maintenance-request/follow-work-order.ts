import { condition } from '@temporalio/workflow';
import { historyIsLong, untilMs } from '../history.ts';
import { maintenance } from '../proxies.ts';
import { cancel } from './cancel.ts';
import { checkCompletion } from './check-completion.ts';
import type { WorkOrderChanged } from './contract.ts';
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
    const change = mailbox.takeChange();
    if (!change) await waitForNews(story);
    else if (await hasEnded(story, change)) return 'ended';
  }
}

/** The managers hear once of an order that was not taken; one that was taken late is released late. */
async function heedWrite(story: Story): Promise<void> {
  const { input, progress } = story;
  const { requestId } = input;
  if (owesRefusal(story)) {
    progress.isRefusalTold = true;
    await maintenance.giveToPerson({ requestId });
  }
  if (owesRelease(story)) {
    progress.isReleased = true;
    await maintenance.releaseWorkOrder({ requestId });
  }
}

const owesRefusal = ({ mailbox, progress }: Story): boolean =>
  mailbox.isRefused && !progress.isRefusalTold;

const owesRelease = ({ mailbox, progress }: Story): boolean =>
  mailbox.approval === 'approved' && mailbox.written === 'confirmed' && !progress.isReleased;

async function waitForNews(story: Story): Promise<void> {
  const { mailbox, progress } = story;
  const { requestId } = story.input;
  const hasNews = (): boolean =>
    mailbox.hasChange || mailbox.isCancelled || owesRefusal(story) || owesRelease(story);
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
  // An unknown word of the platform closes and reopens nothing, and stops no clock.
  if (change.status === 'other') return false;
  progress.isDispatched = true;
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
      // Where we have opened it again ourselves, that has been told.
      if (progress.state === 'awaiting-completion-check') await story.advance('open', 'reopened');
      return false;
    case 'cancelled':
      await story.advance('cancelled', 'cancelled');
      return true;
  }
}
