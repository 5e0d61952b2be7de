/** What the desk is told about: whose rows changed. `conversation` has messages, sends and takeovers in it. */
export type DeskTopic = (typeof DESK_TOPICS)[number];

/** Every topic. */
export const DESK_TOPICS = [
  'conversation',
  'hand-off',
  'alert',
  'approval',
  'request',
  'document',
  'property',
  'staff',
  'rollout',
  'health',
] as const;

/** Something changed; the cursor is where a reader stands who has seen it. */
export interface DeskEvent {
  cursor: string;
  topic: DeskTopic;
  /** The conversation's id for a hand-off; empty where even an id would tell too much. */
  subjectId: string;
  propertyId: string | null;
}

/** What changed after a cursor, in an order that never changes. */
export type DeskEventsRead =
  | {
      kind: 'events';
      events: DeskEvent[];
      /** True when more can be read, now or once transactions that still run have ended. */
      hasMore: boolean;
    }
  /** Events after that cursor were thrown away, or it was never ours: everything must be read anew. */
  | { kind: 'lost' };

/** A conversation whose readers changed. */
export interface PresenceChange {
  conversationId: string;
  propertyId: string | null;
}

/** Changes of our rows, in the order in which their transactions end: none is missed, none comes twice. */
export interface DeskEvents {
  /** Where a reader stands who wants only what is yet to come. */
  now(): Promise<string>;
  readAfter(cursor: string): Promise<DeskEventsRead>;
  /** Calls back when there may be something to read; at times for nothing. Answers how to stop. */
  onCommit(listener: () => void): () => void;
  /**
   * Calls back when somebody came into a conversation, left it, or began or stopped to write. Only for those who listen
   * then: it is in no cursor. Answers how to stop.
   */
  onPresence(listener: (change: PresenceChange) => void): () => void;
  /** Throws away what is older than a day. */
  prune(): Promise<void>;
}
