import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow';
import { maintenance } from '../proxies.ts';
import { cancel } from './cancel.ts';
import { requestState, type MaintenanceRequestInput } from './contract.ts';
import { confirm } from './confirm.ts';
import { followWorkOrder } from './follow-work-order.ts';
import { getApproval } from './get-approval.ts';
import { watchLegalClocks } from './legal-clock.ts';
import { isReportedAgain } from './report-again.ts';
import { Mailbox } from './mailbox.ts';
import { offerSelfHelp } from './offer-self-help.ts';
import { noteStep, showStory, startOf } from './progress.ts';
import type { Story } from './story.ts';

/**
 * One need of a resident: confirmed by them, reported to the platform once, approved where that is needed, followed
 * until the vendor is done and the resident says so. One that comes back after that begins here anew, under its old name.
 */
export async function maintenanceRequest(input: MaintenanceRequestInput): Promise<void> {
  const { carried, requestId } = input;
  const mailbox = new Mailbox(carried?.mailbox ?? null);
  const progress = carried?.progress ?? startOf(input);
  setHandler(requestState, () => progress.state);
  const story: Story = {
    // It may turn out more urgent while it goes on, and be asked about anew where it still waits for a manager.
    get input() {
      const today = { ...input, ...mailbox.raise };
      return { ...today, approval: today.approval && (mailbox.asked ?? today.approval) };
    },
    mailbox,
    progress,
    async advance(to, news) {
      noteStep(story, to);
      // Whoever cancelled in the chat was answered there.
      const isHeard = to === 'cancelled' && mailbox.cancelledBy === 'resident';
      const { reopening = 0 } = input;
      const told = isHeard ? null : (news ?? null);
      await maintenance.advance({ requestId, to, news: told, reopening });
    },
  };

  showStory(story);
  watchLegalClocks(story);
  if (!carried) {
    const isThere = input.reopening ? await isReportedAgain(story) : await isReported(story);
    if (!isThere) return;
    await getApproval(story);
  }
  if ((await followWorkOrder(story)) === 'ended') return;
  await condition(allHandlersFinished);
  return continueAsNew<typeof maintenanceRequest>({
    ...input,
    carried: { mailbox: mailbox.snapshot(), progress },
  });
}

/** Whether the request was reported to the platform; otherwise it has ended before. */
async function isReported(story: Story): Promise<boolean> {
  const { mailbox, advance } = story;
  const { requestId } = story.input;
  const stands = await confirm(story);
  const isSolved = stands && (await offerSelfHelp(story));
  if (isSolved) {
    await advance('closed', 'closed');
    return false;
  }
  if (mailbox.isCancelled) {
    await cancel(story);
    return false;
  }
  if (!stands) {
    await advance('dropped');
    return false;
  }
  await advance('opening');
  await maintenance.queueWorkOrder({ requestId });
  await maintenance.askIntake({ requestId });
  return true;
}
