import type { DeclineReason, HandOverReason } from './decision.ts';
import type { RequestQuestion } from './maintenance-request.ts';
import type { IntakeQuestion } from './intake.ts';

/** When a person will answer a hand-off, as the resident is told it. */
export interface PromisedAnswer {
  handOffId: string;
  /** ISO 8601 UTC. */
  answerBy: string;
  isOpenNow: boolean;
}

/** What came of one decision of a turn: ids and control data; the reply is composed from them. */
export type Outcome =
  | { kind: 'answered'; part: number }
  | { kind: 'small-talk'; topic: 'greeting' | 'thanks' | 'goodbye' }
  | { kind: 'handed-over'; reason: HandOverReason; handOff: PromisedAnswer }
  | { kind: 'declined'; reason: DeclineReason }
  | { kind: 'identity-asked' }
  | { kind: 'identity-confirmed' }
  /** Known, but not surely enough for an account. */
  | { kind: 'session-needed' }
  | { kind: 'request-opened'; requestId: string; isDanger: boolean }
  | { kind: 'request-joined'; requestId: string }
  | { kind: 'request-to-confirm'; requestId: string }
  /** It may be the same trouble as an earlier request: the resident says which. */
  | { kind: 'request-doubtful'; requestId: string; earlierId: string }
  /** It was closed and is open again. */
  | { kind: 'request-reopened'; requestId: string }
  /** The earlier one cannot be opened again: closed too long ago, or never repaired. Shown to be confirmed. */
  | { kind: 'request-anew'; requestId: string; reason: 'late' | 'unfinished' }
  | { kind: 'request-dropped'; requestId: string }
  /** Intake's next question, asked with this reply. */
  | { kind: 'intake-asked'; requestId: string; question: IntakeQuestion }
  | { kind: 'request-cancelled'; requestId: string }
  /** An emergency, or work that has begun: staff were told and decide. */
  | { kind: 'cancel-left-to-person'; requestId: string }
  /** More than one may be meant: the resident confirms. */
  | { kind: 'cancel-to-confirm'; requestId: string }
  | { kind: 'cancel-dropped'; requestId: string }
  /** What was told made it more urgent. */
  | { kind: 'request-raised'; requestId: string }
  | { kind: 'question-answered'; requestId: string; question: RequestQuestion }
  | { kind: 'nothing-open' }
  /** It went to the person who had asked. */
  | { kind: 'passed-on' }
  /** The same where the assistant may not speak: nothing is said. */
  | { kind: 'noted' }
  /** Shadow: kept beside what staff will answer; said only where the turn speaks of something else anyway. */
  | { kind: 'kept'; handOff: PromisedAnswer };
