import { condition } from '@temporalio/workflow';
import { untilMs } from '../history.ts';
import { approvals, handOffs, maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Asks a manager where the cost or the trade needs it, and waits for the answer. Silence never approves: a rejected or
 * expired approval leaves the work order held and gives the request to a person. Staff who send a vendor at the platform
 * all the same have decided there; then, and when the request is cancelled, the question is taken back.
 */
export async function getApproval(story: Story): Promise<void> {
  const { input, mailbox, progress } = story;
  const { approval, requestId } = input;
  if (!approval) return;
  await story.advance('awaiting-approval');
  await maintenance.openApproval({ requestId, approval });
  const isDecided = (): boolean =>
    mailbox.approval !== null || mailbox.isCancelled || mailbox.hasMovedOn;
  const dueMs = untilMs(input.deadlines.dispatchBy);
  if (!(await condition(isDecided, dueMs, { summary: 'the resident was promised news' }))) {
    progress.isDispatched = true; // told here
    await maintenance.missClock({ requestId, clock: 'approval' });
    await condition(isDecided);
  }

  switch (mailbox.approval) {
    case null:
      progress.isReleased = true; // whoever moved it on at the platform has released it there
      await approvals.revokeApproval({
        approvalId: approval.approvalId,
        revocation:
          mailbox.isCancelled || mailbox.isOrderCancelled ? 'request-cancelled' : 'moved-on',
      });
      return;
    case 'approved':
      return release(story);
    case 'rejected':
      return giveBack(story, { news: 'approval-rejected', reason: 'rejected-approval' });
    case 'expired':
      return giveBack(story, { news: 'approval-expired', reason: 'expired-approval' });
    case 'revoked':
      return;
  }
}

async function release({ input, mailbox, progress, advance }: Story): Promise<void> {
  // A platform may be down for days; what is cancelled meanwhile is never released.
  await condition(() => mailbox.written !== null || mailbox.isCancelled);
  if (mailbox.isCancelled) return;
  if (mailbox.written === 'confirmed') {
    progress.isReleased = true;
    await maintenance.releaseWorkOrder({ requestId: input.requestId });
  }
  await advance('open', 'approved');
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
