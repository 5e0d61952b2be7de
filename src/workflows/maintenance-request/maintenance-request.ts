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
import { watchLegalClocks } from './legal-clock.ts';
import { Mailbox } from './mailbox.ts';
import { offerSelfHelp } from './offer-self-help.ts';
import type { Story } from './story.ts';

/**
 * One need of a resident: confirmed by them, reported to the platform once, approved where that is needed, followed
 * until the vendor is done and the resident says so.
 */
export async function maintenanceRequest(input: MaintenanceRequestInput): Promise<void> {
  let state: MaintenanceRequestState = 'opening';
  setHandler(requestState, () => state);
  const { requestId, reference } = input;
  const story: Story = {
    input,
    mailbox: new Mailbox(input.carried),
    async advance(to, news) {
      state = to;
      setCurrentDetails(`${reference}: ${to}`);
      await maintenance.advance({ requestId, to, news: news ?? null });
    },
  };

  watchLegalClocks(story);
  if (!input.carried) {
    if (!(await confirm(story))) return story.advance('dropped');
    if (await offerSelfHelp(story)) return story.advance('closed', 'closed');
    await story.advance('opening');
    await maintenance.queueWorkOrder({ requestId });
    await getApproval(story);
  }
  if ((await followWorkOrder(story)) === 'ended') return;
  await condition(allHandlersFinished);
  return continueAsNew<typeof maintenanceRequest>({ ...input, carried: story.mailbox.snapshot() });
}
