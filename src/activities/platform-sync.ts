import { referenceIn, type WorkOrder } from '../domain/work-order.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { WorkOrderNews } from '../ports/processes.ts';
import type { House } from './house.ts';

type Needs = Pick<House, 'records' | 'platform' | 'processes'>;

// Platforms stamp changes with their own clock and to the second at best.
const OVERLAP_MS = 10_000;

/** Learns what staff and vendors did at the platform. */
export function createPlatformSyncActivities(house: Needs) {
  return {
    /** Reads what changed since the last time and tells each request its own news. */
    syncWorkOrders: (by: { connectionId: string }) => syncWorkOrders(house, by),
  };
}

async function syncWorkOrders(
  house: Needs,
  { connectionId }: { connectionId: string },
): Promise<{ told: number }> {
  const { platformOutbox } = house.records;
  const since = await platformOutbox.syncedUntil(connectionId);
  const until = new Date(Date.now() - OVERLAP_MS).toISOString();
  let told = 0;
  for (const order of await house.platform.listChangedWorkOrders(since)) {
    const request = await requestOf(house, order);
    const news = newsOf(order);
    if (!request || !news) continue;
    await noteVendor(house, { order, request });
    await house.processes.tellWorkOrderChanged({ requestId: request.requestId, news });
    told += 1;
  }
  await platformOutbox.setSyncedUntil({ connectionId, until });
  return { told };
}

/** The request of an order: by its id, or by the marker while our row does not know that id yet. */
async function requestOf(
  { records: { maintenanceRequests } }: Needs,
  order: WorkOrder,
): Promise<MaintenanceRequestRow | null> {
  const known = await maintenanceRequests.findByWorkOrder(order.externalId);
  const reference = referenceIn(order.description);
  return known ?? (reference ? maintenanceRequests.findByReference(reference) : null);
}

async function noteVendor(
  { records: { maintenanceRequests }, platform }: Needs,
  { order, request }: { order: WorkOrder; request: MaintenanceRequestRow },
): Promise<void> {
  const { vendorId } = order;
  if (!vendorId || vendorId === request.vendorId) return;
  const vendors = await platform.listVendors(request.propertyId);
  const vendorName = vendors.find(({ id }) => id === vendorId)?.name ?? null;
  await maintenanceRequests.change(request.requestId, { vendorId, vendorName });
}

/** What a changed order means to its request; null while it is as we made it. The id makes hearing it twice harmless. */
function newsOf(order: WorkOrder): WorkOrderNews | null {
  const { externalId, status, vendorId, windowFromAt, windowToAt, updatedAt } = order;
  if (status === 'awaiting-approval' || status === 'new') return null;
  const known = status === 'unknown' ? ('other' as const) : status;
  // A request that was reopened is done a second time: only the instant tells the two apart.
  const round = known === 'done' || known === 'cancelled' ? updatedAt : '';
  const newsId = [externalId, known, vendorId, windowFromAt, windowToAt, round].join('/');
  return { newsId, status: known, windowFromAt, windowToAt };
}

export type PlatformSyncActivities = ReturnType<typeof createPlatformSyncActivities>;
