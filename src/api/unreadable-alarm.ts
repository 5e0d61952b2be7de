import type { AlertCase } from '../domain/alert.ts';
import { calleesAt } from '../ports/callees.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { logger } from '../logger.ts';

const RING_AGAIN_MINUTES = 60;

/** Rings the managers about signed webhooks that nobody can read: a resident may be behind each of them. */
export type RingUnreadable = (channel: string) => Promise<void>;

/**
 * Once an hour for a channel, however many there are. Resolves when the alert is a row, so that the desk shows it; that
 * somebody is rung by its process too is not waited for, since Temporal may be away.
 */
export function createRingUnreadable({
  records,
  processes,
}: {
  records: Pick<Records, 'alerts' | 'properties' | 'staffAccounts'>;
  processes: Pick<Processes, 'openAlert'>;
}): RingUnreadable {
  return async (channel) => {
    const hour = new Date().toISOString().slice(0, 13);
    const { managers } = await calleesAt(records, null);
    const alert: AlertCase = {
      alertId: `al_unreadable-${channel}-${hour}`,
      propertyId: null,
      kind: 'operator',
      class: null,
      headline: `A signed message from ${channel} could not be read: it is kept, and nobody has answered it.`,
      conversationId: null,
      ladder: [{ contacts: managers, waitMinutes: RING_AGAIN_MINUTES }],
    };
    const dedupeKey = `unreadable/${channel}/${hour}`;
    const { isNew } = await records.alerts.open({ ...alert, dedupeKey, subjectId: null });
    if (!isNew) return;
    processes.openAlert(alert).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown';
      logger.warn(
        { channel, error: name },
        'alert stands on the desk, its process could not be opened',
      );
    });
  };
}
