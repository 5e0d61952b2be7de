import type { PropertySettings } from '../domain/property.ts';

/** The properties that we serve, with their clocks, contacts and switches. */
export interface Properties {
  find(propertyId: string): Promise<PropertySettings | null>;
  list(): Promise<PropertySettings[]>;
  /** Adds a property or replaces its settings; the rollout of a known one is kept. */
  save(settings: PropertySettings): Promise<void>;
}
