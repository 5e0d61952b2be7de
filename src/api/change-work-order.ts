import type { WorkOrderChange } from '../domain/work-order.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { Conflict } from './errors.ts';

/** Queues a change of a request's work order; the same change again is the same row. @throws Conflict without a work order */
export type ChangeWorkOrder = (
  row: MaintenanceRequestRow,
  change: WorkOrderChange,
) => Promise<{ outbox_id: string }>;

/** Changes go through the outbox to the platform, whose sync tells the request of them. */
export function createChangeWorkOrder({
  platformOutbox,
  processes,
  connectionId,
}: Pick<Records, 'platformOutbox'> & {
  processes: Processes;
  connectionId: string;
}): ChangeWorkOrder {
  return async (row, change) => {
    if (!row.workOrderExternalId) {
      throw new Conflict('The platform has no work order for this request yet.');
    }
    const { outboxId } = await platformOutbox.queue({
      connectionId,
      dedupeKey: `${row.requestId}/${row.state}/${JSON.stringify(change)}`,
      requestId: row.requestId,
      urgency: Number(row.class.slice(1)),
      write: { kind: 'change-work-order', externalId: row.workOrderExternalId, change },
    });
    await processes.wakePlatformOutbox(connectionId);
    return { outbox_id: outboxId };
  };
}
