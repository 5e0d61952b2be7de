import {
  marker,
  type NewWorkOrder,
  type WorkOrder,
  type WorkOrderStatus,
} from '../../../domain/work-order.ts';
import { ProviderRejected } from '../../../ports/errors.ts';

const NATIVE: Record<Exclude<WorkOrderStatus, 'unknown'>, string> = {
  'awaiting-approval': 'Awaiting Approval',
  new: 'New',
  assigned: 'Assigned',
  scheduled: 'Scheduled',
  'in-progress': 'In Progress',
  'on-hold': 'On Hold',
  done: 'Work Done',
  cancelled: 'Canceled',
};

const OURS = new Map<string, WorkOrderStatus>([
  ['Awaiting Approval', 'awaiting-approval'],
  ['New', 'new'],
  ['Assigned', 'assigned'],
  ['Scheduled', 'scheduled'],
  ['In Progress', 'in-progress'],
  ['On Hold', 'on-hold'],
  ['Work Done', 'done'],
  ['Canceled', 'cancelled'],
]);

/** The platform's word for a status. @throws ProviderRejected for `unknown`, which cannot be written */
export function nativeStatusOf(status: WorkOrderStatus): string {
  if (status === 'unknown') throw new ProviderRejected('a work order cannot be set to unknown');
  return NATIVE[status];
}

/** Our word for a status; `unknown` for a word that an operator added. */
function statusOf(nativeStatus: string): WorkOrderStatus {
  return OURS.get(nativeStatus) ?? 'unknown';
}

/** A work order's row in our words, the native word beside them. */
export function workOrderOf(row: Omit<WorkOrder, 'status'>): WorkOrder {
  return { ...row, status: statusOf(row.nativeStatus) };
}

/** Words of somebody: a marker in them would tie the work order to another request. */
export function withoutMarker(text: string): string {
  return text.replaceAll('[ref ', '(ref ');
}

/** What stands in the description field: the words, and the marker as the last line. */
export function descriptionOf({ brief, description, reference }: NewWorkOrder): string {
  const words = [brief, description].map(withoutMarker);
  return [...words, marker(reference)].filter((text) => text !== '').join('\n\n');
}
