import {
  currency,
  day,
  dialled,
  email,
  hours,
  id,
  listOf,
  money,
  oneOf,
  phone,
  price,
  slug,
  text,
  trade,
  unitNumber,
  yesOrNo,
  zone,
  type CellReader,
} from './import-cells.ts';
import type { ImportKind, ImportValue, ImportValues } from './import.ts';

/** A column of a file. One without `ifEmpty` must be there, and filled in every row. */
export interface ImportColumn {
  readonly name: string;
  readonly read: CellReader;
  /** What an empty cell means, and what a new thing gets when the file has no such column. */
  readonly ifEmpty?: ImportValue;
}

const STATUSES = ['applicant', 'future', 'current', 'notice', 'eviction', 'past', 'cancelled'];

/** The columns of each kind of file, in the order in which docs/import.md explains them. */
export const IMPORT_COLUMNS: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  properties: [
    { name: 'property_id', read: slug },
    { name: 'name', read: text },
    { name: 'time_zone', read: zone },
    { name: 'organisation_id', read: slug, ifEmpty: 'own' },
    { name: 'organisation_name', read: text, ifEmpty: 'Own properties' },
    { name: 'currency', read: currency, ifEmpty: 'USD' },
    { name: 'office_hours', read: hours, ifEmpty: null },
    { name: 'holidays', read: listOf(day), ifEmpty: [] },
    { name: 'emergency_number', read: dialled, ifEmpty: '911' },
    { name: 'crisis_line', read: dialled, ifEmpty: '988' },
    { name: 'gas_utility', read: text, ifEmpty: 'your gas utility' },
    { name: 'on_call_name', read: text, ifEmpty: 'Our team' },
    { name: 'on_call', read: listOf(id), ifEmpty: [] },
    { name: 'managers', read: listOf(id), ifEmpty: [] },
  ],
  units: [
    { name: 'property_id', read: slug },
    { name: 'unit', read: unitNumber },
  ],
  residents: [
    { name: 'resident_id', read: id },
    { name: 'property_id', read: slug },
    { name: 'first_name', read: text },
    { name: 'last_name', read: text },
    { name: 'phone', read: listOf(phone), ifEmpty: [] },
    { name: 'email', read: listOf(email), ifEmpty: [] },
    { name: 'language', read: oneOf(['en', 'es']), ifEmpty: 'en' },
    { name: 'status', read: oneOf(STATUSES), ifEmpty: 'current' },
  ],
  leases: [
    { name: 'lease_id', read: id },
    { name: 'property_id', read: slug },
    { name: 'unit', read: unitNumber },
    { name: 'from', read: day },
    { name: 'to', read: day, ifEmpty: null },
    { name: 'rent', read: price },
    { name: 'resident_ids', read: listOf(id), ifEmpty: [] },
  ],
  ledger: [
    { name: 'entry_id', read: id },
    { name: 'lease_id', read: id },
    { name: 'posted_on', read: day },
    { name: 'description', read: text },
    { name: 'amount', read: money },
  ],
  vendors: [
    { name: 'vendor_id', read: id },
    { name: 'name', read: text },
    { name: 'property_ids', read: listOf(slug) },
    { name: 'trades', read: listOf(trade) },
    { name: 'is_emergency', read: yesOrNo, ifEmpty: false },
    { name: 'licence_expires_on', read: day, ifEmpty: null },
  ],
};

/** What a new thing is given where the file says nothing. */
export function importDefaults(kind: ImportKind): ImportValues {
  const columns = IMPORT_COLUMNS[kind];
  return Object.fromEntries(
    columns.flatMap(({ name, ifEmpty }) => (ifEmpty === undefined ? [] : [[name, ifEmpty]])),
  );
}
