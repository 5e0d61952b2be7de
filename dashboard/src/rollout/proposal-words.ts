import type { ShadowTurnAnswer } from '../../../src/api/answers/rollout.ts';
import { plain } from '../inbox/words.ts';

type Decision = ShadowTurnAnswer['proposal']['kept'][number]['decision'];
type Tellers = {
  [Kind in Decision['kind']]: (decision: Extract<Decision, { kind: Kind }>) => string;
};

const TELLERS: Tellers = {
  answer: ({ confidence }) => `Answer, ${Math.round(confidence * 100)} % sure`,
  'read-account': ({ topic }) => `Read out the ${plain(topic)} from the platform`,
  'read-status': () => 'Tell how the open repairs stand',
  'report-problem': (decision) =>
    `Ask the resident to confirm a report (${decision.class}, ${plain(decision.issue)})`,
  'add-to-request': () => 'Add it to an open repair',
  'cancel-request': () => 'Cancel an open repair',
  'reopen-request': () => 'Open a closed repair again',
  'reply-to-question': () => 'Take it as the answer to a question about a repair',
  'answer-to-staff': () => 'Take it to the person who had asked',
  'hand-over': ({ reason }) => `Ask a person: ${plain(reason)}`,
  'ask-identity': () => 'Ask who is writing',
  decline: ({ reason }) => `Decline: ${plain(reason)}`,
  'small-talk': ({ topic }) => `Small talk: ${topic}`,
};

/** What one kept proposal would have come to, besides its own words. */
export function describe<Kind extends Decision['kind']>(
  decision: Extract<Decision, { kind: Kind }> & { kind: Kind },
): string {
  return TELLERS[decision.kind](decision);
}
