import type { WorkOrder } from './work-order.ts';

/** Several work orders with one marker, sorted out. */
export interface SortedOrders {
  /** The one that the request goes on with. */
  kept: WorkOrder;
  /** Nobody has touched them: they are cancelled. */
  surplus: WorkOrder[];
  /** Somebody works with them already: only a person can say which one counts. */
  inUse: WorkOrder[];
}

/**
 * Keeps the oldest of the orders that one request has at the platform; null when it has none. Cancelled ones count only
 * when there is no other.
 */
export function sortOrders(orders: WorkOrder[]): SortedOrders | null {
  const live = orders.filter(({ status }) => status !== 'cancelled');
  const [kept, ...others] = (live.length > 0 ? live : orders).toSorted(byAge);
  if (!kept) return null;
  const duplicates = others.filter(({ status }) => status !== 'cancelled');
  return {
    kept,
    surplus: duplicates.filter(isUntouched),
    inUse: duplicates.filter((order) => !isUntouched(order)),
  };
}

const byAge = (one: WorkOrder, other: WorkOrder): number =>
  one.createdAt.localeCompare(other.createdAt) || one.externalId.localeCompare(other.externalId);

const isUntouched = ({ status, vendorId }: WorkOrder): boolean =>
  vendorId === null && (status === 'new' || status === 'awaiting-approval');
