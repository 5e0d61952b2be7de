import { handOffs, maintenance } from '../proxies.ts';
import { HOUR_MS, type Story } from './story.ts';

const EMERGENCY_WAIT_MS = 2 * HOUR_MS; // triage taxonomy section 9: then a person asks
const WAIT_MS = 24 * HOUR_MS;
const SURVEY_MS = 72 * HOUR_MS;

/** Asks the resident whether it is really done; true when the request is closed, false when it is open again. */
export async function checkCompletion(story: Story): Promise<boolean> {
  const { input, mailbox, advance } = story;
  const isEmergency = input.class === 'P0' || input.class === 'P1';
  await advance('awaiting-completion-check', 'done');
  const ask = { waitMs: isEmergency ? EMERGENCY_WAIT_MS : WAIT_MS, summary: 'is it really done?' };
  let answer = await mailbox.answerTo('completed', ask);

  if (!answer && isEmergency && input.conversationId) {
    const { conversationId } = input;
    await handOffs.openHandOff({ conversationId, reason: 'completion-unanswered' });
  } else if (!answer) {
    await advance('awaiting-completion-check', 'completion-reminder');
  }
  answer ??= await mailbox.answerTo('completed', { ...ask, waitMs: WAIT_MS });

  if (answer?.kind === 'no') {
    await maintenance.reopenWorkOrder({ requestId: input.requestId });
    await advance('open', 'reopened');
    return false;
  }
  if (answer) await askSurvey(story);
  await advance('closed', answer ? undefined : 'closed');
  return true;
}

async function askSurvey({ mailbox, advance }: Story): Promise<void> {
  await advance('awaiting-completion-check', 'survey');
  await mailbox.answerTo('survey', { waitMs: SURVEY_MS, summary: 'how was it?' });
}
