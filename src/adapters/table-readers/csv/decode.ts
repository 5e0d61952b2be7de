import { TableUnreadable } from '../../../ports/errors.ts';
import type { ReadTable } from '../../../ports/table-reader.ts';

/** The text of a file, and how it was written. */
export interface Decoded {
  text: string;
  encoding: ReadTable['encoding'];
}

const SAVE_AS = 'in the spreadsheet choose "Save as" and "CSV UTF-8 (comma delimited)"';

// The first bytes of files that people send in place of a CSV.
const OTHERS: readonly [what: string, bytes: readonly number[]][] = [
  ['a spreadsheet (.xlsx)', [0x50, 0x4b, 0x03, 0x04]],
  ['an old spreadsheet (.xls)', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
];

/**
 * The text of a CSV file: UTF-8 with or without a mark, UTF-16, or what older spreadsheets write (Windows-1252).
 * @throws TableUnreadable for anything else
 */
export function decode(file: Uint8Array): Decoded {
  const starts = (bytes: readonly number[]): boolean =>
    bytes.every((byte, index) => file[index] === byte);
  for (const [what, bytes] of OTHERS) {
    if (starts(bytes)) throw new TableUnreadable(`This is ${what} and no CSV: ${SAVE_AS}.`);
  }
  if (starts([0xff, 0xfe]) || (file[0] !== 0 && file[1] === 0)) return utf16(file, 'utf-16le');
  if (starts([0xfe, 0xff]) || (file[0] === 0 && file[1] !== 0)) return utf16(file, 'utf-16be');
  return utf8(file) ?? windows1252(file);
}

function utf16(file: Uint8Array, label: 'utf-16le' | 'utf-16be'): Decoded {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(file);
    return { text: printable(text), encoding: 'UTF-16' };
  } catch (cause) {
    if (cause instanceof TableUnreadable) throw cause;
    throw new TableUnreadable(`The file is cut off or damaged (UTF-16): ${SAVE_AS}.`, { cause });
  }
}

function utf8(file: Uint8Array): Decoded | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    return { text: printable(text), encoding: 'UTF-8' };
  } catch (error) {
    if (error instanceof TableUnreadable) throw error;
    return null;
  }
}

// Five bytes stand for no letter there; a text that has one is in some other encoding.
const NO_LETTER = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
// By the bytes 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt, read 2026-11-23).
const UPPER =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

function windows1252(file: Uint8Array): Decoded {
  if (file.some((byte) => NO_LETTER.includes(byte))) {
    throw new TableUnreadable(`The letters of this file cannot be told: ${SAVE_AS}.`);
  }
  const text = Buffer.from(file)
    .toString('latin1')
    .replace(/[\u0080-\u009F]/g, (letter) => UPPER[letter.charCodeAt(0) - 0x80] ?? letter);
  return { text: printable(text), encoding: 'Windows-1252' };
}

function printable(text: string): string {
  if (!text.includes('\0')) return text;
  throw new TableUnreadable(`This is no text, so it is no CSV: ${SAVE_AS}.`);
}
