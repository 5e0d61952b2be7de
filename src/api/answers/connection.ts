import type { Connection } from '../../ports/connections.ts';

/** One of `GET /connections`. */
export interface ConnectionListed extends Connection {
  /** How it stands, where that is known from our own rows. */
  state: {
    /** Until when the platform's own changes were read; null: never. */
    syncedUntil: string | null;
    /** Since when writes wait because our credentials were refused. */
    blockedSince: string | null;
  } | null;
}
