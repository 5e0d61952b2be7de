/** One fact of the record: ids, versions, outcomes, durations; never a person's words. */
export interface AuditEntry {
  /** Which chain: a property's id, or `house` for what concerns none. */
  chain: string;
  /**
   * Unique within the chain: the same event recorded again is the same entry. The outcome (`*.ended`) of an intent
   * (`*.started`) has the intent's key with the word `ended` for `started`.
   */
  key: string;
  /** `noun.past-verb`. */
  event: string;
  facts: Record<string, string | number | boolean | null>;
}

/** What a verification found; an empty list means that the record is whole. */
export interface AuditFault {
  chain: string;
  position: number | null;
  fault: 'changed' | 'deleted' | 'inserted' | 'reordered' | 'tail-cut' | 'intent-without-outcome';
}

/** An append-only, hash-chained record. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  verify(): Promise<AuditFault[]>;
}
