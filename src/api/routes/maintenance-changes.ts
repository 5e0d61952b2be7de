import { json, Router, type Request } from 'express';
import { z } from 'zod';
import { instantAt } from '../../domain/local-time.ts';
import { ENDED_STATES } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import { vendorRefusal, type WorkOrderChange } from '../../domain/work-order.ts';
import { RecordNotFound } from '../../ports/errors.ts';
import type { MaintenanceRequestRow } from '../../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { createChangeWorkOrder } from '../change-work-order.ts';
import { createCorrectClass } from '../correct-class.ts';
import { Conflict } from '../errors.ts';
import { findRequest } from '../find-request.ts';
import { todayAt } from '../request-answer.ts';
import type { Staff } from '../rights.ts';

// An instant, or what the property's clocks show.
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);
const VendorChoice = z.object({ vendor_id: z.string().min(1).max(100) });
const Window = z.object({ from: moment, to: moment });
const Completion = z.object({ is_done: z.boolean() });
const Correction = z.object({
  class: z.enum(priorityClasses),
  reason: z.string().trim().min(3).max(1000),
});

interface MaintenanceChangeRoutesOptions {
  records: Records;
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
  processes: Processes;
  allow: Allow;
}

/** What staff do about a request: writes go to the platform and come back by its sync, the rest goes to its process. */
export function maintenanceChangeRoutes(options: MaintenanceChangeRoutesOptions): Router {
  const { records, platform, processes, allow } = options;
  const { approvals, auditLog, platformOutbox, properties } = records;
  const router = Router();
  const { connectionId } = platform;
  const change = createChangeWorkOrder({ approvals, platformOutbox, processes, connectionId });
  const correctClass = createCorrectClass(options);
  const changing = async (
    request: Request,
  ): Promise<{ row: MaintenanceRequestRow; staff: Staff }> => {
    const row = await findRequest(records, request);
    const { propertyId } = row;
    return { row, staff: await allow(request, { action: 'request.change', propertyId }) };
  };
  const order = async (
    { row, staff: { staffId } }: { row: MaintenanceRequestRow; staff: Staff },
    wish: WorkOrderChange,
  ) => change({ row, staffId, change: wish });

  router.post('/:id/vendor', json(), async (request, response) => {
    const at = await changing(request);
    const { vendor_id: vendorId } = VendorChoice.parse(request.body);
    const { propertyId, trade } = at.row;
    const vendors = await platform.listVendors(propertyId);
    const vendor = vendors.find(({ id }) => id === vendorId);
    if (!vendor) throw new RecordNotFound(`no vendor ${vendorId} at this property`);
    const refusal = vendorRefusal(vendor, { trade, today: await todayAt(properties, propertyId) });
    if (refusal) throw new Conflict(`${vendor.name} may not be sent: ${REFUSALS[refusal]}.`);
    response.status(202).json(await order(at, { status: 'assigned', vendorId }));
  });

  router.post('/:id/window', json(), async (request, response) => {
    const at = await changing(request);
    const property = await properties.find(at.row.propertyId);
    const window = windowIn(property?.calendar.zone ?? 'UTC').parse(request.body);
    const { from: windowFromAt, to: windowToAt } = window;
    response.status(202).json(await order(at, { status: 'scheduled', windowFromAt, windowToAt }));
  });

  router.post('/:id/done', async (request, response) => {
    response.status(202).json(await order(await changing(request), { status: 'done' }));
  });

  router.post('/:id/cancel', async (request, response) => {
    const at = await changing(request);
    const { row, staff } = at;
    if (ENDED_STATES.includes(row.state)) {
      await demandLiveOrder(platform, row);
      response.status(202).json(await order(at, { status: 'cancelled' }));
      return;
    }
    await note('request.cancel-asked', at, {});
    await processes.tellRequestCancelled({ requestId: row.requestId, by: 'staff' });
    response.status(202).json({ cancelled_by: staff.staffId });
  });

  router.post('/:id/completion', json(), async (request, response) => {
    const at = await changing(request);
    const { is_done: isDone } = Completion.parse(request.body);
    const { requestId, state, question } = at.row;
    if (state !== 'awaiting-completion-check' || question === 'survey') {
      throw new Conflict('Nobody waits to hear whether this is done.');
    }
    await note('request.completion-told', at, { isDone });
    await processes.tellResidentAnswered({
      requestId,
      messageId: `staff/${crypto.randomUUID()}`,
      question: 'completed',
      answer: { kind: isDone ? 'yes' : 'no' },
    });
    response.status(202).json({ is_done: isDone });
  });

  router.post('/:id/class', json({ limit: '16kb' }), async (request, response) => {
    const { row, staff } = await changing(request);
    const { class: wished, reason } = Correction.parse(request.body);
    const corrected = await correctClass({ row, staff, class: wished, reason });
    response.json({ class: corrected.class, next_deadline_at: corrected.nextDeadlineAt });
  });

  async function note(
    event: string,
    { row, staff }: { row: MaintenanceRequestRow; staff: Staff },
    facts: Record<string, boolean>,
  ): Promise<void> {
    const { requestId, propertyId } = row;
    await auditLog.append({
      chain: propertyId,
      key: `${event}/${requestId}/${crypto.randomUUID()}`,
      event,
      facts: { requestId, staffId: staff.staffId, ...facts },
    });
  }

  return router;
}

const REFUSALS = {
  'other-trade': 'this is not their trade',
  'licence-expired': 'their licence has expired',
};

/** A window as instants; times without an offset are those of the property's clocks. */
function windowIn(zone: string) {
  return Window.transform(({ from, to }, context) => {
    const read = (field: 'from' | 'to', text: string): string => {
      const isLocal = !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
      const at = isLocal ? instantAt({ local: text, zone }) : new Date(text).toISOString();
      if (at !== null) return at;
      context.addIssue({ code: 'custom', path: [field], message: `no such time in ${zone}` });
      return z.NEVER;
    };
    return { from: read('from', from), to: read('to', to) };
  })
    .refine(({ from, to }) => from < to, {
      path: ['to'],
      message: 'a window ends after it begins',
    })
    .refine(({ to }) => to > new Date().toISOString(), {
      path: ['to'],
      message: 'this window is over already',
    });
}

/** What was left over at the platform may still be called off; anything else has ended. */
async function demandLiveOrder(
  platform: PropertyPlatform,
  { workOrderExternalId, state }: MaintenanceRequestRow,
): Promise<void> {
  const order = workOrderExternalId ? await platform.readWorkOrder(workOrderExternalId) : null;
  if (!order || order.status === 'done' || order.status === 'cancelled') {
    throw new Conflict(`This request has ended (${state}): there is nothing left to cancel.`);
  }
}
