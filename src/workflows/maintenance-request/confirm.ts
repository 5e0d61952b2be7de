import { maintenance } from '../proxies.ts';
import { giveToPerson } from './give-to-person.ts';
import { MINUTE_MS, type Story } from './story.ts';

// Design section 8: no answer in 30 minutes opens it as unconfirmed, with a hand-off.
const CONFIRM_MS = 30 * MINUTE_MS;

/** Whether the request stands: the resident saw what will be reported and did not drop it. Emergencies are not asked. */
export async function confirm(story: Story): Promise<boolean> {
  const { input, mailbox } = story;
  if (!input.needsConfirmation) return true;
  for (;;) {
    const answer = await mailbox.answerTo('confirm-request', {
      waitMs: CONFIRM_MS,
      summary: 'waiting for the resident to confirm',
    });
    if (mailbox.isCancelled) return false;
    if (!answer) {
      await maintenance.openUnconfirmed({ requestId: input.requestId });
      await giveToPerson(story, 'unconfirmed-request');
      return true;
    }
    if (answer.kind === 'yes') return true;
    if (answer.kind === 'no') return false;
  }
}
