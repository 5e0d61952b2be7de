import type { PropertyPlatform } from '../../../ports/property-platform.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { PlatformClient } from './client.ts';
import { leaseRow, ledgerRow, residentRow, vendorRow } from './schema.ts';

const RESIDENT = `
  select r.resident_id as "id", r.property_id as "propertyId", r.unit_id as "unitId", u.number as "unitNumber",
    r.lease_id as "leaseId", r.status, r.first_name as "firstName", r.last_name as "lastName", r.phones, r.emails,
    r.language
  from embedded_platform.residents r left join embedded_platform.units u using (unit_id)`;

const LEASE = `
  select lease_id as "id", unit_id as "unitId", from_on::text as "fromOn", to_on::text as "toOn",
    rent_cents as "rentCents"
  from embedded_platform.leases where lease_id = $1`;

// One statement is one snapshot: the balance is the sum of exactly the entries that stand beside it.
const LEDGER = `
  select p.currency, coalesce(sum(e.amount_cents), 0) as "balanceCents",
    coalesce(
      jsonb_agg(
        jsonb_build_object(
          'postedOn', e.posted_on, 'description', e.description, 'amountCents', e.amount_cents
        ) order by e.posted_on, e.entry_id
      ) filter (where e.entry_id is not null),
      '[]'
    ) as "entries"
  from embedded_platform.leases l
    join embedded_platform.units using (unit_id)
    join embedded_platform.properties p using (property_id)
    left join embedded_platform.ledger_entries e using (lease_id)
  where lease_id = $1
  group by p.currency`;

const VENDORS = `
  select v.vendor_id as "id", v.name, v.trades, v.is_emergency as "isEmergency",
    v.licence_expires_on::text as "licenceExpiresOn"
  from embedded_platform.vendors v
  where v.property_ids @> array[$1]
  order by v.name, v.vendor_id`;

/** The reads about people, leases and vendors. `readLedger` of an unknown lease throws RecordNotFound. */
export function createResidentReads({ client, now }: { client: PlatformClient; now: () => Date }) {
  return {
    async findResident(residentId) {
      const text = `${RESIDENT} where r.resident_id = $1`;
      const [resident] = await client.read({ text, values: [residentId] }, residentRow);
      return resident ?? null;
    },

    findResidentsByPhone(phone) {
      const text = `${RESIDENT} where r.phones @> array[$1] and r.lease_id is not null order by r.resident_id`;
      return client.read({ text, values: [phone] }, residentRow);
    },

    findResidentsByUnit({ unit, propertyIds }) {
      const text = `${RESIDENT}
        where upper(regexp_replace(u.number, '[^[:alnum:]]', '', 'g')) = $1
          and ($2::text[] is null or r.property_id = any ($2))
        order by r.resident_id`;
      return client.read({ text, values: [unit, propertyIds] }, residentRow);
    },

    async findLease(leaseId) {
      const [lease] = await client.read({ text: LEASE, values: [leaseId] }, leaseRow);
      return lease ?? null;
    },

    async readLedger(leaseId) {
      const asOf = now().toISOString();
      const [ledger] = await client.read({ text: LEDGER, values: [leaseId] }, ledgerRow);
      if (!ledger) throw new RecordNotFound(`no lease ${leaseId} on the embedded platform`);
      return { leaseId, ...ledger, asOf };
    },

    listVendors(propertyId) {
      return client.read({ text: VENDORS, values: [propertyId] }, vendorRow);
    },
  } satisfies Partial<PropertyPlatform>;
}
