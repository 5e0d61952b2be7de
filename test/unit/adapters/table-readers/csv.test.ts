import { describe, expect, it, test } from 'vitest';
import { createCsvTableReader } from '../../../../src/adapters/table-readers/csv/index.ts';
import { TableUnreadable } from '../../../../src/ports/errors.ts';
import type { ReadTable } from '../../../../src/ports/table-reader.ts';

const reader = createCsvTableReader();
const read = (file: Uint8Array): ReadTable => reader.read(file);
const cellsOf = (file: Uint8Array): readonly (readonly string[])[] => {
  const { header, rows } = read(file);
  return [header, ...rows.map(({ cells }) => cells)];
};
const EXPECTED = [
  ['name', 'unit'],
  ['Zo\u00EB Pe\u00F1a', '4B'],
];
const TEXT = 'name,unit\r\nZo\u00EB Pe\u00F1a,4B\r\n';
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const inBytes = (...parts: (number[] | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

test.each([
  ['UTF-8', Buffer.from(TEXT), 'UTF-8'],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), 'UTF-8'],
  ['UTF-16 as spreadsheets save it', Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), 'UTF-16'],
  ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le'), 'UTF-16'],
  ['UTF-16 the other way round', utf16be(`\uFEFF${TEXT}`), 'UTF-16'],
  ['Windows-1252', Buffer.from(TEXT, 'latin1'), 'Windows-1252'],
])('reads the same words in %s', (_name, file, encoding) => {
  expect(cellsOf(file)).toEqual(EXPECTED);
  expect(read(file).encoding).toBe(encoding);
});

it('reads the signs that Windows-1252 has in place of control codes', () => {
  const file = inBytes(Buffer.from('name\n'), [0x80, 0x93, 0x41, 0x94, 0x92, 0x97]);
  expect(cellsOf(file)).toEqual([['name'], ['\u20AC\u201CA\u201D\u2019\u2014']]);
});

test.each([
  ['a spreadsheet', inBytes([0x50, 0x4b, 0x03, 0x04], Buffer.from('...')), /\.xlsx.*CSV UTF-8/],
  ['an old spreadsheet', inBytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /\.xls.*CSV UTF-8/],
  ['a PDF', Buffer.from('%PDF-1.7'), /a PDF/],
  ['letters of no known encoding', inBytes(Buffer.from('name\n'), [0x81, 0x8d]), /cannot be told/],
  ['bytes that are no text', inBytes(Buffer.from('name\nabc'), [0, 1, 2, 3, 0]), /no text/],
  ['half a letter of UTF-16', inBytes([0xff, 0xfe, 0x41, 0x00, 0x42]), /cut off|no text/],
  ['nothing', Buffer.alloc(0), /empty/],
  ['blank lines', Buffer.from('\r\n\r\n'), /empty/],
])('refuses %s with a sentence', (_name, file, sentence) => {
  expect(() => read(file)).toThrow(TableUnreadable);
  expect(() => read(file)).toThrow(sentence);
});

describe('separators', () => {
  test.each([
    ['comma', 'name,unit\nZo\u00EB Pe\u00F1a,4B'],
    ['semicolon', 'name;unit\nZo\u00EB Pe\u00F1a;4B'],
    ['tab', 'name\tunit\nZo\u00EB Pe\u00F1a\t4B'],
    ['semicolon', 'sep=;\nname;unit\nZo\u00EB Pe\u00F1a;4B'],
    ['semicolon', '"name";"unit"\r\n"Zo\u00EB Pe\u00F1a";"4B"'],
  ])('finds the %s', (separator, text) => {
    expect(cellsOf(Buffer.from(text))).toEqual(EXPECTED);
    expect(read(Buffer.from(text)).separator).toBe(separator);
  });

  it('may stand in quoted cells, and so may quotes and line ends', () => {
    const text = 'name,unit\n"Pe\u00F1a, ""Zo\u00EB""\nand others",4B\n';
    expect(cellsOf(Buffer.from(text))[1]).toEqual(['Pe\u00F1a, "Zo\u00EB"\nand others', '4B']);
  });
});

it('numbers rows as a spreadsheet shows them, blank ones counted and left out', () => {
  const numbersOf = (text: string) => read(Buffer.from(text)).rows.map(({ row }) => row);
  expect(numbersOf('name\nKim\n\nLee\n')).toEqual([2, 4]);
  expect(numbersOf('sep=,\nname\nKim\n')).toEqual([3]);
  expect(numbersOf('name\n"Kim\nKim"\nLee\n')).toEqual([2, 3]);
});

it('names the line of a quotation mark that is never closed, and quotes nothing of it', () => {
  const text = 'name,unit\nKim,4B\n"Lee,4C\n';
  expect(() => read(Buffer.from(text))).toThrow(/^Line \d+: a quotation mark is opened/);
  expect(() => read(Buffer.from('name\nKi"m"\n'))).toThrow(/stands inside a cell/);
});

it('takes no more rows than can be judged at once', () => {
  const text = `name\n${'Kim\n'.repeat(20_001)}`;
  expect(() => read(Buffer.from(text))).toThrow(/20001 rows and 20000/);
});
