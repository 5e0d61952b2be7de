import type { Circumstance } from './circumstance.ts';
import type { PriorityClass } from './priority.ts';

/** A fact that a maintenance request still lacks; `access` is entry, pets and times in one. */
export type MissingFact = 'location' | 'symptom' | 'access';

/** What of an account can be read out. */
export type AccountTopic = 'balance' | 'charges' | 'lease-dates';

/** Why a person takes over. */
export const HAND_OVER_REASONS = [
  'asked-for-person',
  'not-in-documents',
  'ungrounded',
  'low-confidence',
  'frustrated',
  'verification-failed',
  'rollout',
  'model-unavailable',
  'platform-unavailable',
  'unreadable-message',
  'human-only',
  'eviction',
  'language',
  'rejected-approval',
  'expired-approval',
  'unconfirmed-request',
  'platform-refused',
  'completion-unanswered',
  'passed-on',
  'failed-turn',
] as const;

/** Why a person must take over. */
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

/** Why a wish is declined without a person. */
export type DeclineReason = 'other-persons-data' | 'instruction-in-message' | 'out-of-scope';

/**
 * What the assistant proposes for one wish of a turn. Ids and control data only: the words that belong to a
 * decision (an answer's text, a problem's description) stay in the turn's row under `part`.
 */
export type Decision =
  | { kind: 'answer'; part: number; confidence: number }
  | { kind: 'read-account'; part: number; topic: AccountTopic }
  | { kind: 'read-status'; part: number }
  | {
      kind: 'report-problem';
      part: number;
      issue: string;
      class: PriorityClass;
      confidence: number;
      missing: MissingFact[];
      circumstances: Circumstance[];
    }
  /** Something more about an open request; `requestId` null: the resident did not say which. */
  | {
      kind: 'add-to-request';
      part: number;
      requestId: string | null;
      circumstances: Circumstance[];
    }
  /** It is no longer needed; `requestId` null: the resident did not say which. */
  | { kind: 'cancel-request'; part: number; requestId: string | null }
  /** A request that was closed, and whose trouble is there still or again. */
  | { kind: 'reopen-request'; part: number; requestId: string; circumstances: Circumstance[] }
  | { kind: 'reply-to-question'; part: number; questionId: string; answer: QuestionAnswer }
  /** What staff have asked from an approval: it goes back there. Found by code, never by a model. */
  | { kind: 'answer-to-staff'; part: number }
  | { kind: 'hand-over'; part: number; reason: HandOverReason }
  | { kind: 'ask-identity'; part: number }
  | { kind: 'decline'; part: number; reason: DeclineReason }
  | { kind: 'small-talk'; part: number; topic: 'greeting' | 'thanks' | 'goodbye' };

/** How a resident answered a question that we had asked. */
export type QuestionAnswer =
  | { kind: 'yes' }
  | { kind: 'no' }
  | { kind: 'change' }
  | { kind: 'score'; score: number }
  | { kind: 'fact'; fact: MissingFact };
