import { createHash } from 'node:crypto';
import { approvalIdOf, canonicalSubject } from '../domain/approval.ts';
import type { ApprovalNeed } from '../domain/maintenance-request.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { PlatformWrite } from '../ports/platform-outbox.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { requestFacts } from './request-facts.ts';
import { findRequest, ringManagers, type NewsRoom } from './request-news.ts';

type Needs = NewsRoom & Pick<House, 'platform'>;

/** What a request asks of the platform and of the managers. */
export function createRequestOrderActivities(house: Needs) {
  return {
    /** Queues the work order for the connection's one writer; held without a vendor where approval is needed. */
    queueWorkOrder: (by: { requestId: string }) => queueWorkOrder(house, by),
    /** Asks the managers, bound to a digest of exactly what they are shown. */
    openApproval: (by: { requestId: string; approval: ApprovalNeed }) => openApproval(house, by),
    /** Approved: the held order may be given to a vendor. */
    releaseWorkOrder: ({ requestId }: { requestId: string }) =>
      makeNew(house, { requestId, step: 'approved' }),
    /** Not done after all: the order is open again, and the managers hear of it. */
    reopenWorkOrder: (by: { requestId: string; once: string }) => reopenWorkOrder(house, by),
  };
}

async function queueWorkOrder(house: Needs, { requestId }: { requestId: string }): Promise<void> {
  const row = await findRequest(house, requestId);
  const { needsApproval } = await requestFacts(house, requestId);
  const { reference, propertyId, unitId, residentId, trade, words } = row;
  const place = words.location ? `\nWhere: ${words.location}` : '';
  await queue(house, {
    row,
    dedupeKey: reference,
    write: {
      kind: 'create-work-order',
      order: {
        reference,
        propertyId,
        unitId,
        residentId,
        class: row.class,
        trade,
        brief: words.summary,
        description: `${words.description}${place}`,
        permissionToEnter: 'unknown',
        isHeldForApproval: needsApproval,
      },
    },
  });
}

async function openApproval(
  house: Needs,
  by: { requestId: string; approval: ApprovalNeed },
): Promise<void> {
  const { requestId, reference, propertyId, trade, ...row } = await findRequest(
    house,
    by.requestId,
  );
  const { ceilingCents, remindAt, escalateAt, expiresAt } = by.approval;
  const subject = { requestId, reference, propertyId, class: row.class, trade, ceilingCents };
  const digest = createHash('sha256').update(canonicalSubject(subject)).digest('hex');
  const approvalId = approvalIdOf(requestId);
  const approval = { approvalId, subject, digest, remindAt, escalateAt, expiresAt };
  await house.records.approvals.open(approval);
  await house.processes.openApproval(approval);
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

async function makeNew(house: Needs, by: { requestId: string; step: string }): Promise<void> {
  const row = await findRequest(house, by.requestId);
  const { workOrderExternalId: externalId, reference, requestId } = row;
  if (!externalId) throw new RecordNotFound(`no work order yet for ${requestId}`);
  const write: PlatformWrite = { kind: 'change-work-order', externalId, change: { status: 'new' } };
  await queue(house, { row, dedupeKey: `${reference}/${by.step}`, write });
}

async function queue(
  { records: { platformOutbox }, platform: { connectionId }, processes }: Needs,
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

export type RequestOrderActivities = ReturnType<typeof createRequestOrderActivities>;
