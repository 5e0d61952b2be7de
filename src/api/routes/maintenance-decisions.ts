import { json, Router } from 'express';
import { z } from 'zod';
import { ENDED_STATES } from '../../domain/maintenance-request.ts';
import { priorityClasses } from '../../domain/priority.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { PolicyPacks } from '../../ports/policy-packs.ts';
import type { Processes } from '../../ports/processes.ts';
import type { PropertyPlatform } from '../../ports/property-platform.ts';
import type { Records } from '../../ports/records.ts';
import type { Allow } from '../allow.ts';
import { askedBy } from '../asked-by.ts';
import { createAskApproval } from '../ask-approval.ts';
import { createChangeWorkOrder } from '../change-work-order.ts';
import { createCorrectClass } from '../correct-class.ts';
import { Conflict } from '../errors.ts';
import { findToChange, type ChangingRequest } from '../find-request.ts';
import { readAs } from '../read-as.ts';
import { createReopenRequest } from '../reopen-request.ts';
import type { StartReopened } from '../start-reopened.ts';

/** Whether it is done. */
export const Completion = z.object({ is_done: z.boolean() });
/** The class that it should have, and why. */
export const Correction = z.object({
  class: z.enum(priorityClasses),
  reason: z.string().trim().min(3).max(1000),
});

/** Why it is opened again. */
export const Reopening = Correction.pick({ reason: true });

interface MaintenanceDecisionRoutesOptions {
  records: Records;
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
  processes: Processes;
  startReopened: StartReopened;
  allow: Allow;
}

/** What staff decide about a request itself: its process hears of it, and the record who it was. */
export function maintenanceDecisionRoutes(options: MaintenanceDecisionRoutesOptions): Router {
  const { records, platform, processes } = options;
  const { approvals, auditLog, platformOutbox } = records;
  const router = Router();
  const { connectionId } = platform;
  const change = createChangeWorkOrder({ approvals, platformOutbox, processes, connectionId });
  const correctClass = createCorrectClass(options);
  const reopenRequest = createReopenRequest(options);
  const askApproval = createAskApproval(options);

  router.post('/:id/cancel', async (request, response) => {
    const at = await findToChange(options, request);
    const { row } = at;
    const { staffId } = at.staff;
    if (ENDED_STATES.includes(row.state)) {
      await demandLiveOrder(platform, at);
      response.status(202).json(await change({ row, staffId, change: { status: 'cancelled' } }));
      return;
    }
    await note(auditLog, { event: 'request.cancel-asked', ...at });
    await processes.tellRequestCancelled({ requestId: row.requestId, by: 'staff' });
    response.status(202).json({ cancelled_by: staffId });
  });

  router.post('/:id/completion', json(), async (request, response) => {
    const at = await findToChange(options, request);
    const { is_done: isDone } = readAs(Completion, request.body);
    const { requestId, state, question } = at.row;
    if (state !== 'awaiting-completion-check' || question === 'survey') {
      throw new Conflict('Nobody waits to hear whether this is done.');
    }
    await note(auditLog, { event: 'request.completion-told', ...at, facts: { isDone } });
    await processes.tellResidentAnswered({
      requestId,
      messageId: `staff/${crypto.randomUUID()}`,
      question: 'completed',
      answer: { kind: isDone ? 'yes' : 'no' },
    });
    response.status(202).json({ is_done: isDone });
  });

  router.post('/:id/class', json({ limit: '16kb' }), async (request, response) => {
    const { row, staff } = await findToChange(options, request);
    const { class: wished, reason } = readAs(Correction, request.body);
    const corrected = await correctClass({ row, staff, class: wished, reason });
    response.json({ class: corrected.class, next_deadline_at: corrected.nextDeadlineAt });
  });

  router.post('/:id/approval', async (request, response) => {
    const { approvalId, expiresAt } = await askApproval(await findToChange(options, request));
    response.status(202).json({ approval_id: approvalId, expires_at: expiresAt });
  });

  router.post('/:id/reopen', json({ limit: '16kb' }), async (request, response) => {
    const { row, staff } = await findToChange(options, request);
    const { reason } = readAs(Reopening, request.body);
    const reopened = await reopenRequest({ row, staff, reason });
    const { class: raised, state, nextDeadlineAt } = reopened;
    response.status(202).json({ class: raised, state, next_deadline_at: nextDeadlineAt });
  });

  return router;
}

/** Puts on the record who of the staff did what. */
async function note(
  auditLog: AuditLog,
  by: ChangingRequest & { event: string; facts?: Record<string, boolean> },
): Promise<void> {
  const { requestId, propertyId } = by.row;
  await auditLog.append({
    chain: propertyId,
    key: `${by.event}/${requestId}/${crypto.randomUUID()}`,
    event: by.event,
    facts: { requestId, staffId: by.staff.staffId, ...by.facts },
  });
}

/** What was left over at the platform may still be called off; anything else has ended. */
async function demandLiveOrder(
  platform: PropertyPlatform,
  { row, staff }: ChangingRequest,
): Promise<void> {
  const { workOrderExternalId: externalId, state, propertyId, requestId, residentId } = row;
  const asked = askedBy(staff, { propertyId, requestId, residentId });
  const order = externalId ? await platform.readWorkOrder(externalId, asked) : null;
  if (!order || order.status === 'done' || order.status === 'cancelled') {
    throw new Conflict(`This request has ended (${state}): there is nothing left to cancel.`);
  }
}
