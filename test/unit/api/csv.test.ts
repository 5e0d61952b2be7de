import { expect, test } from 'vitest';
import { csvOf } from '../../../src/api/csv.ts';

test('writes RFC 4180: a mark for Excel, CRLF after each row, quotes doubled', () => {
  expect(
    csvOf([
      ['Name', 'Share (%)'],
      ['Elm, "old"\nwing', 12.5],
      ['', null],
    ]),
  ).toBe('\uFEFFName,Share (%)\r\n"Elm, ""old""\nwing",12.5\r\n,\r\n');
});

// Security: a property's name is typed by people, and the file is opened by a manager.
test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'lets a spreadsheet run nothing of %j',
  (name) => {
    const cell = csvOf([[name]]).slice(1, -2);
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);

test('leaves a number a number', () => {
  expect(csvOf([[-1]])).toBe('\uFEFF-1\r\n');
});
