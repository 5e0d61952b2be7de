/** What can be put into the books from a file. In this order: a later kind refers to an earlier one. */
export const IMPORT_KINDS = [
  'properties',
  'units',
  'residents',
  'leases',
  'ledger',
  'vendors',
] as const;

/** One of the kinds. */
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A file's cells as they stand. Rows are numbered as a spreadsheet shows them: the header is row 1. */
export interface ImportTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** A cell that was understood: money in cents, days as `YYYY-MM-DD`, phones in E.164. */
export type ImportValue = string | number | boolean | null | readonly string[];

/** The columns of a row that the file has, by name; a column that is not in the file is not in here. */
export type ImportValues = Readonly<Record<string, ImportValue>>;

/** A row that was understood. */
export interface ImportRow {
  readonly row: number;
  /** What makes it the same thing in the next file. */
  readonly key: string;
  readonly values: ImportValues;
}

/** What is wrong, and where; `column` is null for a row as a whole. */
export interface ImportFault {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

/** What a row does to the books; `columns` are those that differ. */
export interface ImportOutcome {
  readonly row: number;
  readonly key: string;
  readonly outcome: 'added' | 'changed' | 'unchanged';
  readonly columns: readonly string[];
}

/** The natural key of a row: its own id, and for a unit its property and number. */
export function importKey(kind: ImportKind, values: ImportValues): string {
  const of = (column: string): string => String(values[column] ?? '');
  switch (kind) {
    case 'properties':
      return of('property_id');
    case 'units':
      return unitKey(of('property_id'), of('unit'));
    case 'residents':
      return of('resident_id');
    case 'leases':
      return of('lease_id');
    case 'ledger':
      return of('entry_id');
    case 'vendors':
      return of('vendor_id');
  }
}

/** The key under which a unit is known, and the id of a new one. */
export function unitKey(propertyId: string, number: string): string {
  return `${propertyId}-${unitSlug(number)}`;
}

// The same whether it is written "4 B", "4-b" or "4 b".
function unitSlug(number: string): string {
  return (number.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
}

/** Faults in the order of the file. */
export function inOrder(faults: readonly ImportFault[]): ImportFault[] {
  return faults.toSorted((one, other) => one.row - other.row);
}
