import { json, Router, type Request } from 'express';
import { z } from 'zod';
import type { Vendor } from '../../domain/work-order.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { MaintenanceRequestRow } from '../../ports/maintenance-requests.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { readAs } from '../read-as.ts';
import { createChangeWorkOrder } from '../change-work-order.ts';
import { Conflict } from '../errors.ts';
import { seesProperty } from '../rights.ts';

const Params = z.object({ id: z.string().min(1).max(100) });
const instant = z.iso.datetime({ offset: true });
/** Who is sent. */
export const VendorChoice = z.object({ vendor_id: z.string().min(1).max(100) });
/** When they come. */
export const Window = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'a window ends after it begins',
  });

interface MaintenanceRequestRoutesOptions {
  records: Pick<Records, 'approvals' | 'maintenanceRequests' | 'platformOutbox'>;
  platform: PropertyPlatform;
  processes: Processes;
  allow: Allow;
}

/** `/maintenance-requests`: the board, and what staff do; each write goes to the platform and comes back by its sync. */
export function maintenanceRequestRoutes({
  records: { approvals, maintenanceRequests, platformOutbox },
  platform,
  processes,
  allow,
}: MaintenanceRequestRoutesOptions): Router {
  const router = Router();
  const { connectionId } = platform;
  const change = createChangeWorkOrder({ approvals, platformOutbox, processes, connectionId });
  const find = async (request: Request): Promise<MaintenanceRequestRow> => {
    const { id } = readAs(Params, request.params);
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
    const { vendor_id: vendorId } = readAs(VendorChoice, request.body);
    const vendors = await platform.listVendors(row.propertyId);
    const vendor = vendors.find(({ id }) => id === vendorId);
    if (!vendor) throw new RecordNotFound(`no vendor ${vendorId} at this property`);
    refuseToSend(vendor, row);
    response.status(202).json(await change(row, { status: 'assigned', vendorId }));
  });

  router.post('/:id/window', json(), async (request, response) => {
    const row = await changing(request);
    const { from, to } = readAs(Window, request.body);
    const windowFromAt = new Date(from).toISOString();
    const windowToAt = new Date(to).toISOString();
    response.status(202).json(await change(row, { status: 'scheduled', windowFromAt, windowToAt }));
  });

  router.post('/:id/done', async (request, response) => {
    response.status(202).json(await change(await changing(request), { status: 'done' }));
  });

  router.post('/:id/cancel', async (request, response) => {
    response.status(202).json(await change(await changing(request), { status: 'cancelled' }));
  });

  return router;
}

function refuseToSend(vendor: Vendor, row: MaintenanceRequestRow): void {
  if (!isApproved(vendor, row)) {
    throw new Conflict(`${vendor.name} may not be sent: wrong trade or an expired licence.`);
  }
}

function isApproved(vendor: Vendor, { trade }: MaintenanceRequestRow): boolean {
  const today = new Date().toISOString().slice(0, 10);
  const isLicensed = vendor.licenceExpiresOn === null || vendor.licenceExpiresOn >= today;
  return isLicensed && vendor.trades.includes(trade);
}
