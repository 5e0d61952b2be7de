import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { CountedPlace, Numbers, Slice } from '../../../ports/numbers.ts';

/** What is asked of `Numbers.measure`. */
export type Asked = Parameters<Numbers['measure']>[0];

/** `places`: what is counted, each with the instants between which its days lie; '' stands for no property. */
export function placesOf({ places, period }: Asked): SQL {
  const rows = places.map(({ propertyId, zone }: CountedPlace) => ({
    property_id: propertyId ?? '',
    zone,
  }));
  return sql`places as (
    select property_id, zone,
      ${period.from}::date::timestamp at time zone zone as from_at,
      (${period.to}::date + 1)::timestamp at time zone zone as to_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as place (property_id text, zone text))`;
}

/** Limits rows to a little more than the period in any zone, by an index; `isCounted` then says exactly which. */
export const isNear = (at: SQL, { period }: Asked): SQL =>
  sql`${at} >= ${period.from}::date - 1 and ${at} < ${period.to}::date + 2`;

/** Joins a row to its place `p`, where its instant is one of the period's there. */
export const inPlace = (row: { propertyId: SQL; at: SQL }): SQL => sql`
  join places p on p.property_id = coalesce(${row.propertyId}, '')
    and ${row.at} >= p.from_at and ${row.at} < p.to_at`;

/** The step of the period in which an instant lies, by the clocks of its place. */
export const stepAt = (at: SQL, { period }: Asked): SQL =>
  sql`date_trunc(${sql.raw(`'${period.by}'`)}, ${at} at time zone p.zone)::date`;

/** What every grouped row says of its slice: see `sliceOf`. */
export const sliceColumns = {
  /** From `grouping(step, property_id)`. */
  level: z.number(),
  step: z.string().nullable(),
  property_id: z.string().nullable(),
};

/** Reads a slice from the columns that were not grouped away. */
export function sliceOf(row: {
  level: number;
  step: string | null;
  property_id: string | null;
}): Slice {
  if (row.level === 1 && row.step !== null) return { kind: 'step', startsOn: row.step };
  if (row.level === 2) return { kind: 'property', propertyId: row.property_id || null };
  return { kind: 'all' };
}
