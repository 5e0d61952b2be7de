import { CsvError, parse } from 'csv-parse/sync';
import { TableUnreadable } from '../../../ports/errors.ts';
import type { ReadTable, TableReader } from '../../../ports/table-reader.ts';
import { decode } from './decode.ts';

const ROWS_MAX = 20_000;
const RECORD_MAX = 100_000; // letters; a quotation mark that is never closed swallows the rest of the file
const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

type Separator = keyof typeof SEPARATORS;

/** CSV files as spreadsheets and other systems write them (csv-parse 7, https://csv.js.org, read 2026-11-23). */
export function createCsvTableReader(): TableReader {
  return { read: readTable };
}

function readTable(file: Uint8Array): ReadTable {
  const { text, encoding } = decode(file);
  const { separator, body, hintRows } = findSeparator(text);
  const lines = parseLines(body, separator).map((cells, index) => ({
    row: index + 1 + hintRows,
    cells,
  }));
  const [header, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header) throw new TableUnreadable('The file is empty.');
  if (rows.length > ROWS_MAX) {
    throw new TableUnreadable(
      `The file has ${rows.length} rows and ${ROWS_MAX} are taken at once: cut it into several.`,
    );
  }
  return { header: header.cells, rows, encoding, separator: SEPARATORS[separator] };
}

/** The separator that a spreadsheet names in a first row of its own (`sep=;`), else the one that the header holds most. */
function findSeparator(text: string): { separator: Separator; body: string; hintRows: number } {
  const hint = /^\uFEFF?sep=([,;\t])\r?\n/i.exec(text);
  if (hint) {
    return {
      separator: asSeparator(hint[1] ?? ','),
      body: text.slice(hint[0].length),
      hintRows: 1,
    };
  }
  const header = /^\s*(.*)/.exec(text)?.[1]?.replace(/"(?:[^"]|"")*"/g, '') ?? '';
  const count = (separator: string): number => header.split(separator).length;
  const best = [';', '\t'].find((one) => count(one) > count(',')) ?? ',';
  return { separator: asSeparator(best), body: text.replace(/^\uFEFF/, ''), hintRows: 0 };
}

const asSeparator = (sign: string): Separator => (sign === ';' || sign === '\t' ? sign : ',');

function parseLines(body: string, delimiter: Separator): string[][] {
  try {
    return parse(body, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: RECORD_MAX,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : '?';
    throw new TableUnreadable(
      `Line ${line}: ${REASONS[error.code] ?? `the row cannot be read (${error.code}).`}`,
    );
  }
}

// The library's own messages quote the cell; ours do not.
const REASONS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed.',
  CSV_MAX_RECORD_SIZE: 'a quotation mark is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE:
    'a quotation mark stands inside a cell: write it twice, and quote the whole cell.',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands inside a cell: write it twice, and quote the whole cell.',
};
