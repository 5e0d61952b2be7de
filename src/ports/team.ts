/** Somebody who can be given a conversation. */
export interface Colleague {
  staffId: string;
  name: string;
}

/** Who works where. */
export interface Team {
  /** Everybody with one of these roles at a property, by name; at any property for null. */
  listAt(by: { propertyId: string | null; roles: readonly string[] }): Promise<Colleague[]>;
}
