import { Pool } from 'pg';
import { e164Of } from '../../../domain/phone-number.ts';
import type { PriorityClass } from '../../../domain/priority.ts';
import type { Language, ResidentStatus } from '../../../domain/resident.ts';
import type { Vendor, WorkOrderStatus } from '../../../domain/work-order.ts';
import type { Lease, LedgerEntry } from '../../../ports/property-platform.ts';
import { asApplication } from './role.ts';
import { nativeStatusOf } from './translate.ts';

/** What an operator's books hold when the platform is filled for the first time. */
export interface PlatformData {
  readonly organisation: { id: string; name: string };
  readonly properties: readonly BookedProperty[];
  readonly units: readonly { id: string; propertyId: string; number: string }[];
  /** Each on exactly one lease. */
  readonly residents: readonly BookedResident[];
  readonly leases: readonly (Lease & { residentIds: readonly string[] })[];
  readonly ledgers: readonly BookedLedger[];
  readonly vendors: readonly (Vendor & { propertyIds: readonly string[] })[];
  readonly workOrders: readonly BookedWorkOrder[];
}

/** A property; `currency` is ISO 4217. */
export interface BookedProperty {
  id: string;
  organisationId: string;
  name: string;
  currency: string;
}

/** A person on a lease; the phone may be written as people write it. */
export interface BookedResident {
  bookingId: string;
  firstName: string;
  lastName: string;
  phone: string;
  email: string;
  preferredLanguage: Language;
  status: ResidentStatus;
}

/** The account of a lease. */
export interface BookedLedger {
  leaseId: string;
  entries: readonly (LedgerEntry & { id: string })[];
}

/** A work order from before we came, in the operator's own text. */
export interface BookedWorkOrder {
  id: string;
  unitId: string;
  residentId: string;
  category: string;
  description: string;
  priority: PriorityClass;
  status: WorkOrderStatus;
  openedAt: string;
  completedAt: string | null;
  vendorId: string | null;
}

/**
 * Fills the platform, all or nothing. A record that is there already stays as it is, so loading the same data at
 * every start adds it once and never undoes what happened since.
 * @throws Error naming the record that does not fit
 */
export async function loadPlatformData(load: { url: string; data: PlatformData }): Promise<void> {
  const tables = rowsByTable(load.data);
  const pool = new Pool({
    connectionString: load.url,
    ...asApplication,
    max: 1,
    connectionTimeoutMillis: 5_000,
  });
  const connection = await pool.connect();
  try {
    await connection.query('begin');
    for (const [table, rows] of tables) {
      // The table's own row type says what each key of the JSON becomes.
      const rowType = `null::embedded_platform.${table}`;
      const from = `select * from jsonb_populate_recordset(${rowType}, $1::jsonb)`;
      await connection.query(
        `insert into embedded_platform.${table} ${from} on conflict do nothing`,
        [JSON.stringify(rows)],
      );
    }
    await connection.query('commit');
  } finally {
    connection.release(true); // closing it undoes what did not commit
    await pool.end();
  }
}

// In the order in which the tables refer to each other.
function rowsByTable(data: PlatformData): [table: string, rows: object[]][] {
  const { organisation, properties, units, leases, residents, ledgers, vendors, workOrders } = data;
  const propertyOf = new Map(units.map(({ id, propertyId }) => [id, propertyId]));
  const leaseOf = new Map(
    leases.flatMap((lease) => lease.residentIds.map((residentId) => [residentId, lease] as const)),
  );
  return [
    ['organisations', [{ organisation_id: organisation.id, name: organisation.name }]],
    ['properties', properties.map(propertyRow)],
    ['units', units.map(({ id, propertyId, number }) => ({ ...unitKey(id, propertyId), number }))],
    ['leases', leases.map(leaseRow)],
    ['residents', residents.map((resident) => residentRow({ resident, leaseOf, propertyOf }))],
    ['ledger_entries', ledgers.flatMap(entryRows)],
    ['vendors', vendors.map(vendorRow)],
    ['work_orders', workOrders.map((workOrder) => workOrderRow({ workOrder, propertyOf }))],
  ];
}

type PropertyOf = ReadonlyMap<string, string>;

const unitKey = (unitId: string, propertyId: string | undefined) => ({
  unit_id: unitId,
  property_id: propertyId,
});

const propertyRow = ({ id, organisationId, name, currency }: BookedProperty) => ({
  property_id: id,
  organisation_id: organisationId,
  name,
  currency,
});

const leaseRow = ({ id, unitId, fromOn, toOn, rentCents }: Lease) => ({
  lease_id: id,
  unit_id: unitId,
  from_on: fromOn,
  to_on: toOn,
  rent_cents: rentCents,
});

function residentRow(by: {
  resident: BookedResident;
  leaseOf: ReadonlyMap<string, Lease>;
  propertyOf: PropertyOf;
}): object {
  const { resident, leaseOf, propertyOf } = by;
  const lease = leaseOf.get(resident.bookingId);
  if (!lease) throw new Error(`resident ${resident.bookingId} is on no lease`);
  return {
    resident_id: resident.bookingId,
    ...unitKey(lease.unitId, propertyOf.get(lease.unitId)),
    lease_id: lease.id,
    status: resident.status,
    first_name: resident.firstName,
    last_name: resident.lastName,
    phones: [numberOf(resident)],
    emails: [resident.email.toLowerCase()],
    language: resident.preferredLanguage,
  };
}

function numberOf({ phone, bookingId }: BookedResident): string {
  const number = e164Of(phone);
  if (number === null) throw new Error(`resident ${bookingId} has a phone that is no number`);
  return number;
}

const entryRows = ({ leaseId, entries }: BookedLedger) =>
  entries.map(({ id, postedOn, description, amountCents }) => ({
    entry_id: id,
    lease_id: leaseId,
    posted_on: postedOn,
    description,
    amount_cents: amountCents,
  }));

const vendorRow = (vendor: PlatformData['vendors'][number]) => ({
  vendor_id: vendor.id,
  name: vendor.name,
  property_ids: vendor.propertyIds,
  trades: vendor.trades,
  is_emergency: vendor.isEmergency,
  licence_expires_on: vendor.licenceExpiresOn,
});

const workOrderRow = (by: { workOrder: BookedWorkOrder; propertyOf: PropertyOf }) => {
  const { workOrder, propertyOf } = by;
  return {
    work_order_id: workOrder.id,
    ...unitKey(workOrder.unitId, propertyOf.get(workOrder.unitId)),
    resident_id: workOrder.residentId,
    status: nativeStatusOf(workOrder.status),
    class: workOrder.priority,
    category: workOrder.category,
    permission_to_enter: 'unknown',
    description: workOrder.description,
    vendor_id: workOrder.vendorId,
    created_at: workOrder.openedAt,
    updated_at: workOrder.completedAt ?? workOrder.openedAt,
  };
};
