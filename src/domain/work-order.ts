import type { EntryPermission } from './access.ts';
import type { PriorityClass } from './priority.ts';

/** A platform's record of a repair, in our words; native words stay beside them for staff. */
export interface WorkOrder {
  /** The platform's id, opaque. */
  externalId: string;
  propertyId: string;
  unitId: string | null;
  status: WorkOrderStatus;
  nativeStatus: string;
  description: string;
  vendorId: string | null;
  windowFromAt: string | null;
  windowToAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** `awaiting-approval` holds a work order without a vendor; `unknown` never closes or reopens anything. */
export type WorkOrderStatus =
  | 'awaiting-approval'
  | 'new'
  | 'assigned'
  | 'scheduled'
  | 'in-progress'
  | 'on-hold'
  | 'done'
  | 'cancelled'
  | 'unknown';

/** Whether somebody may come in; `unknown` while the resident has not said. */
export type PermissionToEnter = EntryPermission | 'unknown';

/** What a new work order says. */
export interface NewWorkOrder {
  /** Our reference, written into the description as `[ref MR-XXXXXXXXXX]`. */
  reference: string;
  propertyId: string;
  unitId: string | null;
  residentId: string | null;
  class: PriorityClass;
  trade: string;
  brief: string;
  description: string;
  permissionToEnter: PermissionToEnter;
  isHeldForApproval: boolean;
}

/** A change of a work order; only what is set is written. */
export interface WorkOrderChange {
  status?: WorkOrderStatus;
  vendorId?: string;
  windowFromAt?: string;
  windowToAt?: string;
  class?: PriorityClass;
  trade?: string;
  /** What it may cost at most, as it was approved. */
  costLimitCents?: number;
  permissionToEnter?: PermissionToEnter;
  /** Words added under the description; the same words are added once. */
  note?: string;
}

/** Who repairs. */
export interface Vendor {
  id: string;
  name: string;
  trades: string[];
  isEmergency: boolean;
  /** Calendar day; a vendor whose licence has expired is not sent. */
  licenceExpiresOn: string | null;
}

/** Why a vendor may not be sent on that day of the property's zone; null when they may. */
export function vendorRefusal(
  { trades, licenceExpiresOn }: Vendor,
  by: { trade: string; today: string },
): 'other-trade' | 'licence-expired' | null {
  if (!trades.includes(by.trade)) return 'other-trade';
  return licenceExpiresOn !== null && licenceExpiresOn < by.today ? 'licence-expired' : null;
}

/** The line that ties a work order to its maintenance request, wherever a platform lets us write text. */
export function marker(reference: string): string {
  return `[ref ${reference}]`;
}

/** The reference that a text is marked with; null when it is not ours. */
export function referenceIn(text: string): string | null {
  return /\[ref (MR-[0-9A-HJKMNP-TV-Z]{10})\]/.exec(text)?.[1] ?? null;
}

/** Crockford's base32: no I, L, O, U, so that a reference can be read over the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Makes `MR-XXXXXXXXXX` from at least 10 bytes of a digest: the same request always has the same reference. */
export function referenceFrom(digest: Uint8Array): string {
  const letters = Array.from(digest.slice(0, 10), (byte) => ALPHABET[byte % 32] ?? '0');
  return `MR-${letters.join('')}`;
}
