import { condition } from '@temporalio/workflow';
import type { ApprovalNeed } from '../../domain/maintenance-request.ts';
import { untilMs } from '../history.ts';
import { approvals, handOffs, maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Asks a manager where the cost or the trade needs it, and waits for the answer. Silence never approves: a rejected or
 * expired approval leaves the work order held and gives the request to a person. Staff who send a vendor at the platform
 * all the same have decided there; then, and when the request is cancelled, the question is taken back.
 */
export async function getApproval(story: Story): Promise<void> {
  const { mailbox, progress } = story;
  const { approval, requestId } = story.input;
  if (!approval) return;
  await story.advance('awaiting-approval');
  await maintenance.openApproval({ requestId, approval });
  const isUnneeded = (): boolean => story.input.approval === null; // an emergency now
  const isDecided = (): boolean =>
    mailbox.approval !== null || mailbox.isCancelled || mailbox.hasMovedOn || isUnneeded();
  if (!(await happensInTime(story, isDecided))) {
    progress.isDispatched = true; // told here
    await maintenance.missClock({ requestId, clock: 'approval' });
    await condition(isDecided);
  }

  switch (mailbox.approval) {
    case null:
      return takeBack(story, approval);
    case 'approved':
      return release(story, 'approved');
    case 'rejected':
      return giveBack(story, { news: 'approval-rejected', reason: 'rejected-approval' });
    case 'expired':
      return giveBack(story, { news: 'approval-expired', reason: 'expired-approval' });
    case 'revoked':
      return;
  }
}

/** Whether it happens before the resident was promised news, wherever a corrected class moves that promise. */
async function happensInTime(story: Story, hasHappened: () => boolean): Promise<boolean> {
  for (;;) {
    const { dispatchBy } = story.input.deadlines;
    const isMoved = (): boolean => story.input.deadlines.dispatchBy !== dispatchBy;
    const isInTime = await condition(() => hasHappened() || isMoved(), untilMs(dispatchBy), {
      summary: 'the resident was promised news',
    });
    if (!isInTime || hasHappened()) return isInTime;
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
  return release(story);
}

async function release(
  { input, mailbox, progress, advance }: Story,
  news?: 'approved',
): Promise<void> {
  // A platform may be down for days; what is cancelled meanwhile is never released.
  await condition(() => mailbox.written !== null || mailbox.isCancelled);
  if (mailbox.isCancelled) return;
  if (mailbox.written === 'confirmed') {
    progress.isReleased = true;
    await maintenance.releaseWorkOrder({ requestId: input.requestId });
  }
  await advance('open', news);
}

async function giveBack(
  { input, advance }: Story,
  by: {
    news: 'approval-rejected' | 'approval-expired';
    reason: 'rejected-approval' | 'expired-approval';
  },
): Promise<void> {
  const { conversationId } = input;
  await advance('needs-person', by.news);
  if (conversationId) await handOffs.openHandOff({ conversationId, reason: by.reason });
}
