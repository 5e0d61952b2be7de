import type { Resident } from '../domain/resident.ts';
import type { NewWorkOrder, Vendor, WorkOrder, WorkOrderChange } from '../domain/work-order.ts';

/** A charge or payment; what raises the debt is positive. */
export interface LedgerEntry {
  postedOn: string;
  description: string;
  amountCents: number;
}

/** What a lease owes, as the platform says it, with the time of the reading. */
export interface Ledger {
  leaseId: string;
  balanceCents: number;
  currency: string;
  entries: LedgerEntry[];
  /** ISO 8601 UTC: when the platform was asked. */
  asOf: string;
}

/** A lease as far as we answer about it. */
export interface Lease {
  id: string;
  unitId: string;
  fromOn: string;
  toOn: string | null;
  rentCents: number;
}

/**
 * One operator's account on a property-management platform. Reads throw ProviderUnavailable, ProviderRateLimited,
 * ProviderUnauthorized; a write whose answer is lost throws ProviderAmbiguous, one that was refused ProviderRejected.
 */
export interface PropertyPlatform {
  /** Names the connection: one outbox, one writer. */
  readonly connectionId: string;
  /** How long after a lost answer a search that finds nothing may be believed. */
  readonly settleMs: number;

  findResident(residentId: string): Promise<Resident | null>;
  /** Everybody with that number on a lease; several people may share one. `phone` is E.164. */
  findResidentsByPhone(phone: string): Promise<Resident[]>;
  /**
   * Everybody of a unit, known by its label in capitals and digits only, in these properties, or in all of them for
   * null. Empty when there is no such unit: a caller must not let the two be told apart.
   */
  findResidentsByUnit(by: { unit: string; propertyIds: string[] | null }): Promise<Resident[]>;
  findLease(leaseId: string): Promise<Lease | null>;
  readLedger(leaseId: string): Promise<Ledger>;
  listVendors(propertyId: string): Promise<Vendor[]>;

  /** Work orders of a place whose text holds the marker of that reference. */
  searchWorkOrders(query: { reference: string; propertyId: string }): Promise<WorkOrder[]>;
  createWorkOrder(order: NewWorkOrder): Promise<{ externalId: string }>;
  readWorkOrder(externalId: string): Promise<WorkOrder | null>;
  /** Sets values; writing the same again changes nothing. */
  changeWorkOrder(externalId: string, change: WorkOrderChange): Promise<void>;
  /** What changed at or after an instant, oldest first; for platforms without webhooks, and after them. */
  listChangedWorkOrders(since: string): Promise<WorkOrder[]>;
}
