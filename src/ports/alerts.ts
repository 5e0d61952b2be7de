import type { AlertCase, AlertEnding, AlertState, RingOutcome } from '../domain/alert.ts';

/** An alert as the desk sees it. */
export interface AlertRow extends AlertCase {
  state: AlertState;
  openedAt: string;
  acceptedBy: string | null;
  closedAt: string | null;
  /** Null unless closed, and where an older version closed it without saying why. */
  closedBecause: AlertEnding | null;
  /** What it rings about: the id of a danger, a hand-off, an approval, a request. */
  subjectId: string | null;
  rings: number;
}

/** The dashboard's table of what rings. */
export interface Alerts {
  /** Opens an alert once per dedupe key; answers the row's id and whether this call made it. */
  open(
    alert: AlertCase & { dedupeKey: string; subjectId: string | null },
  ): Promise<{ alertId: string; isNew: boolean }>;
  find(alertId: string): Promise<AlertRow | null>;
  recordRing(ring: {
    alertId: string;
    attempt: number;
    contacts: string[];
    outcome: RingOutcome;
  }): Promise<void>;
  /**
   * What it rang about is over: nobody need accept it. Answers whether it is closed, by this call or before; one that
   * was accepted stays so, and says no.
   */
  close(by: { alertId: string; because: AlertEnding }): Promise<boolean>;
  /** The first acceptance counts; a later one answers who was first. Null where there is none, or it is closed. */
  accept(by: {
    alertId: string;
    staffId: string;
  }): Promise<{ acceptedBy: string; isFirst: boolean } | null>;
}
