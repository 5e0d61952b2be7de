import type { Decision, HandOverReason } from '../domain/decision.ts';
import type { Assurance } from '../domain/identity.ts';
import type { ChannelName } from '../domain/message.ts';
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
  handOff: { reason: HandOverReason; openedAt: string; breachAt: string } | null;
  /** Who has taken over. */
  heldBy: { staffId: string; name: string; since: string } | null;
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

/** Whose properties a list is limited to. */
export interface SeenBy {
  staffId: string;
  propertyIds: string[] | 'all';
}

/** Conversations as the desk reads them. What belongs to no property yet is everybody's. */
export interface DeskInbox {
  /** The newest 200 of a pile; `needs-person` begins with what breaches first. */
  list(by: SeenBy & { queue: Queue; propertyId: string | null }): Promise<ConversationSummary[]>;
  find(conversationId: string): Promise<ConversationSummary | null>;
  count(by: SeenBy): Promise<{ needsPerson: number; mine: number }>;
  listTurns(conversationId: string): Promise<TurnSummary[]>;
}
