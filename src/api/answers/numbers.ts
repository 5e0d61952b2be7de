import type { HandOverReason } from '../../domain/decision.ts';
import type { Counted, Figure, Period, Unit } from '../../domain/numbers.ts';
import type { Intent } from '../../domain/wish.ts';
import type { WishOutcome } from '../../ports/numbers.ts';

export type { Figure, Intent, Unit, HandOverReason, Counted };

/** One figure of `GET /numbers`: `value` is null under `casesMin` cases, and where there are none. */
export interface FigureAnswer extends Counted {
  figure: Figure;
  unit: Unit;
  /** Every step of the period, in order. */
  steps: (Counted & { from: string; to: string })[];
  /** Each property; empty where one was asked for. */
  properties: (Counted & { propertyId: string; name: string })[];
}

/** What became of one kind of wish; `value` is the share that was resolved. */
export interface IntentAnswer extends Counted, Record<WishOutcome, number> {
  intent: Intent;
}

/** `GET /numbers`. */
export interface NumbersAnswer {
  propertyId: string | null;
  period: Period;
  /** The zones of the properties, by whose midnights days are counted; IANA names. */
  zones: string[];
  countedAt: string;
  casesMin: number;
  figures: FigureAnswer[];
  intents: IntentAnswer[];
  handOffs: { reason: HandOverReason; count: number }[];
  approvals: { waiting: number; oldestOpenedAt: string | null; expired: number };
}
