import { ENDED_STATES, type MaintenanceRequestState } from '../domain/maintenance-request.ts';
import type { WorkOrderChange } from '../domain/work-order.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { Conflict } from './errors.ts';

/** Queues a change of a request's work order. @throws Conflict without a work order, before a manager approved, or when it is over */
export type ChangeWorkOrder = (by: {
  row: MaintenanceRequestRow;
  change: WorkOrderChange;
  staffId: string;
}) => Promise<{ outbox_id: string }>;

/** Changes go through the outbox to the platform, whose sync tells the request of them. */
export function createChangeWorkOrder({
  approvals,
  platformOutbox,
  processes,
  connectionId,
}: {
  approvals: Pick<Records['approvals'], 'latest'>;
  platformOutbox: Pick<Records['platformOutbox'], 'queue'>;
  processes: Pick<Processes, 'wakePlatformOutbox'>;
  connectionId: string;
}): ChangeWorkOrder {
  return async ({ row, change, staffId }) => {
    const isCancellation = change.status === 'cancelled';
    if (ENDED_STATES.includes(row.state) && !isCancellation) {
      throw new Conflict('This request has ended: nobody is sent for it any more.');
    }
    if (!row.workOrderExternalId) {
      throw new Conflict('The platform has no work order for this request yet.');
    }
    const approval = await approvals.latest(row);
    const held = approval && whyHeld(approval, row);
    if (held && !isCancellation) throw new Conflict(held);
    const { outboxId } = await platformOutbox.queue({
      connectionId,
      // Each order of staff is its own: setting the same values twice is harmless, losing the second is not.
      dedupeKey: `${row.requestId}/${crypto.randomUUID()}`,
      requestId: row.requestId,
      urgency: Number(row.class.slice(1)),
      write: { kind: 'change-work-order', externalId: row.workOrderExternalId, change },
      asked: { staffId, status: change.status ?? null },
    });
    await processes.wakePlatformOutbox(connectionId);
    return { outbox_id: outboxId };
  };
}

// An order that was held goes on from here only by an approval, as an emergency, or because staff moved it on there.
const BEFORE: readonly MaintenanceRequestState[] = ['opening', 'awaiting-approval', 'needs-person'];

/**
 * Why an approval keeps the order back; null where it does not, as when it was taken back without a cancellation or the
 * request has gone on without it.
 */
function whyHeld(
  { state, reason }: ApprovalRow,
  row: Pick<MaintenanceRequestRow, 'state'>,
): string | null {
  switch (state) {
    case 'pending':
      return 'A manager must approve before anybody is sent.';
    case 'approved':
      return null;
    case 'revoked':
      return reason === 'request-cancelled' ? 'It was called off: nobody is sent for it.' : null;
    case 'rejected':
    case 'expired':
      return BEFORE.includes(row.state)
        ? `Its approval ${ENDED[state]}: ask for it again first.`
        : null;
  }
}

const ENDED = { rejected: 'was rejected', expired: 'expired without an answer' };
