import type { NewWorkOrder, WorkOrderChange } from '../domain/work-order.ts';

/**
 * How a write to a platform stands. `ambiguous`: sent, answer lost; it is looked up before anything is sent again.
 * `withdrawn`: no longer wanted, and never sent.
 */
export type PlatformWriteState =
  'waiting' | 'sending' | 'ambiguous' | 'confirmed' | 'rejected' | 'needs-human' | 'withdrawn';

/** What is to be written. */
export type PlatformWrite =
  | { kind: 'create-work-order'; order: NewWorkOrder }
  /** `externalId` null: the order that the request's own create makes, which goes before. */
  | { kind: 'change-work-order'; externalId: string | null; change: WorkOrderChange };

/** A row of the outbox; ids and state, the words stay inside `readWrite`. */
export interface PlatformOutboxRow {
  outboxId: string;
  connectionId: string;
  requestId: string;
  operation: PlatformWrite['kind'];
  /** What makes it one; of a creation it is the reference that the order is marked with. */
  dedupeKey: string;
  state: PlatformWriteState;
  attempts: number;
  urgency: number;
  externalId: string | null;
  /** Since when it waits for an operator, because our credentials were refused; it keeps its place. */
  blockedAt: string | null;
}

/** The writes that wait for a platform: persisted before sent, drained by one writer per connection. */
export interface PlatformOutbox {
  /**
   * Queues a write once per (connection, operation, key). Lower urgency goes first: 0 for P0, 4 for P4; a request's class
   * makes its rows as urgent, also when it rises while they wait.
   */
  queue(by: {
    connectionId: string;
    dedupeKey: string;
    requestId: string;
    urgency: number;
    write: PlatformWrite;
    /** Who of the staff wants it, and what it makes of the order: for the record. */
    asked?: { staffId: string; status: string | null };
  }): Promise<PlatformOutboxRow>;
  /** The next row to work on: urgent first, then in order; null when none is due, and while somebody holds the writes. */
  next(connectionId: string): Promise<PlatformOutboxRow | null>;
  /** Whether rows wait for their time to come. */
  hasOpen(connectionId: string): Promise<boolean>;
  find(outboxId: string): Promise<PlatformOutboxRow | null>;
  readWrite(outboxId: string): Promise<PlatformWrite>;
  mark(by: {
    outboxId: string;
    state: PlatformWriteState;
    externalId?: string;
    failure?: string;
    countAttempt?: boolean;
    /** Not due again before this instant. */
    notBefore?: string;
    /** Our credentials were refused: not due again before an operator resumes. */
    isBlocked?: boolean;
  }): Promise<PlatformOutboxRow>;
  /**
   * Withdraws the creation of an order, named by its reference, where it was certainly never sent. Answers the row as it
   * stands then; null when no such order was queued.
   */
  withdraw(by: { requestId: string; orderReference: string }): Promise<PlatformOutboxRow | null>;
  /** The row that has been blocked longest; null when none is. */
  firstBlocked(connectionId: string): Promise<PlatformOutboxRow | null>;
  /** Somebody holds the writes: no row is handed out before the end of the pause. Whoever did so first is kept. */
  pause(by: { connectionId: string; staffId: string }): Promise<void>;
  endPause(by: { connectionId: string; staffId: string }): Promise<void>;
  /** The credentials are mended: every blocked row is due again, in its old place. Answers how many there were. */
  resume(by: { connectionId: string; staffId: string }): Promise<number>;
  /** Rows of a request, for its story. */
  listOfRequest(requestId: string): Promise<PlatformOutboxRow[]>;
  syncedUntil(connectionId: string): Promise<string>;
  setSyncedUntil(by: { connectionId: string; until: string }): Promise<void>;
}
