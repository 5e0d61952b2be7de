import { approvalIdOf } from '../domain/approval.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
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
  approvals: Pick<Records['approvals'], 'find'>;
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
    const approval = await approvals.find(approvalIdOf(row));
    if (approval && holds(approval) && !isCancellation) {
      throw new Conflict('A manager must approve before anybody is sent.');
    }
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

/** Whether an approval keeps the order back; one that was taken back without a cancellation does so no longer. */
function holds({ state, reason }: ApprovalRow): boolean {
  if (state === 'revoked') return reason === 'request-cancelled';
  return state !== 'approved';
}
