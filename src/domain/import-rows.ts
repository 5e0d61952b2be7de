import type { CellContext } from './import-cells.ts';
import { IMPORT_COLUMNS, type ImportColumn } from './import-columns.ts';
import { nearestWord } from './import-nearest.ts';
import {
  importKey,
  inOrder,
  type ImportFault,
  type ImportKind,
  type ImportRow,
  type ImportTable,
  type ImportValue,
} from './import.ts';

/** What a file says, as far as it can be judged without the books. */
export interface CheckedRows {
  readonly rows: readonly ImportRow[];
  readonly faults: readonly ImportFault[];
}

/** Reads every cell of a file and names everything that is wrong with it, by row and column. */
export function checkRows(by: {
  readonly kind: ImportKind;
  readonly table: ImportTable;
  readonly context: CellContext;
}): CheckedRows {
  const { kind, table, context } = by;
  const { columns, faults } = readHeader(kind, table.header);
  if (faults.length > 0) return { rows: [], faults };
  if (table.rows.length === 0) {
    return { rows: [], faults: [{ row: 1, column: null, message: 'there is nothing below it' }] };
  }
  const read = table.rows.map((line) => readRow({ kind, columns, context, line }));
  const rows = read.flatMap(({ row }) => (row ? [row] : []));
  const all = [
    ...read.flatMap((one) => one.faults),
    ...doubles({ rows, keys: (row) => [row.key], column: IMPORT_COLUMNS[kind][0]?.name ?? null }),
    ...(kind === 'leases' ? doubles({ rows, keys: residentsOf, column: 'resident_ids' }) : []),
  ];
  return { rows, faults: inOrder(all) };
}

type Columns = readonly (ImportColumn | null)[];

/** The known column of each heading. Capitals, spaces and dashes do not matter; an unknown one is never skipped. */
function readHeader(
  kind: ImportKind,
  header: readonly string[],
): { columns: Columns; faults: ImportFault[] } {
  const known = IMPORT_COLUMNS[kind];
  const names = known.map(({ name }) => name);
  const headings = header.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const wrong = (column: string | null, message: string) => ({ row: 1, column, message });
  const faults: ImportFault[] = [];
  const columns = headings.map((heading, index) => {
    const column = known.find(({ name }) => name === heading) ?? null;
    const shown = header[index]?.trim() ?? '';
    if (heading !== '' && !column) faults.push(wrong(shown, unknownHeading(heading, names)));
    if (heading !== '' && headings.indexOf(heading) < index) {
      faults.push(wrong(shown, 'stands there twice'));
    }
    return column;
  });
  for (const { name, ifEmpty } of known) {
    if (ifEmpty === undefined && !headings.includes(name)) faults.push(wrong(name, 'is missing'));
  }
  return { columns, faults };
}

function unknownHeading(heading: string, names: readonly string[]): string {
  const nearest = nearestWord(heading, names);
  const hint = nearest ? `did you mean ${nearest}?` : `there are ${names.join(', ')}`;
  return `is no column of this file: ${hint}`;
}

function readRow(by: {
  kind: ImportKind;
  columns: Columns;
  context: CellContext;
  line: ImportTable['rows'][number];
}): { row: ImportRow | null; faults: ImportFault[] } {
  const { kind, columns, context, line } = by;
  const faults: ImportFault[] = [];
  const values: Record<string, ImportValue> = {};
  for (const [index, column] of columns.entries()) {
    if (!column) continue;
    const cell = (line.cells[index] ?? '').trim();
    const reading = cell === '' ? ifEmpty(column) : column.read(cell, context);
    if ('value' in reading) values[column.name] = reading.value;
    else faults.push({ row: line.row, column: column.name, message: reading.fault });
  }
  if (line.cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    const message = `has ${line.cells.length} cells where the header has ${columns.length}: put a cell that holds the separator in quotation marks`;
    faults.push({ row: line.row, column: null, message });
  }
  faults.push(...disagreements(line.row, values));
  const row = { row: line.row, key: importKey(kind, values), values };
  return { row: faults.length > 0 ? null : row, faults };
}

const ifEmpty = (column: ImportColumn) =>
  column.ifEmpty === undefined ? { fault: 'is empty' } : { value: column.ifEmpty };

function disagreements(row: number, { from, to }: Record<string, ImportValue>): ImportFault[] {
  const isBackwards = typeof from === 'string' && typeof to === 'string' && to < from;
  return isBackwards ? [{ row, column: 'to', message: `is before the first day (${from})` }] : [];
}

/** A thing that stands in the file twice is wrong both times; the later one names the earlier. */
function doubles(by: {
  rows: readonly ImportRow[];
  keys: (row: ImportRow) => readonly string[];
  column: string | null;
}): ImportFault[] {
  const seen = new Map<string, number>();
  return by.rows.flatMap((row) =>
    by.keys(row).flatMap((key) => {
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, row.row);
        return [];
      }
      return [
        { row: row.row, column: by.column, message: `${key} stands in row ${first} already` },
      ];
    }),
  );
}

/** The people whom a lease names: each is on one lease. */
export function residentsOf({ values }: ImportRow): readonly string[] {
  const named = values['resident_ids'];
  return Array.isArray(named) ? named.map(String) : [];
}
