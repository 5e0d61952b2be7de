import { defineQuery, defineSignal } from '@temporalio/workflow';

/** One workflow for each person on each channel. */
export const conversationWorkflowId = (conversationId: string): string =>
  `conversation/${conversationId}`;

/** A danger met in a message: which one, and whether it is news in this conversation. */
export interface MetDanger {
  dangerId: string;
  hazard: string;
  issue: string;
  class: 'P0' | 'P1';
  isNew: boolean;
}

/** A committed message: ids and control data, never words. */
export interface MessageReceived {
  messageId: string;
  /** Its place in the conversation, 1 first; given by the database, so gaps are redeliveries under way. */
  sequence: number;
  /** The worst danger that it told of. */
  danger: MetDanger | null;
  /** What else it told of. */
  otherDangers?: MetDanger[];
  /** One of more of its person's within a minute than are answered one by one. */
  isFlood: boolean;
}

/** An inbox as plain JSON, carried over continue-as-new. */
export interface InboxSnapshot {
  waiting: MessageReceived[];
  /** Dangers found after their message was taken; the next turn is told. */
  dangers: MetDanger[];
  /** Every sequence number up to here was taken. */
  takenUpTo: number;
  /** Numbers above it that were taken before a gap closed. */
  takenAbove: number[];
}

export interface ConversationInput {
  conversationId: string;
  /** How long the resident must be quiet before a turn begins. */
  quietMs: number;
  carried: InboxSnapshot | null;
}

export const messageReceived = defineSignal<[MessageReceived]>('messageReceived');
/** Nobody holds the person any more: news that was held back can be told. */
export const conversationReleased = defineSignal('conversationReleased');
export const standing = defineQuery<InboxSnapshot>('standing');
