import type { MaintenanceRequestState } from '../domain/maintenance-request.ts';
import type { CommittedDanger } from './inbox.ts';
import type { OpenQuestion } from './language-model.ts';
import type { Access } from '../domain/access.ts';
import type { Decision, HandOverReason } from '../domain/decision.ts';
import type { Source } from '../domain/document.ts';
import type { Assurance, KnownHome } from '../domain/identity.ts';
import type { ChannelName } from '../domain/message.ts';
import type { Language } from '../domain/resident.ts';

/** A conversation's standing facts. */
export interface ConversationFacts {
  conversationId: string;
  personId: string;
  channel: ChannelName;
  /** The address as the channel writes it. */
  address: string;
  assurance: Assurance;
  residentId: string | null;
  propertyId: string | null;
  /** Null until the platform has once said who it is with. */
  knownHome: KnownHome | null;
  language: Language;
  verificationFailures: number;
  /** When the last try to prove who writes failed. */
  verificationFailedAt: string | null;
  /** The turn whose words proved who writes. */
  provenTurnId: string | null;
  awaitsIdentity: boolean;
  isGreeted: boolean;
  isTakenOver: boolean;
  /** STOP was written on this channel, and START was not. */
  isOptedOut: boolean;
}

/** What a turn starts from: words in clear, so it never leaves the activity that asked. */
export interface TurnFacts {
  conversation: ConversationFacts;
  messages: {
    messageId: string;
    kind: 'text' | 'unreadable';
    text: string;
    danger: CommittedDanger | null;
    otherDangers: CommittedDanger[];
  }[];
  recent: { from: 'resident' | 'us'; text: string }[];
  openQuestions: OpenQuestion[];
  openRequests: { requestId: string; reference: string; about: string }[];
  /** What ended in the last months, latest first; `isDone`: by a repair, not because it was cancelled. */
  closedRequests: { requestId: string; reference: string; about: string; isDone: boolean }[];
}

/** The words of one proposed decision. */
export interface TurnPart {
  text: string;
  /** What the resident wrote about it, where the decision needs it later; null otherwise. */
  detail: string | null;
  sources: Source[];
  /** What the turn said about a visit, where the decision is about a request. */
  access?: Access;
}

/** A wish that was judged to need a proof of who writes, and its words. */
export interface HeldBack {
  decision: Decision;
  part: TurnPart;
}

/** What the assistant proposed, kept for the reply, the audit trail and the desk. */
export interface TurnRecord {
  turnId: string;
  decisions: Decision[];
  parts: TurnPart[];
  model: string;
  prompt: string;
  packVersion: string;
}

/** One line of a transcript. */
export interface TranscriptLine {
  id: string;
  /** Grows with every line; `after=` takes it. */
  position: number;
  from: 'resident' | 'assistant' | 'staff' | 'safety';
  /** Who of the staff wrote it, for staff to read; null for anybody else's words. */
  staffName: string | null;
  text: string;
  sources: Source[];
  state: string;
  at: string;
}

/** Everything that happened in a conversation after a position, for the one who writes and for the desk. */
export interface ConversationView {
  lines: TranscriptLine[];
  events: ConversationEvent[];
  /** False while a message waits for its turn, or a turn is under way. */
  isSettled: boolean;
}

/** What happened besides words, in the same count of positions as the lines. */
export type ConversationEvent = { position: number; at: string } & (
  | { kind: 'danger'; hazard: string; class: string }
  | { kind: 'opened'; reference: string; class: string; state: MaintenanceRequestState }
  | { kind: 'handed-off'; reason: HandOverReason }
);

/** Conversations and their turns. */
export interface Conversations {
  find(conversationId: string): Promise<ConversationFacts | null>;
  /** Starts a turn, or finds it started by an earlier attempt: the messages are its own from now on. */
  takeTurn(turn: {
    turnId: string;
    conversationId: string;
    messageIds: string[];
  }): Promise<TurnFacts>;
  saveProposal(record: TurnRecord): Promise<void>;
  readParts(turnId: string): Promise<TurnPart[]>;
  /** When the first message of a turn was sent, by whichever clock is earlier: the sender's or ours. */
  firstSentAt(turnId: string): Promise<string>;
  /** Replaces the words of one part, once they were read elsewhere. */
  savePart(by: { turnId: string; part: number; text: string }): Promise<void>;
  /**
   * Ends a turn together with its reply, which is queued in the same transaction; answers the send's id, and how long the
   * turn took: null where it had ended before.
   */
  settle(turn: {
    turnId: string;
    conversationId: string;
    reply: { text: string; sources: Source[] } | null;
    verdicts: string[];
  }): Promise<{ sendId: string | null; tookMs: number | null }>;
  /** Links a conversation to the resident that its address or a verification proved. */
  identify(by: {
    conversationId: string;
    residentId: string | null;
    propertyId: string | null;
    assurance: Assurance;
    knownHome: KnownHome | null;
    language: Language | null;
    /** Set when words of that turn proved it. */
    provenInTurn?: string;
  }): Promise<void>;
  /** Notes that the next message may say who is writing. */
  awaitIdentity(conversationId: string): Promise<void>;
  /** Counts a failed try, once a turn, and forgets those before an instant; answers the failures so far. */
  countFailure(by: {
    conversationId: string;
    turnId: string;
    forgottenBefore: string;
  }): Promise<number>;
  /** The wishes that were held back since it was asked who is writing, oldest first, with their words. */
  readHeldBack(conversationId: string): Promise<HeldBack[]>;
  /** What a reader may see: staff everything, the resident only what was sent to them, placed where it was sent. */
  view(by: {
    conversationId: string;
    after: number;
    reader: 'resident' | 'staff';
  }): Promise<ConversationView>;
}
