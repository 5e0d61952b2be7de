import type { Resident } from '../domain/resident.ts';
import type { NewWorkOrder, Vendor, WorkOrder, WorkOrderChange } from '../domain/work-order.ts';
import type { AskedFor } from './audit-log.ts';

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
 * Every call says for whom it is: what the house uses is recorded around (`createAuditedPropertyPlatform`).
 */
export interface PropertyPlatform {
  /** Names the connection: one outbox, one writer. */
  readonly connectionId: string;
  /** How long after a lost answer a search that finds nothing may be believed. */
  readonly settleMs: number;

  findResident(residentId: string, askedFor: AskedFor): Promise<Resident | null>;
  /** Everybody with that number on a lease; several people may share one. `phone` is E.164. */
  findResidentsByPhone(phone: string, askedFor: AskedFor): Promise<Resident[]>;
  /**
   * Everybody of a unit, known by its label in capitals and digits only, in these properties, or in all of them for
   * null. Empty when there is no such unit: a caller must not let the two be told apart.
   */
  findResidentsByUnit(
    by: { unit: string; propertyIds: string[] | null },
    askedFor: AskedFor,
  ): Promise<Resident[]>;
  findLease(leaseId: string, askedFor: AskedFor): Promise<Lease | null>;
  readLedger(leaseId: string, askedFor: AskedFor): Promise<Ledger>;
  listVendors(propertyId: string, askedFor: AskedFor): Promise<Vendor[]>;

  /** Work orders of a place whose text holds the marker of that reference. */
  searchWorkOrders(
    query: { reference: string; propertyId: string },
    askedFor: AskedFor,
  ): Promise<WorkOrder[]>;
  createWorkOrder(order: NewWorkOrder, askedFor: AskedFor): Promise<{ externalId: string }>;
  readWorkOrder(externalId: string, askedFor: AskedFor): Promise<WorkOrder | null>;
  /** Sets values; writing the same again changes nothing. */
  changeWorkOrder(
    by: { externalId: string; change: WorkOrderChange },
    askedFor: AskedFor,
  ): Promise<void>;
  /** What changed at or after an instant, oldest first; for platforms without webhooks, and after them. For nobody. */
  listChangedWorkOrders(since: string): Promise<WorkOrder[]>;
}
