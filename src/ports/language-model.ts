import type { Access } from '../domain/access.ts';
import type { Circumstance } from '../domain/circumstance.ts';
import type {
  MissingFact,
  HandOverReason,
  DeclineReason,
  AccountTopic,
  QuestionAnswer,
} from '../domain/decision.ts';
import type { Passage } from '../domain/document.ts';
import type { Support } from '../domain/grounding.ts';
import type { RequestQuestion } from '../domain/maintenance-request.ts';
import type { PriorityClass } from '../domain/priority.ts';
import type { Language } from '../domain/resident.ts';
import type { AskedFor } from './audit-log.ts';

/** One wish of a message as a model reads it: words included, nothing carried out. */
export type ProposedDecision =
  | {
      kind: 'answer';
      text: string;
      support: Support[];
      confidence: number;
      /** Passages of more general documents that say something else of the matter and were passed over, by their ids. */
      passedOver?: string[];
    }
  | { kind: 'read-account'; topic: AccountTopic }
  | { kind: 'read-status' }
  | {
      kind: 'report-problem';
      issue: string;
      class: PriorityClass;
      /** What to call it, at most 120 characters, in the resident's words: `leak under the kitchen sink`. */
      summary: string;
      confidence: number;
      missing: MissingFact[];
      /** What of the words may make it worse; code decides what it means. */
      circumstances: Circumstance[];
    }
  /** More about an open request, or no more need of it; `reference` is one of `openRequests`, null when unsaid. */
  | { kind: 'add-to-request'; reference: string | null; circumstances: Circumstance[] }
  | { kind: 'cancel-request'; reference: string | null }
  /** A closed request whose trouble is there still or again; `reference` is one of `closedRequests`. */
  | { kind: 'reopen-request'; reference: string; circumstances: Circumstance[] }
  | { kind: 'reply-to-question'; questionId: string; answer: QuestionAnswer }
  | { kind: 'hand-over'; reason: HandOverReason }
  | { kind: 'decline'; reason: DeclineReason }
  | { kind: 'small-talk'; topic: 'greeting' | 'thanks' | 'goodbye' };

/** A question of ours that the resident has not answered yet. */
export interface OpenQuestion {
  id: string;
  kind: RequestQuestion;
  /** The request's own words, so that an answer can be told from a new wish. */
  about: string;
}

/** All that a model may see of a turn: masked, permitted, bounded. */
export interface TurnContext {
  /** The turn's messages, oldest first, masked. */
  texts: string[];
  language: Language;
  /** What was said before, oldest first, masked; at most a dozen. */
  recent: { from: 'resident' | 'us'; text: string }[];
  passages: Passage[];
  openQuestions: OpenQuestion[];
  openRequests: { reference: string; about: string }[];
  /** What ended in the last months, latest first; `isDone`: by a repair, not because it was cancelled. */
  closedRequests: { reference: string; about: string; isDone: boolean }[];
  /** Catalogue ids with typical words; a proposed issue is one of them. */
  issues: { id: string; words: string; class: PriorityClass }[];
}

/** What a model made of a turn. */
export interface Proposal {
  language: Language | 'other';
  decisions: ProposedDecision[];
  /** What the turn says about a visit: entry, pets, times. */
  access: Access;
  /** 0 none, 1 some, 2 strong. */
  frustration: 0 | 1 | 2;
  /** For the audit trail: `embedded/1`, or a provider's model name, and the prompt it was asked with. */
  model: string;
  prompt: string;
  /** What a remote model counted: read and written. Absent where nobody counts. */
  tokens?: { read: number; written: number };
}

/** Proposes; never acts. Every proposal is judged by code before anything happens. */
export interface LanguageModel {
  /**
   * Reads a turn and proposes typed decisions; without `askedFor` the call is the house's own.
   * @throws ProviderUnavailable, ProviderRateLimited, ProviderUnauthorized, ProviderRejected, ModelOutputInvalid
   */
  propose(context: TurnContext, askedFor?: AskedFor): Promise<Proposal>;
}
