import type { AlertSender } from '../../../ports/alert-sender.ts';
import type { Alerts } from '../../../ports/alerts.ts';

/**
 * Writes each ring into the dashboard's table, once, where open pages hear of it. With an outside door that one is told
 * first, so that the row says what came of it; a door that is down leaves no ring behind.
 */
export function createTableAlertSender({
  alerts,
  door,
}: {
  alerts: Pick<Alerts, 'recordRing'>;
  door: AlertSender | null;
}): AlertSender {
  return {
    async send(alert) {
      const { alertId, attempt, contacts } = alert;
      const onDesk = contacts.length > 0 ? 'recorded' : 'nobody';
      const outcome = door ? await door.send(alert) : onDesk;
      await alerts.recordRing({ alertId, attempt, contacts, outcome });
      return outcome;
    },
  };
}
