import { importDefaults } from './import-columns.ts';
import { residentsOf } from './import-rows.ts';
import {
  inOrder,
  unitKey,
  type ImportFault,
  type ImportKind,
  type ImportOutcome,
  type ImportRow,
  type ImportValue,
  type ImportValues,
} from './import.ts';

/** What the books hold, as far as a file may refer to it or change it. */
export interface Books {
  /** The rows of this kind that are there, in the file's own columns. */
  readonly existing: ReadonlyMap<string, ImportValues>;
  readonly properties: ReadonlySet<string>;
  /** Ids of units by `unitKey`. */
  readonly units: ReadonlyMap<string, string>;
  /** The property of each resident, and the lease they are on. */
  readonly residents: ReadonlyMap<string, { propertyId: string; leaseId: string | null }>;
  /** The property of each lease. */
  readonly leases: ReadonlyMap<string, string>;
}

/** What a file would do to the books: faults in its references, or what becomes of each row. */
export interface ImportPlan {
  readonly faults: readonly ImportFault[];
  readonly outcomes: readonly ImportOutcome[];
}

interface Judged {
  readonly kind: ImportKind;
  readonly rows: readonly ImportRow[];
  readonly books: Books;
  /** Whether whoever imports may see a property. */
  readonly sees: (propertyId: string) => boolean;
}

/** Judges the rows of a file against the books. Nothing is done while any row has a fault. */
export function planImport({ kind, rows, books, sees }: Judged): ImportPlan {
  const faults = rows.flatMap((row) => [
    ...missing({ kind, row, books }),
    ...notSeen({ row, books, sees }),
  ]);
  return { faults: inOrder(faults), outcomes: rows.map((row) => outcomeOf(row, books.existing)) };
}

/** A row as the books will hold it: what the file says, over what is there, over the defaults. */
export function mergedValues(
  kind: ImportKind,
  by: { row: ImportRow; existing: ReadonlyMap<string, ImportValues> },
): ImportValues {
  return { ...importDefaults(kind), ...by.existing.get(by.row.key), ...by.row.values };
}

function outcomeOf(
  { row, key, values }: ImportRow,
  existing: ReadonlyMap<string, ImportValues>,
): ImportOutcome {
  const before = existing.get(key);
  if (!before) return { row, key, outcome: 'added', columns: [] };
  // What only our own settings hold is compared with those.
  const columns = Object.keys(values).filter(
    (column) => column in before && !isSame(before[column] ?? null, values[column] ?? null),
  );
  return { row, key, outcome: columns.length > 0 ? 'changed' : 'unchanged', columns };
}

const isSame = (one: ImportValue, other: ImportValue): boolean => inWords(one) === inWords(other);

const inWords = (value: ImportValue): string =>
  JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : value);

interface Reference {
  kind: ImportKind;
  row: ImportRow;
  books: Books;
}

/** What a row refers to and the books lack, each with the file that brings it. */
function missing({ kind, row, books }: Reference): ImportFault[] {
  const { values } = row;
  const wrong = (column: string, message: string) => ({ row: row.row, column, message });
  const faults: ImportFault[] = [];
  const lacksProperty = (propertyId: string) => !books.properties.has(propertyId);
  if (kind !== 'properties') {
    const named: [string, string][] = [
      ...textsOf(values, 'property_id').map((id): [string, string] => ['property_id', id]),
      ...textsOf(values, 'property_ids').map((id): [string, string] => ['property_ids', id]),
    ];
    for (const [column, propertyId] of named.filter(([, id]) => lacksProperty(id))) {
      faults.push(wrong(column, `there is no property ${propertyId}: import properties first`));
    }
  }
  if (kind === 'residents') faults.push(...movedResidents({ kind, row, books }));
  if (kind === 'leases') faults.push(...leaseReferences({ kind, row, books }));
  const [leaseId = ''] = textsOf(values, 'lease_id');
  if (kind === 'ledger' && !books.leases.has(leaseId)) {
    faults.push(wrong('lease_id', `there is no lease ${leaseId}: import leases first`));
  }
  return faults;
}

function movedResidents({ row, books }: Reference): ImportFault[] {
  const known = books.residents.get(row.key);
  if (!known?.leaseId || known.propertyId === row.values['property_id']) return [];
  const message = `is on the lease ${known.leaseId} at ${known.propertyId}: take them off that lease first`;
  return [{ row: row.row, column: 'property_id', message }];
}

function leaseReferences({ row, books }: Reference): ImportFault[] {
  const [propertyId = ''] = textsOf(row.values, 'property_id');
  const [unit = ''] = textsOf(row.values, 'unit');
  const faults: ImportFault[] = [];
  if (books.properties.has(propertyId) && !books.units.has(unitKey(propertyId, unit))) {
    const message = `there is no unit ${unit} at ${propertyId}: import units first`;
    faults.push({ row: row.row, column: 'unit', message });
  }
  for (const residentId of residentsOf(row)) {
    const message = residentFault({ residentId, propertyId, books });
    if (message) faults.push({ row: row.row, column: 'resident_ids', message });
  }
  return faults;
}

function residentFault(by: {
  residentId: string;
  propertyId: string;
  books: Books;
}): string | null {
  const known = by.books.residents.get(by.residentId);
  if (!known) return `there is no resident ${by.residentId}: import residents first`;
  if (known.propertyId === by.propertyId) return null;
  return `${by.residentId} is a resident of ${known.propertyId}, not of ${by.propertyId}`;
}

/** Somebody who sees some properties changes nothing of the others, as it stands or as it would become. */
function notSeen({
  row,
  books,
  sees,
}: Omit<Judged, 'kind' | 'rows'> & { row: ImportRow }): ImportFault[] {
  const touched = [row.values, books.existing.get(row.key) ?? {}].flatMap((values) => [
    ...textsOf(values, 'property_id'),
    ...textsOf(values, 'property_ids'),
    ...textsOf(values, 'lease_id').flatMap((leaseId) => books.leases.get(leaseId) ?? []),
  ]);
  return [...new Set(touched)]
    .filter((propertyId) => !sees(propertyId))
    .map((propertyId) => ({
      row: row.row,
      column: null,
      message: `${propertyId} is not one of your properties`,
    }));
}

function textsOf(values: ImportValues, column: string): string[] {
  const value = values[column];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
