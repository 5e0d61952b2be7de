import type { RingOutcome } from '../domain/alert.ts';

/** What someone must know now; no resident's words, ids and classes only. */
export interface Alert {
  alertId: string;
  kind: 'danger' | 'approval' | 'hand-off' | 'maintenance-request' | 'operator';
  propertyId: string | null;
  /** `P0`, `P1`, ... where it is about a danger or a request. */
  class: string | null;
  /** One sentence for the person who is woken. */
  headline: string;
  /** Who should hear it: ids of staff, or contact ids of the property. Empty: there is nobody to ring. */
  contacts: string[];
  /** How many times it has rung before. */
  attempt: number;
}

/** Rings people. An alert and its attempt are one ring: whoever gets it twice can tell by them. */
export interface AlertSender {
  /**
   * `accepted` once an outside door answered 2xx; `recorded` where it is for the desk only; `nobody` where it names
   * nobody, which is handed on all the same.
   * @throws ProviderUnavailable, ProviderRateLimited, ProviderUnauthorized, ProviderRejected
   */
  send(alert: Alert): Promise<RingOutcome>;
}
