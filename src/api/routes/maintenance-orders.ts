import { json, Router } from 'express';
import { z } from 'zod';
import { vendorRefusal, type WorkOrderChange } from '../../domain/work-order.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { askedBy } from '../asked-by.ts';
import { createChangeWorkOrder } from '../change-work-order.ts';
import { Conflict } from '../errors.ts';
import { findToChange, type ChangingRequest } from '../find-request.ts';
import { todayAt } from '../request-answer.ts';
import { readAs } from '../read-as.ts';
import { windowIn } from '../window.ts';

/** Who is sent. */
export const VendorChoice = z.object({ vendor_id: z.string().min(1).max(100) });

interface MaintenanceOrderRoutesOptions {
  records: Records;
  platform: PropertyPlatform;
  processes: Processes;
  allow: Allow;
}

/** Who comes, when, and that it is done: each goes to the platform and comes back by its sync. */
export function maintenanceOrderRoutes(options: MaintenanceOrderRoutesOptions): Router {
  const { records, platform, processes } = options;
  const { approvals, platformOutbox, properties } = records;
  const router = Router();
  const { connectionId } = platform;
  const change = createChangeWorkOrder({ approvals, platformOutbox, processes, connectionId });
  const order = ({ row, staff: { staffId } }: ChangingRequest, wish: WorkOrderChange) =>
    change({ row, staffId, change: wish });

  router.post('/:id/vendor', json(), async (request, response) => {
    const at = await findToChange(options, request);
    const { vendor_id: vendorId } = readAs(VendorChoice, request.body);
    const { propertyId, trade, requestId } = at.row;
    const asked = askedBy(at.staff, { propertyId, requestId });
    const vendors = await platform.listVendors(propertyId, asked);
    const vendor = vendors.find(({ id }) => id === vendorId);
    if (!vendor) throw new RecordNotFound(`no vendor ${vendorId} at this property`);
    const refusal = vendorRefusal(vendor, { trade, today: await todayAt(properties, propertyId) });
    if (refusal) throw new Conflict(`${vendor.name} may not be sent: ${REFUSALS[refusal]}.`);
    response.status(202).json(await order(at, { status: 'assigned', vendorId }));
  });

  router.post('/:id/window', json(), async (request, response) => {
    const at = await findToChange(options, request);
    const property = await properties.find(at.row.propertyId);
    const window = readAs(windowIn(property?.calendar.zone ?? 'UTC'), request.body);
    const { from: windowFromAt, to: windowToAt } = window;
    response.status(202).json(await order(at, { status: 'scheduled', windowFromAt, windowToAt }));
  });

  router.post('/:id/done', async (request, response) => {
    response
      .status(202)
      .json(await order(await findToChange(options, request), { status: 'done' }));
  });

  return router;
}

const REFUSALS = {
  'other-trade': 'this is not their trade',
  'licence-expired': 'their licence has expired',
};
