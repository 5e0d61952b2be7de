import type { QuestionAnswer } from '../../domain/decision.ts';
import { handOffs, maintenance } from '../proxies.ts';
import type { WorkOrderChanged } from './contract.ts';
import { HOUR_MS, type Story } from './story.ts';

const EMERGENCY_WAIT_MS = 2 * HOUR_MS; // triage taxonomy section 9: then a person asks
const WAIT_MS = 24 * HOUR_MS;
const SURVEY_MS = 72 * HOUR_MS;

/**
 * Asks the resident whether it is really done; true when the request has ended, false when it goes on. What staff change
 * at the platform meanwhile counts at once: then nobody is asked any more.
 */
export async function checkCompletion(
  story: Story,
  { newsId }: WorkOrderChanged,
): Promise<boolean> {
  const { input, mailbox, advance } = story;
  mailbox.forgetDone(); // nobody has answered what is only asked now
  await advance('awaiting-completion-check', 'done');
  const answer = await askWhetherDone(story);
  if (mailbox.isCancelled) {
    await advance('cancelled', 'cancelled'); // the order is done: there is nothing left to cancel at the platform
    return true;
  }
  if (mailbox.hasTurned || answer?.kind === 'no') mailbox.forgetDone();
  if (mailbox.hasTurned) return false;
  if (answer && (await isDenied(story, answer))) {
    await maintenance.reopenWorkOrder({ requestId: input.requestId, once: newsId });
    await advance('open', 'reopened');
    return false;
  }
  await advance('closed', answer ? undefined : 'closed');
  return true;
}

// Silence is met once: an emergency goes to a person, anything else is asked again.
async function askWhetherDone({ input, mailbox, advance }: Story): Promise<QuestionAnswer | null> {
  const { conversationId } = input;
  const isEmergency = input.class === 'P0' || input.class === 'P1';
  const until = (): boolean => mailbox.hasTurned;
  const summary = 'is it really done?';
  const waitMs = isEmergency ? EMERGENCY_WAIT_MS : WAIT_MS;
  const answer = await mailbox.answerTo('completed', { waitMs, summary, until });
  if (answer || mailbox.isCancelled || mailbox.hasTurned) return answer;

  if (isEmergency && conversationId) {
    await handOffs.openHandOff({ conversationId, reason: 'completion-unanswered' });
  } else {
    await advance('awaiting-completion-check', 'completion-reminder');
  }
  return mailbox.answerTo('completed', { waitMs: WAIT_MS, summary, until });
}

/** Whether the resident says that it is not done; whoever said yes may still find that out while the survey is open. */
async function isDenied(story: Story, answer: QuestionAnswer): Promise<boolean> {
  if (answer.kind === 'no') return true;
  const { mailbox } = story;
  await askSurvey(story);
  const isTakenBack = mailbox.saysNotDone;
  if (isTakenBack) mailbox.forgetDone();
  return isTakenBack;
}

async function askSurvey({ mailbox, advance }: Story): Promise<void> {
  await advance('awaiting-completion-check', 'survey');
  const until = (): boolean => mailbox.saysNotDone;
  await mailbox.answerTo('survey', { waitMs: SURVEY_MS, summary: 'how was it?', until });
}
