import type { ImportKind } from '../../../domain/import.ts';

/** What the books hold of each kind, in the columns of its file; ids of units beside them. */
export const EXISTING: Readonly<Record<ImportKind, string>> = {
  properties: `
    select property_id, p.name, p.currency, p.organisation_id, o.name as organisation_name
    from embedded_platform.properties p join embedded_platform.organisations o using (organisation_id)`,
  units: `select property_id, number as unit from embedded_platform.units`,
  residents: `
    select resident_id, property_id, first_name, last_name, phones as phone, emails as email, language, status
    from embedded_platform.residents`,
  leases: `
    select lease_id, u.property_id, u.number as unit, from_on::text as "from", to_on::text as "to", rent_cents as rent,
      array(
        select resident_id from embedded_platform.residents r where r.lease_id = l.lease_id order by resident_id
      ) as resident_ids
    from embedded_platform.leases l join embedded_platform.units u using (unit_id)`,
  ledger: `
    select entry_id, lease_id, posted_on::text, description, amount_cents as amount
    from embedded_platform.ledger_entries`,
  vendors: `
    select vendor_id, name, property_ids, trades, is_emergency, licence_expires_on::text
    from embedded_platform.vendors`,
};

/** What rows may refer to: one small row for each property, unit, resident and lease. */
export const REFERENCES = `
  select 'property' as kind, property_id as id, property_id, null as about from embedded_platform.properties
  union all select 'unit', unit_id, property_id, number from embedded_platform.units
  union all select 'resident', resident_id, property_id, lease_id from embedded_platform.residents
  union all
  select 'lease', lease_id, property_id, null from embedded_platform.leases join embedded_platform.units using (unit_id)`;

/** Writes whole rows, given as one JSON list: what is there becomes what is said. */
export function upsert(by: { table: string; key: string; columns: readonly string[] }): string {
  const { table, key, columns } = by;
  const listed = columns.join(', ');
  const changed = columns.filter((column) => column !== key);
  return `
    insert into embedded_platform.${table} (${listed})
    select ${listed} from jsonb_populate_recordset(null::embedded_platform.${table}, $1::jsonb)
    on conflict (${key}) do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

/** Puts the people of leases on them, and takes off who is no longer named. $1: [{ lease_id, unit_id, property_id, resident_ids }] */
export const MOVE_RESIDENTS = `
  with leases as (
    select * from jsonb_to_recordset($1::jsonb)
      as lease (lease_id text, unit_id text, property_id text, resident_ids text[])
  ), people as (
    select r.resident_id, l.lease_id, l.unit_id, l.property_id
    from embedded_platform.residents r left join leases l on r.resident_id = any (l.resident_ids)
    where l.lease_id is not null or r.lease_id in (select lease_id from leases)
  )
  update embedded_platform.residents r
  set lease_id = p.lease_id, unit_id = p.unit_id, property_id = coalesce(p.property_id, r.property_id)
  from people p where p.resident_id = r.resident_id`;

/** What belongs to properties. $1: their ids */
export const MEMBERS = `
  select
    array(select unit_id from embedded_platform.units where property_id = any ($1)) as "unitIds",
    array(
      select lease_id from embedded_platform.leases join embedded_platform.units using (unit_id)
      where property_id = any ($1)
    ) as "leaseIds",
    array(select resident_id from embedded_platform.residents where property_id = any ($1)) as "residentIds"`;

/** Takes properties away, what refers to others first. Each: $1, their ids */
export const REMOVALS: readonly string[] = [
  `delete from embedded_platform.work_orders where property_id = any ($1)`,
  `delete from embedded_platform.ledger_entries where lease_id in (
    select lease_id from embedded_platform.leases join embedded_platform.units using (unit_id)
    where property_id = any ($1))`,
  `delete from embedded_platform.residents where property_id = any ($1)`,
  `delete from embedded_platform.leases where unit_id in (
    select unit_id from embedded_platform.units where property_id = any ($1))`,
  `delete from embedded_platform.units where property_id = any ($1)`,
  `delete from embedded_platform.vendors where property_ids <@ $1::text[]`,
  `update embedded_platform.vendors
    set property_ids = array(select unnest(property_ids) except select unnest($1::text[]))
    where property_ids && $1::text[]`,
  `delete from embedded_platform.properties where property_id = any ($1)`,
];

/** Organisations without any property. */
export const EMPTY_ORGANISATIONS = `
  delete from embedded_platform.organisations where organisation_id not in (
    select organisation_id from embedded_platform.properties)`;
