import type { AlertSummary } from '../../ports/desk-alerts.ts';

export type { AlertRow } from '../../ports/alerts.ts';

/** One of `GET /alerts`, and `GET /alerts/:id`. */
export type AlertAnswer = AlertSummary;

/** `POST /alerts/:id/accept`: who accepted it first; that is who has it. */
export interface AcceptedAnswer {
  acceptedBy: string;
  acceptedByName: string | null;
  isFirst: boolean;
}
