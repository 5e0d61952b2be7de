import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PlatformWrite } from '../ports/platform-outbox.ts';
import type { House } from './house.ts';

/** Queues a write of a request for the connection's one writer, once a key, and wakes it. */
export async function queueWrite(
  {
    records: { platformOutbox },
    platform: { connectionId },
    processes,
  }: Pick<House, 'records' | 'platform' | 'processes'>,
  by: { row: MaintenanceRequestRow; dedupeKey: string; write: PlatformWrite },
): Promise<void> {
  await platformOutbox.queue({
    connectionId,
    dedupeKey: by.dedupeKey,
    requestId: by.row.requestId,
    urgency: Number(by.row.class.slice(1)),
    write: by.write,
  });
  await processes.wakePlatformOutbox(connectionId);
}
