import { condition } from '@temporalio/workflow';
import { untilMs } from '../history.ts';
import { handOffs, maintenance } from '../proxies.ts';
import type { Story } from './story.ts';

/**
 * Asks a manager where the cost or the trade needs it, and waits for the answer. Silence never approves: a rejected or
 * expired approval leaves the work order held and gives the request to a person. Staff who send a vendor at the platform
 * all the same have decided there.
 */
export async function getApproval({ input, mailbox, advance }: Story): Promise<void> {
  const { approval, requestId } = input;
  if (!approval) return;
  await advance('awaiting-approval');
  await maintenance.openApproval({ requestId, approval });
  const isDecided = (): boolean =>
    mailbox.approval !== null || mailbox.isCancelled || mailbox.hasMovedOn;
  const dueMs = untilMs(input.deadlines.dispatchBy);
  if (!(await condition(isDecided, dueMs, { summary: 'the resident was promised news' }))) {
    await maintenance.missClock({ requestId, clock: 'approval' });
    await condition(isDecided);
  }

  if (mailbox.approval === 'approved') {
    await condition(() => mailbox.written !== null || mailbox.isCancelled); // a platform may be down for days
    if (mailbox.written === 'confirmed') await maintenance.releaseWorkOrder({ requestId });
    await advance('open', 'approved');
  } else if (mailbox.approval === 'rejected' || mailbox.approval === 'expired') {
    const isExpired = mailbox.approval === 'expired';
    await advance('needs-person', isExpired ? 'approval-expired' : 'approval-rejected');
    const reason = isExpired ? 'expired-approval' : 'rejected-approval';
    if (input.conversationId) {
      await handOffs.openHandOff({ conversationId: input.conversationId, reason });
    }
  }
}
