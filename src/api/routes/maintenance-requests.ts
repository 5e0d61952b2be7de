import { json, Router, type Request } from 'express';
import { z } from 'zod';
import type { WorkOrderChange } from '../../domain/work-order.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { MaintenanceRequestRow } from '../../ports/maintenance-requests.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { Conflict } from '../errors.ts';
import { seesProperty } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
const instant = z.iso.datetime({ offset: true });
const Vendor = z.object({ vendor_id: z.string().min(1).max(100) });
const Window = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'a window ends after it begins',
  });

/** `/maintenance-requests`: the board, and what staff do; each write goes to the platform and comes back by its sync. */
export function maintenanceRequestRoutes({
  records: { maintenanceRequests, platformOutbox },
  platform,
  processes,
  allow,
}: {
  records: Pick<Records, 'maintenanceRequests' | 'platformOutbox'>;
  platform: PropertyPlatform;
  processes: Processes;
  allow: Allow;
}): Router {
  const router = Router();
  const find = async (request: Request): Promise<MaintenanceRequestRow> => {
    const { id } = Params.parse(request.params);
    const found =
      (await maintenanceRequests.find(id)) ?? (await maintenanceRequests.findByReference(id));
    if (!found) throw new RecordNotFound(`no maintenance request ${id}`);
    return found;
  };
  const changing = async (request: Request): Promise<MaintenanceRequestRow> => {
    const row = await find(request);
    await allow(request, { action: 'request.change', propertyId: row.propertyId });
    return row;
  };

  /** Queues a change of the request's work order; the same change again is the same row. */
  const write = async (row: MaintenanceRequestRow, change: WorkOrderChange): Promise<object> => {
    if (!row.workOrderExternalId) {
      throw new Conflict('The platform has no work order for this request yet.');
    }
    const { connectionId } = platform;
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

  router.get('/', async (request, response) => {
    const staff = await allow(request, { action: 'request.read', propertyId: null });
    const all = await maintenanceRequests.list({ propertyId: null });
    response.json(all.filter(({ propertyId }) => seesProperty(staff, propertyId)));
  });

  router.get('/:id', async (request, response) => {
    const row = await find(request);
    await allow(request, { action: 'request.read', propertyId: row.propertyId });
    const [vendors, writes] = await Promise.all([
      platform.listVendors(row.propertyId),
      platformOutbox.listOfRequest(row.requestId),
    ]);
    response.json({ ...row, writes, vendors: vendors.filter((vendor) => isApproved(vendor, row)) });
  });

  router.post('/:id/vendor', json(), async (request, response) => {
    const row = await changing(request);
    const { vendor_id: vendorId } = Vendor.parse(request.body);
    const vendors = await platform.listVendors(row.propertyId);
    const vendor = vendors.find(({ id }) => id === vendorId);
    if (!vendor) throw new RecordNotFound(`no vendor ${vendorId} at this property`);
    if (row.state === 'awaiting-approval') {
      throw new Conflict('A manager must approve before a vendor is sent.');
    }
    if (!isApproved(vendor, row)) {
      throw new Conflict(`${vendor.name} may not be sent: wrong trade or an expired licence.`);
    }
    response.status(202).json(await write(row, { status: 'assigned', vendorId }));
  });

  router.post('/:id/window', json(), async (request, response) => {
    const row = await changing(request);
    const { from, to } = Window.parse(request.body);
    const windowFromAt = new Date(from).toISOString();
    const windowToAt = new Date(to).toISOString();
    response.status(202).json(await write(row, { status: 'scheduled', windowFromAt, windowToAt }));
  });

  router.post('/:id/done', async (request, response) => {
    response.status(202).json(await write(await changing(request), { status: 'done' }));
  });

  router.post('/:id/cancel', async (request, response) => {
    response.status(202).json(await write(await changing(request), { status: 'cancelled' }));
  });

  return router;
}

function isApproved(
  vendor: { trades: string[]; licenceExpiresOn: string | null },
  { trade }: MaintenanceRequestRow,
): boolean {
  const today = new Date().toISOString().slice(0, 10);
  const isLicensed = vendor.licenceExpiresOn === null || vendor.licenceExpiresOn >= today;
  return isLicensed && vendor.trades.includes(trade);
}
