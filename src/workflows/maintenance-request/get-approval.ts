import { condition } from '@temporalio/workflow';
import type { ApprovalNeed } from '../../domain/maintenance-request.ts';
import { untilMs } from '../history.ts';
import { approvals, maintenance } from '../proxies.ts';
import { giveToPerson } from './give-to-person.ts';
import { giveUpOrder, owesRefusal } from './heed-write.ts';
import type { Story } from './story.ts';

/**
 * Asks a manager where the cost or the trade needs it, and waits for the answer. Silence never approves: a rejected or
 * expired approval leaves the work order held and gives the request to a person. Staff who send a vendor at the platform
 * all the same have decided there; then, and when the request is cancelled, the question is taken back.
 */
export async function getApproval(story: Story): Promise<void> {
  const { approval, requestId } = story.input;
  if (!approval) return;
  await story.advance('awaiting-approval');
  await maintenance.openApproval({ requestId, approval });
  await awaitDecision(story, approval);
}

/** Asks anew, after a no or no answer, because staff wish it: another question, and the resident hears that it waits. */
export async function askAgain(story: Story, approval: ApprovalNeed): Promise<void> {
  const { requestId } = story.input;
  story.mailbox.askAgain(approval);
  await maintenance.openApproval({ requestId, approval });
  await story.advance('awaiting-approval', 'waiting-for-approval');
  await awaitDecision(story, approval);
}

async function awaitDecision(story: Story, approval: ApprovalNeed): Promise<void> {
  const { mailbox } = story;
  await untilDecided(story);
  switch (mailbox.approval) {
    case null:
      return takeBack(story, approval);
    case 'approved':
      return goOn(story, 'approved-not-ordered');
    case 'rejected':
      return giveBack(story, { news: 'approval-rejected', reason: 'rejected-approval' });
    case 'expired':
      return giveBack(story, { news: 'approval-expired', reason: 'expired-approval' });
    case 'revoked':
      return;
  }
}

/**
 * Waits until nobody need be asked any more. Meanwhile the managers and the resident hear when the promised time has
 * passed, wherever a corrected class moves it, and a person gets an order that the platform did not take.
 */
async function untilDecided(story: Story): Promise<void> {
  const { mailbox, progress } = story;
  const isUnneeded = (): boolean => story.input.approval === null; // an emergency now
  const isDecided = (): boolean =>
    mailbox.approval !== null || mailbox.isCancelled || mailbox.hasMovedOn || isUnneeded();
  while (!isDecided()) {
    if (owesRefusal(story)) await giveUpOrder(story);
    const { requestId, deadlines } = story.input;
    const { dispatchBy } = deadlines;
    const isMoved = (): boolean => story.input.deadlines.dispatchBy !== dispatchBy;
    const hasNews = (): boolean => isDecided() || owesRefusal(story);
    if (progress.isDispatched) {
      await condition(hasNews);
      continue;
    }
    const summary = 'the resident was promised news';
    if (await condition(() => hasNews() || isMoved(), untilMs(dispatchBy), { summary })) continue;
    progress.isDispatched = true; // told here
    await maintenance.missClock({ requestId, clock: 'approval' });
  }
}

/** Nobody need decide any more: it was cancelled, moved on at the platform, or an emergency does not wait. */
async function takeBack(story: Story, { approvalId }: ApprovalNeed): Promise<void> {
  const { mailbox, progress } = story;
  const isOver = mailbox.isCancelled || mailbox.isOrderCancelled;
  if (isOver || mailbox.hasMovedOn) {
    progress.isReleased = true; // whoever moved it on at the platform has released it there
    const revocation = isOver ? 'request-cancelled' : 'moved-on';
    return approvals.revokeApproval({ approvalId, revocation });
  }
  await approvals.revokeApproval({ approvalId, revocation: 'no-longer-needed' });
  return goOn(story);
}

/** No manager is waited for any more: the order is, where the platform has not taken it yet; else it is released next. */
async function goOn(
  { mailbox, progress, advance }: Story,
  news?: 'approved-not-ordered',
): Promise<void> {
  if (mailbox.written === null) await advance('opening'); // a platform may be down for days
  if (mailbox.isRefused && progress.isRefusalTold) await advance('needs-person', news);
}

async function giveBack(
  story: Story,
  by: {
    news: 'approval-rejected' | 'approval-expired';
    reason: 'rejected-approval' | 'expired-approval';
  },
): Promise<void> {
  await story.advance('needs-person', by.news);
  await giveToPerson(story, by.reason);
}
