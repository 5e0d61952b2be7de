import type { MaintenanceRequestState } from './maintenance-request.ts';
import { statusKey } from './request-text.ts';
import type { WorkOrder, WorkOrderStatus } from './work-order.ts';

// Until these are over, the platform may know more than our rows; what waits for people or for an answer is ours.
const AT_PLATFORM: readonly MaintenanceRequestState[] = [
  'opening',
  'awaiting-approval',
  'open',
  'vendor-assigned',
  'scheduled',
  'in-progress',
];

// A word that says nothing of the repair leaves what our row says.
const KEYS: Partial<Record<WorkOrderStatus, string>> = {
  assigned: statusKey('vendor-assigned'),
  scheduled: statusKey('scheduled'),
  'in-progress': statusKey('in-progress'),
  'on-hold': 'news-on-hold',
  done: 'status-marked-done',
  cancelled: statusKey('cancelled'),
};

/** Whether the platform is worth asking how a request stands. */
export const isAtPlatform = (state: MaintenanceRequestState): boolean =>
  AT_PLATFORM.includes(state);

type Read = Pick<WorkOrder, 'status' | 'vendorId' | 'windowFromAt' | 'windowToAt'>;

/**
 * The text that says how a request stands, by its order where that was read. A hold of an order that waits for our own
 * approval is no news, and who comes and when is told only where the order says so.
 */
export function standingKey(state: MaintenanceRequestState, order: Read | null): string {
  const ours = statusKey(state);
  if (!order || !isAtPlatform(state)) return ours;
  if (order.status === 'on-hold' && state === 'awaiting-approval') return ours;
  return saysWhoOrWhen(order) ? (KEYS[order.status] ?? ours) : ours;
}

function saysWhoOrWhen({ status, vendorId, windowFromAt, windowToAt }: Read): boolean {
  if (status === 'assigned') return vendorId !== null;
  return status !== 'scheduled' || (windowFromAt !== null && windowToAt !== null);
}
