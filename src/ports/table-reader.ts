import type { ImportTable } from '../domain/import.ts';

/** A table, and how its file was read, for a person to see when letters look wrong. */
export interface ReadTable extends ImportTable {
  encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
  separator: 'comma' | 'semicolon' | 'tab';
}

/** Reads a file of rows and columns. */
export interface TableReader {
  /** @throws TableUnreadable with a sentence for the person */
  read(file: Uint8Array): ReadTable;
}
