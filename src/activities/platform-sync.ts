import type { MaintenanceRequestState } from '../domain/maintenance-request.ts';
import { referenceIn, type WorkOrder } from '../domain/work-order.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { WorkOrderNews } from '../ports/processes.ts';
import { askedForRequest } from './asked-for.ts';
import { keepOldest } from './duplicate-orders.ts';
import type { House } from './house.ts';
import { isCreateOf } from './queue-write.ts';
import { ringManagers } from './request-news.ts';
import { tellOfWrite } from './write-news.ts';

type Needs = Pick<House, 'records' | 'platform' | 'processes'>;

// Platforms stamp changes with their own clock and to the second at best.
const OVERLAP_MS = 10_000;

/** Learns what staff and vendors did at the platform. */
export function createPlatformSyncActivities(house: Needs) {
  return {
    /**
     * Reads what changed since the last time and tells each request its own news. A second order of one request is
     * found here, since making it was a change (reference/pm-platforms.md section 10.1, rule 7).
     */
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
    const news = request ? newsOf(order, request) : null;
    if (!request || !news) continue;
    await noteVendor(house, { order, request });
    await house.processes.tellWorkOrderChanged({ requestId: request.requestId, news });
    told += 1;
  }
  await platformOutbox.setSyncedUntil({ connectionId, until });
  return { told };
}

/** The request of an order: by its id, or by the marker; null for a second order of a request, which is not its own. */
async function requestOf(house: Needs, order: WorkOrder): Promise<MaintenanceRequestRow | null> {
  const { maintenanceRequests } = house.records;
  const known = await maintenanceRequests.findByWorkOrder(order.externalId);
  const reference = referenceIn(order.description);
  if (known || !reference) return known;
  const request = await maintenanceRequests.findByReference(reference);
  // A marker that was copied to another property is no order of ours.
  if (!request || request.propertyId !== order.propertyId) return null;
  if (request.orderReference !== reference) {
    await noteFormer(house, { order, request });
    return null;
  }
  const { propertyId, requestId } = request;
  const hits = await house.platform.searchWorkOrders(
    { reference, propertyId },
    askedForRequest(request),
  );
  const kept = await keepOldest(house, { request, hits });
  if (!kept) return null;
  await confirmLate(house, { request, externalId: kept.externalId });
  const { workOrderExternalId } = request;
  if (workOrderExternalId && workOrderExternalId !== kept.externalId) {
    await maintenanceRequests.change(requestId, { workOrderExternalId: kept.externalId });
  }
  return kept.externalId === order.externalId ? request : null;
}

/** The order of a round that is over is no news; one that is at work again beside today's is told to the managers. */
async function noteFormer(
  house: Needs,
  { order, request }: { order: WorkOrder; request: MaintenanceRequestRow },
): Promise<void> {
  const { externalId, status } = order;
  if (status === 'done' || status === 'cancelled' || status === 'unknown') return;
  const headline = `its former work order ${externalId} is open again at the platform, beside the one of today: say which one counts.`;
  await ringManagers(house, { row: request, step: `former-${externalId}`, headline });
}

/** A create that nobody could find at the time, and that a person was given, has turned up after all. */
async function confirmLate(
  house: Needs,
  { request, externalId }: { request: MaintenanceRequestRow; externalId: string },
): Promise<void> {
  const { platformOutbox } = house.records;
  const rows = await platformOutbox.listOfRequest(request.requestId);
  const lost = rows.find((row) => isCreateOf(request, row));
  if (lost?.state !== 'needs-human' || lost.externalId) return;
  const { outboxId } = lost;
  await tellOfWrite(house, await platformOutbox.mark({ outboxId, state: 'confirmed', externalId }));
}

async function noteVendor(
  { records: { maintenanceRequests }, platform }: Needs,
  { order, request }: { order: WorkOrder; request: MaintenanceRequestRow },
): Promise<void> {
  const { vendorId } = order;
  if (!vendorId || vendorId === request.vendorId) return;
  const vendors = await platform.listVendors(request.propertyId, askedForRequest(request));
  const vendorName = vendors.find(({ id }) => id === vendorId)?.name ?? null;
  await maintenanceRequests.change(request.requestId, { vendorId, vendorName });
}

/** What a changed order means to its request; null while it is as we made it. The id makes hearing it twice harmless. */
function newsOf(order: WorkOrder, { state }: MaintenanceRequestRow): WorkOrderNews | null {
  const { externalId, windowFromAt, windowToAt, vendorId, updatedAt } = order;
  const known = statusOf(order, state);
  if (!known) return null;
  // A request that was reopened is done a second time: only the instant tells the two apart.
  const comesAgain = known === 'done' || known === 'cancelled' || known === 'reopened';
  const round = comesAgain ? updatedAt : '';
  const newsId = [externalId, known, vendorId, windowFromAt, windowToAt, round].join('/');
  return { newsId, status: known, windowFromAt, windowToAt };
}

function statusOf(
  { status }: WorkOrder,
  state: MaintenanceRequestState,
): WorkOrderNews['status'] | null {
  if (status === 'unknown') return 'other';
  if (status !== 'awaiting-approval' && status !== 'new') return status;
  // Done, and new again: somebody at the platform opened it anew.
  return status === 'new' && state === 'awaiting-completion-check' ? 'reopened' : null;
}

export type PlatformSyncActivities = ReturnType<typeof createPlatformSyncActivities>;
