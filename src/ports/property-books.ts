import type { ImportKind, ImportRow } from '../domain/import.ts';
import type { ImportPlan } from '../domain/import-plan.ts';

/** What belongs to some properties, by the books' own ids. */
export interface PropertyMembers {
  unitIds: string[];
  leaseIds: string[];
  residentIds: string[];
}

/** The books of an operator who keeps them with us: what a file can add and change. */
export interface PropertyBooks {
  /**
   * Judges the rows against the books and, unless it is a rehearsal or anything is wrong, writes them: all or nothing.
   * `sees` says which properties the person may touch.
   */
  importRows(by: {
    kind: ImportKind;
    rows: readonly ImportRow[];
    isRehearsal: boolean;
    sees: (propertyId: string) => boolean;
  }): Promise<ImportPlan>;
  membersOf(propertyIds: readonly string[]): Promise<PropertyMembers>;
  /** Takes properties away with everything in them, all or nothing; a vendor of other properties stays. */
  removeProperties(propertyIds: readonly string[]): Promise<void>;
}
