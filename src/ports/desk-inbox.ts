import type { Decision, HandOverReason } from '../domain/decision.ts';
import type { Assurance } from '../domain/identity.ts';
import type { ChannelName } from '../domain/message.ts';
import type { Language } from '../domain/resident.ts';
import type { TranscriptLine } from './conversations.ts';

/** The piles in which staff find conversations. */
export const QUEUES = ['needs-person', 'mine', 'waiting-for-resident', 'shadow', 'all'] as const;

/** One of the piles. */
export type Queue = (typeof QUEUES)[number];

/** A conversation as the inbox lists it. */
export interface ConversationSummary {
  conversationId: string;
  channel: ChannelName;
  assurance: Assurance;
  residentId: string | null;
  propertyId: string | null;
  /** The newest words, whoever said them; null where nothing was said, or where they may no longer be read. */
  last: Pick<TranscriptLine, 'from' | 'text' | 'at'> | null;
  /** The hand-off that is open, and by when somebody must answer. */
  handOff: {
    reason: HandOverReason;
    openedAt: string;
    breachAt: string;
    /** To whom it was given who has not begun yet; `by` is null where the house gave it. */
    assigned: { staffId: string; name: string; by: string | null; at: string } | null;
  } | null;
  /** Who has taken over, and when they last wrote to anybody about it. */
  heldBy: { staffId: string; name: string; since: string; actedAt: string } | null;
}

/** What the assistant decided in one turn, and what became of it. */
export interface TurnSummary {
  turnId: string;
  decisions: Decision[];
  verdicts: string[];
  model: string | null;
  prompt: string | null;
  packVersion: string | null;
  /** The messages that the turn sent. */
  sendIds: string[];
  startedAt: string;
}

/** What a list is narrowed down to; null: not by this. */
export interface InboxFilter {
  propertyId: string | null;
  channel: ChannelName | null;
  language: Language | null;
  reason: HandOverReason | null;
  /** Only what has waited since before this instant: for a person where it does, else since the newest words. */
  waitingSince: string | null;
}

/** Whose properties a list is limited to. */
export interface SeenBy {
  staffId: string;
  propertyIds: string[] | 'all';
}

/** How many conversations a page of the inbox has. */
export const INBOX_PAGE = 200;

/** Conversations as the desk reads them. What belongs to no property yet is everybody's. */
export interface DeskInbox {
  /** A page of a pile from `offset` on, the newest first; `needs-person` begins with what breaches first. */
  list(by: SeenBy & { queue: Queue; offset: number } & InboxFilter): Promise<ConversationSummary[]>;
  find(conversationId: string): Promise<ConversationSummary | null>;
  /** `given`: of mine, those that were given to me and that I have not begun. */
  count(by: SeenBy): Promise<{ needsPerson: number; mine: number; given: number }>;
  /** Conversations that somebody has taken over, the one longest without an act of theirs first. */
  listHeld(by: SeenBy): Promise<ConversationSummary[]>;
  listTurns(conversationId: string): Promise<TurnSummary[]>;
}
