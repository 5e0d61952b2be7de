import type { Page } from '../domain/document.ts';

/** Reads a file into pages of text. */
export interface DocumentReader {
  /** @throws DocumentUnreadable naming what is wrong, within bounded time and memory. */
  read(file: Uint8Array): Promise<Page[]>;
}
