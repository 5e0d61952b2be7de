import type { AlertState, NextRing, RingOutcome } from '../domain/alert.ts';
import type { AlertRow } from './alerts.ts';
import type { SeenBy } from './desk-inbox.ts';

/** Somebody who is rung: a contact of the property, by name where they are staff. */
export interface Contact {
  contactId: string;
  name: string;
}

/** One ring: whom it reached for, when, and whether an outside door took it. */
export interface RingRow {
  attempt: number;
  rangAt: string;
  contacts: Contact[];
  outcome: RingOutcome;
}

/** An alert with its escalation so far, oldest ring first. */
export interface AlertSummary extends AlertRow {
  acceptedAt: string | null;
  acceptedByName: string | null;
  /** Whom it rings, rung by rung, and how many minutes it then waits; the last rung again and again. */
  rungs: { contacts: Contact[]; waitMinutes: number }[];
  /** It rings, and there is nobody to hear it. */
  isUnheard: boolean;
  escalation: RingRow[];
  /** Who is rung next, and when; null once nobody is. */
  next: (Omit<NextRing, 'contacts'> & { contacts: Contact[] }) | null;
}

/** Alerts as the desk reads them; what belongs to no property is everybody's. */
export interface DeskAlerts {
  /** What rings, the gravest and then the oldest first; else the newest 200, `ended` being all that rings no more. */
  list(
    by: Pick<SeenBy, 'propertyIds'> & { state: AlertState | 'ended' | null },
  ): Promise<AlertSummary[]>;
  find(alertId: string): Promise<AlertSummary | null>;
}
