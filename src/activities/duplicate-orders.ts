import { sortOrders } from '../domain/duplicate-order.ts';
import type { WorkOrder } from '../domain/work-order.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { queueWrite } from './queue-write.ts';
import { ringManagers } from './request-news.ts';

type Needs = Pick<House, 'records' | 'processes' | 'platform'>;

/**
 * Keeps the oldest of a request's orders at the platform and answers it. Any other is cancelled through the outbox
 * where nobody has touched it, and told to the managers, once each; null when there is none at all.
 */
export async function keepOldest(
  house: Needs,
  { request, hits }: { request: MaintenanceRequestRow; hits: WorkOrder[] },
): Promise<WorkOrder | null> {
  const sorted = sortOrders(hits);
  if (!sorted) return null;
  const { kept, surplus, inUse } = sorted;
  for (const { externalId } of surplus) {
    await queueWrite(house, {
      row: request,
      dedupeKey: `${request.reference}/duplicate/${externalId}`,
      write: { kind: 'change-work-order', externalId, change: { status: 'cancelled' } },
    });
    const headline = `the platform held it twice; ${kept.externalId} counts, ${externalId} is being cancelled.`;
    await ringManagers(house, { row: request, step: `duplicate-${externalId}`, headline });
  }
  for (const { externalId } of inUse) {
    const headline = `the platform holds it twice, and somebody works with ${externalId} already, not with ${kept.externalId}: say which one counts.`;
    await ringManagers(house, { row: request, step: `duplicate-${externalId}`, headline });
  }
  return kept;
}
