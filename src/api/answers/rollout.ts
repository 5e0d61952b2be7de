import type { Rollout, RolloutPhase, Skill } from '../../domain/rollout.ts';
import type { RolloutChange, StandingStop } from '../../ports/rollouts.ts';
import type { ShadowCount, ShadowTurn } from '../../ports/shadow-comparison.ts';

/** How far the assistant may go at one property. */
export interface PropertyRollout {
  propertyId: string;
  organisationId: string;
  rollout: Required<Rollout>;
  /** Sent back with a change: whoever changes what they have not seen is refused. */
  version: number;
  /** What counts on the next turn, stop switches taken into account. */
  inForce: Record<Skill, RolloutPhase>;
}

/** The stop switch of an organisation. */
export interface OrganisationRollout extends StandingStop {
  /** Its properties that the reader sees. */
  propertyIds: string[];
  /** Whether the reader may press it: an admin who sees all of its properties. */
  mayStop: boolean;
}

/** `GET /rollout`. */
export interface RolloutAnswer {
  organisations: OrganisationRollout[];
  properties: PropertyRollout[];
}

/** One of `GET /rollout/changes`. */
export type RolloutChangeAnswer = RolloutChange;

/** One of `GET /rollout/shadow`. */
export type ShadowTurnAnswer = ShadowTurn;

/** One of `GET /rollout/shadow/counts`; shares are null where there are too few cases to say one. */
export interface ShadowCountAnswer extends ShadowCount {
  judged: number;
  /** Of the judged, how many in a hundred were marked the same. */
  sameMarkPercent: number | null;
  /** Of those that staff did something about, how many in a hundred where they did the same kind of thing. */
  sameDeedPercent: number | null;
}
