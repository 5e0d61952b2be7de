import type { Waiting } from '../domain/part-finding.ts';
import type { SendState } from './outbox.ts';

/** How the database answers, and how much of our share of it is taken. */
export interface DatabaseFigures {
  latencyMs: number;
  connectionsInUse: number;
  connectionsMax: number;
  /** Queries that wait for a connection. */
  connectionsAwaited: number;
  /** The newest migration that was applied. */
  migration: string | null;
}

/** What we say to residents: how many rows stand how. Those that have ended count for a day. */
export interface SendFigures {
  states: Partial<Record<SendState, number>>;
  /** Since when the oldest row waits that has not left. */
  oldestAt: string | null;
}

/** The writes to one platform. */
export interface PlatformFigures {
  waiting: Waiting;
  /** Sent, answer lost, not looked up yet. */
  ambiguous: Waiting;
  /** Rows that wait because the platform refused our credentials. */
  blocked: Waiting;
  /** Who holds the writes, and since when; null while nobody does. */
  pause: { byName: string | null; at: string } | null;
  /** Until when its changes were read; null before the first time. */
  syncedUntil: string | null;
}

/** How versions of documents stand, the newest of each only. */
export interface DocumentFigures {
  published: number;
  reading: Waiting;
  failed: number;
}

/** What rings now. */
export interface AlertFigures {
  ringing: Waiting;
  /** Those of them that have nobody to ring. */
  unheard: Waiting;
}

/** What can be counted in the records to tell how the house is; no words, no property's own. */
export interface HouseFigures {
  database(): Promise<DatabaseFigures>;
  /** Messages that no turn has taken yet. */
  messages(): Promise<Waiting>;
  sends(): Promise<SendFigures>;
  platform(connectionId: string): Promise<PlatformFigures>;
  /** What waits for people: approvals that are pending, alerts that ring. */
  openMatters(): Promise<{ approvals: Waiting; alerts: Waiting }>;
  /** Outside calls of the last week that never said how they ended. */
  openIntents(): Promise<Waiting>;
  documents(): Promise<DocumentFigures>;
  alerts(): Promise<AlertFigures>;
}
