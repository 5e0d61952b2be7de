import type { DangerFinding, Hazard } from '../domain/danger.ts';
import type { InboundMessage } from '../domain/message.ts';
import type { Language } from '../domain/resident.ts';

/** What is known of a sender before anything outside is asked. */
export interface Sender {
  conversationId: string | null;
  propertyId: string | null;
  language: Language;
}

/** A finding of the rule floor, and the fixed text that answers it. */
export interface AnsweredDanger {
  finding: DangerFinding;
  safetyText: string;
}

/** What is committed together with a message, in its own transaction. */
export interface Delivery {
  message: InboundMessage;
  language: Language;
  /** The worst danger that the rule floor finds in the raw text; null when there is none. */
  danger: AnsweredDanger | null;
  /** Every other danger of the text, each met on its own. */
  otherDangers?: readonly AnsweredDanger[];
  /** STOP or START on a channel that knows them, with the confirmation to send. */
  consent: { kind: 'stop' | 'start'; confirmation: string } | null;
}

/** A committed message, as the conversation's signal needs it. */
export interface CommittedMessage {
  messageId: string;
  conversationId: string;
  sequence: number;
  /** Its place in the transcript: what comes after it answers it. */
  position: number;
  propertyId: string | null;
  /** The worst danger that it told of. */
  danger: CommittedDanger | null;
  /** What else it told of. */
  otherDangers: CommittedDanger[];
  /** One of more than `FLOOD_AFTER_MESSAGES` of its person within a minute, on whatever channels they write. */
  isFlood: boolean;
  /** True when this delivery made the row; a redelivery finds it. */
  isNew: boolean;
  /** Rows that the sender of rows should send at once. */
  sendIds: string[];
}

/** A danger that a message told of. `isNew`: not met before in this conversation, so it must be alarmed. */
export interface CommittedDanger {
  dangerId: string;
  hazard: string;
  issue: string;
  class: 'P0' | 'P1';
  isNew: boolean;
}

/** A danger as a row. */
export interface DangerRecord {
  dangerId: string;
  hazard: Hazard;
  issue: string;
  class: 'P0' | 'P1';
  conversationId: string;
  propertyId: string | null;
  language: Language;
}

/** Where messages become rows: nothing that was acknowledged is ever lost. */
export interface Inbox {
  findSender(message: InboundMessage): Promise<Sender>;
  /** One transaction: the message with its sequence number, its dangers, their safety texts, the audit entries. */
  commit(delivery: Delivery): Promise<CommittedMessage>;
  /** Keeps a signed webhook that nobody could parse. */
  keepUnreadable(webhook: { channel: string; body: Buffer }): Promise<void>;
  /** A danger with whom it concerns, for the alert; null when there is none under that id. */
  findDanger(dangerId: string): Promise<DangerRecord | null>;
  markSignalled(messageId: string): Promise<void>;
  /** What stands before a message in its conversation and was neither signalled nor taken, in order of sequence. */
  listUntold(
    before: Pick<CommittedMessage, 'conversationId' | 'sequence'>,
  ): Promise<CommittedMessage[]>;
  /** Rows not signalled within `signalAfterMs`, or signalled and not taken by a turn within `takenAfterMs`. */
  listOverdue(by: { signalAfterMs: number; takenAfterMs: number }): Promise<CommittedMessage[]>;
  /**
   * Records a danger that the classifier found in a message already committed, with its safety text; the words are
   * read here and handed to `classify`. Null when there is none, or when it was met before.
   */
  recordClassified(by: {
    messageId: string;
    classify(text: string): Promise<DangerFinding | null>;
    safetyText(finding: DangerFinding, sender: Sender): string;
  }): Promise<{ danger: CommittedDanger; sendIds: string[] } | null>;
}
