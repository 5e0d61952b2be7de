/** The processes that belong to some properties, by our own ids. */
export interface PropertyProcesses {
  conversations: string[];
  requests: string[];
  approvals: string[];
  handOffs: string[];
  alerts: string[];
  documents: { documentId: string; version: number }[];
}

/** What is taken away together: properties, who owns them, and what the books say belongs to them. */
export interface Removal {
  propertyIds: readonly string[];
  organisationIds: readonly string[];
  unitIds: readonly string[];
  leaseIds: readonly string[];
  residentIds: readonly string[];
  staffEmails: readonly string[];
}

/** Takes properties away with everything about them but the record, which stays whole. */
export interface Removals {
  processesOf(removal: Removal): Promise<PropertyProcesses>;
  /** All or nothing; what is gone already is no fault. */
  remove(removal: Removal): Promise<void>;
  /** Notes once and for all, in the record too, that it is done. */
  finish(by: { mark: string; propertyIds: readonly string[] }): Promise<void>;
  isDone(mark: string): Promise<boolean>;
}
