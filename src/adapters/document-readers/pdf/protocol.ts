import type { DocumentFailure, Page } from '../../../domain/document.ts';

/** What the thread is given at its start. */
export interface ReadJob {
  file: Uint8Array<ArrayBuffer>;
  pagesMax: number;
}

/** What the thread answers, once. */
export type ReadAnswer =
  | { kind: 'read'; pages: Page[] }
  | { kind: 'unreadable'; failure: DocumentFailure; reason: string };
