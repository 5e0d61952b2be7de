/** What a spreadsheet would run when it opens the file (OWASP, CSV injection, read 2026-11-23). */
const FORMULA = /^[=+\-@\t\r]/;

/** A byte order mark: without it Excel reads UTF-8 as the machine's own alphabet. */
const BOM = '\uFEFF';

/**
 * Rows as a CSV file of RFC 4180, in UTF-8 for Excel. A text that a spreadsheet would run as a formula gets an
 * apostrophe before it; numbers stay numbers, and null is an empty cell.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return BOM + rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
