import type { Rollout } from '../domain/rollout.ts';

/** The switches of a property as they stand; the version grows with every change. */
export interface StandingRollout {
  propertyId: string;
  organisationId: string;
  rollout: Rollout;
  version: number;
}

/** The stop switch of an organisation as it stands; version 0 where nobody ever pressed it. */
export interface StandingStop {
  organisationId: string;
  isStopped: boolean;
  version: number;
  changedAt: string | null;
  changedByName: string | null;
}

/** A change that was made, or one that came too late: then this is what stands instead, and who made it so. */
export type Changed<Standing> =
  { kind: 'changed'; standing: Standing } | { kind: 'stale'; standing: Standing };

/** One change as the record tells it. */
export interface RolloutChange {
  at: string;
  staffId: string;
  /** Null for somebody who is no longer here. */
  byName: string | null;
  subject:
    | { kind: 'property'; propertyId: string; from: Rollout; to: Rollout }
    | { kind: 'organisation'; organisationId: string; from: boolean; to: boolean };
}

interface ByStaff {
  staffId: string;
  /** What the person saw; null where it does not matter, as for a stop. */
  version: number | null;
}

/** How far the assistant may go, by whom that was changed, and the stop switches of organisations. */
export interface Rollouts {
  list(): Promise<StandingRollout[]>;
  /**
   * Sets the switches of a property, and notes who did in the same transaction; what changes nothing is noted nowhere.
   * @throws RecordNotFound
   */
  change(
    by: ByStaff & { propertyId: string; to: (standing: Rollout) => Rollout },
  ): Promise<Changed<StandingRollout>>;
  /** Every organisation that has a property or a switch. */
  listOrganisations(): Promise<StandingStop[]>;
  /** Ids of the organisations whose stop switch is set; asked on every turn. */
  listStopped(): Promise<string[]>;
  /** Sets or takes back the stop switch of an organisation, on the record likewise. */
  stopOrganisation(
    by: ByStaff & { organisationId: string; isStopped: boolean },
  ): Promise<Changed<StandingStop>>;
  /** The newest changes of these properties and organisations. */
  listChanges(by: {
    propertyIds: readonly string[];
    organisationIds: readonly string[];
  }): Promise<RolloutChange[]>;
}
