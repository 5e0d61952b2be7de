import { createHash } from 'node:crypto';
import { accessLines } from '../domain/access.ts';
import { canonicalSubject } from '../domain/approval.ts';
import { EARLIER, type ApprovalNeed } from '../domain/maintenance-request.ts';
import type { NewWorkOrder, WorkOrderChange } from '../domain/work-order.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PlatformWrite, PlatformWriteState } from '../ports/platform-outbox.ts';
import { approvedChange } from './approved-edits.ts';
import type { House } from './house.ts';
import { queueWrite } from './queue-write.ts';
import { requestFacts } from './request-facts.ts';
import { findRequest, ringManagers, type NewsRoom } from './request-news.ts';
import { accessOf, changeOrder } from './request-told.ts';

type Needs = NewsRoom & Pick<House, 'platform'>;

/** What a request asks of the platform and of the managers. */
export function createRequestOrderActivities(house: Needs) {
  return {
    /** Queues the work order for the connection's one writer; held without a vendor where approval is needed. */
    queueWorkOrder: (by: { requestId: string }) => queueWorkOrder(house, by),
    /** Asks the managers, bound to a digest of exactly what they are shown. */
    openApproval: (by: { requestId: string; approval: ApprovalNeed }) => openApproval(house, by),
    /** Approved: the held order may be given to a vendor, or goes to the one who was approved; with what it may cost. */
    releaseWorkOrder: (by: { requestId: string }) => releaseWorkOrder(house, by),
    /** Cancelled: withdraws the order where it was never sent, has it cancelled where it stands; says what remains. */
    cancelWorkOrder: (by: { requestId: string }) => cancelWorkOrder(house, by),
    /** Not done after all: the order is open again, and the managers hear of it. */
    reopenWorkOrder: (by: { requestId: string; once: string }) => reopenWorkOrder(house, by),
  };
}

async function queueWorkOrder(house: Needs, { requestId }: { requestId: string }): Promise<void> {
  const row = await findRequest(house, requestId);
  const { needsApproval } = await requestFacts(house, requestId);
  const { orderReference, propertyId, unitId, residentId, trade, words } = row;
  const order: NewWorkOrder = {
    reference: orderReference,
    propertyId,
    unitId,
    residentId,
    class: row.class,
    trade,
    brief: words.summary,
    ...visitOf(row),
    isHeldForApproval: needsApproval,
  };
  const { outboxId } = await queueWrite(house, {
    row,
    dedupeKey: orderReference,
    write: { kind: 'create-work-order', order },
  });
  await passOnSince(house, { requestId, outboxId });
}

/** What those who come must read: the trouble in the resident's words, the place, and how to come in. */
function visitOf(
  row: MaintenanceRequestRow,
): Pick<NewWorkOrder, 'description' | 'permissionToEnter'> {
  const { words } = row;
  const access = accessOf(row);
  const lines = [
    words.description,
    ...historyOf(row),
    ...(words.location ? [`Where: ${words.location}`] : []),
    ...accessLines({ ...access, entry: null }),
  ];
  return { description: lines.join('\n'), permissionToEnter: access.entry ?? 'unknown' };
}

/** That it was reported before, for those who must look why that did not last. */
function historyOf({ reference, reopenings, facts }: MaintenanceRequestRow): string[] {
  const earlier = facts[EARLIER];
  return [
    ...(reopenings > 0 ? [`Reported before as ${reference}, closed, and there again.`] : []),
    ...(earlier ? [`The same trouble was ${earlier} before.`] : []),
  ];
}

/** What was told while the order was being queued is not in it: it follows as a change. */
async function passOnSince(
  house: Needs,
  { requestId, outboxId }: { requestId: string; outboxId: string },
): Promise<void> {
  const queued = await house.records.platformOutbox.readWrite(outboxId);
  const row = await findRequest(house, requestId);
  const { description: note, permissionToEnter } = visitOf(row);
  if (queued.kind !== 'create-work-order' || queued.order.description === note) return;
  await changeOrder(house, { row, change: { note, permissionToEnter }, once: 'since' });
}

async function openApproval(
  house: Needs,
  by: { requestId: string; approval: ApprovalNeed },
): Promise<void> {
  const row = await findRequest(house, by.requestId);
  const { requestId, reference, propertyId, trade } = row;
  const { approvalId, ceilingCents, remindAt, escalateAt, expiresAt } = by.approval;
  const subject = { requestId, reference, propertyId, class: row.class, trade, ceilingCents };
  const digest = createHash('sha256').update(canonicalSubject(subject)).digest('hex');
  const approval = { approvalId, subject, digest, remindAt, escalateAt, expiresAt };
  await house.records.approvals.open(approval);
  await house.processes.openApproval(approval);
}

async function releaseWorkOrder(house: Needs, { requestId }: { requestId: string }): Promise<void> {
  const row = await findRequest(house, requestId);
  const approval = await house.records.approvals.latest(row);
  const isApproved = approval?.state === 'approved';
  const change = isApproved ? approvedChange({ approval, row }, new Date()) : {};
  await makeNew(house, { requestId, step: 'approved', change });
}

async function reopenWorkOrder(
  house: Needs,
  { requestId, once }: { requestId: string; once: string },
): Promise<void> {
  await makeNew(house, { requestId, step: `reopened/${once}` });
  await ringManagers(house, {
    row: await findRequest(house, requestId),
    step: `reopened/${once}`,
    headline: 'the resident says that it is not done.',
  });
}

/** `unsettled`: whether the platform has it is not known yet; asked again when it is. */
async function cancelWorkOrder(
  house: Needs,
  { requestId }: { requestId: string },
): Promise<'settled' | 'unsettled'> {
  const row = await findRequest(house, requestId);
  const { orderReference } = row;
  const created = await house.records.platformOutbox.withdraw({ requestId, orderReference });
  if (!created || NEVER_MADE.includes(created.state)) return 'settled';
  if (NOT_YET_KNOWN.includes(created.state)) return 'unsettled';
  const externalId = row.workOrderExternalId ?? created.externalId;
  if (externalId) await queueCancellation(house, { row, externalId });
  else await askWhetherOrdered(house, row);
  return 'settled';
}

const NEVER_MADE: readonly PlatformWriteState[] = ['withdrawn', 'rejected'];
const NOT_YET_KNOWN: readonly PlatformWriteState[] = ['waiting', 'sending', 'ambiguous'];

async function queueCancellation(
  house: Needs,
  { row, externalId }: { row: MaintenanceRequestRow; externalId: string },
): Promise<void> {
  await queueWrite(house, {
    row,
    dedupeKey: `${row.orderReference}/cancelled`,
    write: { kind: 'change-work-order', externalId, change: { status: 'cancelled' } },
  });
}

function askWhetherOrdered(house: Needs, row: MaintenanceRequestRow): Promise<void> {
  const headline =
    'it was cancelled, and the platform may still hold an order: a person must look.';
  return ringManagers(house, { row, step: 'cancelled-unsure', headline });
}

async function makeNew(
  house: Needs,
  by: { requestId: string; step: string; change?: WorkOrderChange },
): Promise<void> {
  const row = await findRequest(house, by.requestId);
  const { workOrderExternalId: externalId, orderReference, requestId } = row;
  if (!externalId) throw new RecordNotFound(`no work order yet for ${requestId}`);
  const write: PlatformWrite = {
    kind: 'change-work-order',
    externalId,
    change: { status: 'new', ...by.change },
  };
  await queueWrite(house, { row, dedupeKey: `${orderReference}/${by.step}`, write });
}

export type RequestOrderActivities = ReturnType<typeof createRequestOrderActivities>;
