import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { MaintenanceRequestState } from '../../domain/maintenance-request.ts';
import { maintenance } from '../proxies.ts';
import { requestState, type MaintenanceRequestInput } from './contract.ts';
import { confirm } from './confirm.ts';
import { followWorkOrder } from './follow-work-order.ts';
import { getApproval } from './get-approval.ts';
import { Mailbox } from './mailbox.ts';
import { offerSelfHelp } from './offer-self-help.ts';
import type { Story } from './story.ts';

/**
 * One need of a resident: confirmed by them, reported to the platform once, approved where that is needed, followed
 * until the vendor is done and the resident says so.
 */
export async function maintenanceRequest(input: MaintenanceRequestInput): Promise<void> {
  const now: { state: MaintenanceRequestState } = { state: 'opening' };
  setHandler(requestState, () => now.state);
  const { requestId, reference } = input;
  const mailbox = new Mailbox(input.carried);
  const story: Story = {
    // It may turn out more urgent while it goes on.
    get input() {
      return { ...input, ...mailbox.raise };
    },
    mailbox,
    async advance(to, news) {
      now.state = to;
      setCurrentDetails(`${reference}: ${to}`);
      // Whoever cancelled in the chat was answered there.
      const isHeard = to === 'cancelled' && mailbox.cancelledBy === 'resident';
      await maintenance.advance({ requestId, to, news: isHeard ? null : (news ?? null) });
    },
  };

  if (!input.carried) {
    if (!(await confirm(story)))
      return story.advance(mailbox.isCancelled ? 'cancelled' : 'dropped');
    if (await offerSelfHelp(story)) return story.advance('closed', 'closed');
    if (mailbox.isCancelled) return story.advance('cancelled', 'cancelled');
    await story.advance('opening');
    await maintenance.queueWorkOrder({ requestId });
    await maintenance.askIntake({ requestId });
    await getApproval(story);
  }
  if ((await followWorkOrder(story)) === 'ended') {
    // Cancelled here, not by the platform: its order is taken back.
    if (now.state === 'cancelled' && mailbox.isCancelled)
      await maintenance.cancelWorkOrder({ requestId });
    return;
  }
  await condition(allHandlersFinished);
  return continueAsNew<typeof maintenanceRequest>({ ...input, carried: mailbox.snapshot() });
}
