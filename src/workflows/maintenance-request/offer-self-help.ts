import { HOUR_MS, type Story } from './story.ts';

// Triage taxonomy section 6: a "no" or two hours of silence moves on.
const SILENCE_MS = 2 * HOUR_MS;

/** Offers one safe step where the pack has one; true when it helped and nobody need come. */
export async function offerSelfHelp({ input, mailbox, advance }: Story): Promise<boolean> {
  if (!input.selfHelp) return false;
  await advance('self-help', 'self-help-offer');
  const answer = await mailbox.answerTo('self-help', {
    waitMs: SILENCE_MS,
    summary: 'did the step help?',
  });
  return answer?.kind === 'yes';
}
