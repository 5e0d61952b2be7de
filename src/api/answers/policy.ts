import type { LayerInForce } from '../../ports/policy-packs.ts';

/** A time as one reads it, by the name of what must have happened then. */
export interface ClockRead {
  name: string;
  time: string;
}

/** What somebody is told to do in a danger, and what is added once people were alerted. */
export interface SafetyRead {
  say: string;
  afterAlert: string | null;
}

/** `GET /properties/:id/policy`: the rules in force at a property, as one reads them. */
export interface PolicyAnswer {
  propertyId: string;
  /** Default rules and layers, with their numbers. */
  label: string;
  /** What closes the version: the digest of the merged rules. */
  digest: string;
  inForceSince: string | null;
  layers: LayerInForce[];
  classes: { class: string; label: string; clocks: ClockRead[] }[];
  costs: {
    currency: string;
    noneUpToCents: number;
    managerUpToCents: number;
    ownerUpToCents: number;
    isOwnerStageOn: boolean;
    makeSafeUpToCents: number;
    bands: { band: string; ceilingCents: number }[];
    reviewTrades: string[];
    clocks: ClockRead[];
  };
  /** When somebody who waits for a person is brought up. */
  handOff: ClockRead[];
  hours: { day: string; spans: string[] }[];
  holidays: string[];
  safetyTexts: { hazard: string; en: SafetyRead; es: SafetyRead }[];
  legalClocks: {
    id: string;
    label: string;
    source: string;
    isOn: boolean;
    clocks: { meaning: string; time: string; goal: 'begun' | 'done' }[];
  }[];
  versions: { label: string; digest: string; keptAt: string; isInForce: boolean }[];
}
