import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PlatformOutboxRow, PlatformWrite } from '../ports/platform-outbox.ts';
import type { House } from './house.ts';

type QueueNeeds = Pick<House, 'records' | 'processes'> & {
  platform: Pick<House['platform'], 'connectionId'>;
};

/** Whether a write makes the order of the round that its request is in. */
export const isCreateOf = (
  { orderReference }: Pick<MaintenanceRequestRow, 'orderReference'>,
  { operation, dedupeKey }: PlatformOutboxRow,
): boolean => operation === 'create-work-order' && dedupeKey === orderReference;

/** Queues a write of a request for the connection's one writer, once a key, and wakes it. */
export async function queueWrite(
  { records: { platformOutbox }, platform: { connectionId }, processes }: QueueNeeds,
  by: { row: MaintenanceRequestRow; dedupeKey: string; write: PlatformWrite },
): Promise<PlatformOutboxRow> {
  const queued = await platformOutbox.queue({
    connectionId,
    dedupeKey: by.dedupeKey,
    requestId: by.row.requestId,
    urgency: Number(by.row.class.slice(1)),
    write: by.write,
  });
  await processes.wakePlatformOutbox(connectionId);
  return queued;
}
