import type { HandOverReason } from '../domain/decision.ts';
import type { Counted, Figure, Period } from '../domain/numbers.ts';
import type { Intent } from '../domain/wish.ts';

/** A property whose rows are counted, by the days of its zone; null: what belongs to no property. */
export interface CountedPlace {
  propertyId: string | null;
  /** IANA name. */
  zone: string;
}

/** Of what a figure is one: all of it, a step of the period, a property. */
export type Slice =
  | { kind: 'all' }
  | { kind: 'step'; startsOn: string }
  | { kind: 'property'; propertyId: string | null };

/** A figure of one slice; there is none where nothing happened. */
export interface Measure extends Counted {
  figure: Figure;
  slice: Slice;
}

/** What became of wishes: `unknown` while their seven days are not over. */
export const OUTCOMES = [
  'resolved',
  'person',
  'again',
  'declined',
  'undelivered',
  'unknown',
] as const;

/** One of them. */
export type WishOutcome = (typeof OUTCOMES)[number];

/** How often each outcome came about, by intent. */
export type WishCounts = Partial<Record<WishOutcome, number>>;

/** What was counted, before anything is withheld for being too few. */
export interface MeasuredNumbers {
  measures: Measure[];
  wishes: Map<Intent, WishCounts>;
  handOffs: { reason: HandOverReason; count: number }[];
  /** What managers are asked now, and what ended in the period without their answer. */
  approvals: { waiting: number; oldestOpenedAt: string | null; expired: number };
}

/** Counts what our rows know of a period; docs/numbers.md defines each figure. */
export interface Numbers {
  measure(by: { places: CountedPlace[]; period: Period; now: Date }): Promise<MeasuredNumbers>;
}
