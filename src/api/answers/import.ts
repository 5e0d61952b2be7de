import type { ImportKind } from '../../domain/import.ts';

export type { ImportKind } from '../../domain/import.ts';
export type { ImportReport } from '../import-file.ts';

/** One of `GET /imports`, in the order in which they refer to each other. */
export interface ImportKindAnswer {
  kind: ImportKind;
  columns: { name: string; isNeeded: boolean }[];
}
