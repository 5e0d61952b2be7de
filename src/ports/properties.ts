import type { PropertySettings } from '../domain/property.ts';
import type { Rollout } from '../domain/rollout.ts';

/** The properties that we serve, with their clocks, contacts and switches. */
export interface Properties {
  find(propertyId: string): Promise<PropertySettings | null>;
  list(): Promise<PropertySettings[]>;
  /** Adds a property or replaces its settings; the rollout of a known one is kept. */
  save(settings: PropertySettings): Promise<void>;
  /** Sets the switches and notes in the same transaction who did. @throws RecordNotFound */
  setRollout(by: { propertyId: string; rollout: Rollout; staffId: string }): Promise<void>;
}
