/** What someone must know now; no resident's words, ids and classes only. */
export interface Alert {
  alertId: string;
  kind: 'danger' | 'approval' | 'hand-off' | 'maintenance-request' | 'operator';
  propertyId: string | null;
  /** `P0`, `P1`, ... where it is about a danger or a request. */
  class: string | null;
  /** One sentence for the person who is woken. */
  headline: string;
  /** Who should hear it: contact ids of the property. */
  contacts: string[];
  /** How many times it has rung before. */
  attempt: number;
}

/** Rings people. The dashboard's table always has the alert; a webhook is told as well where one is configured. */
export interface AlertSender {
  /**
   * Resolves once the alert's door answered 2xx (`accepted`), or when there is no outside door (`recorded`).
   * @throws ProviderUnavailable, ProviderRateLimited, ProviderUnauthorized, ProviderRejected
   */
  send(alert: Alert): Promise<'accepted' | 'recorded'>;
}
