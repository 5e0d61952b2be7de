import type { JourneyPlan, Plan } from './plan.ts';

/** A resident who was made for one journey. */
export interface Person {
  residentId: string;
  /** Digits, as WhatsApp writes a number. */
  phone: string;
  /** A word that stands in nothing else, by which their messages are known. */
  word: string;
}

/** A message for which the product answered 200. */
export interface Acknowledged {
  providerMessageId: string;
  acknowledgedAt: number;
  /** What it must bring: words of ours, a warning, or nothing while a person holds the conversation. */
  wants: 'answer' | 'warning' | 'silence';
}

/** A takeover as the staff saw it. */
export interface HeldBy {
  askedAt: number;
  acknowledgedAt: number;
  /** Sends that the answer named as on their way. */
  alreadySending: string[];
  releasedAt: number | null;
}

/** What the desk was told about an approval. */
export interface Decided {
  approvalId: string;
  acknowledgedAt: number;
}

/** A question about a document, and which of its versions may be told. */
export interface AskedOfDocument {
  providerMessageId: string;
  allowed: string[];
  forbidden: string[];
}

/** Everything that one journey saw from outside. */
export interface JourneyLedger {
  plan: JourneyPlan;
  person: Person;
  acknowledged: Acknowledged[];
  /** The request that was confirmed must come to one order. */
  wantsOrder: boolean;
  held: HeldBy | null;
  decided: Decided | null;
  asked: AskedOfDocument[];
  /** What it waited for in vain. */
  stalledAt: string | null;
}

/** Everything that a run saw from outside. */
export interface RunLedger {
  plan: Plan;
  startedAt: number;
  journeys: JourneyLedger[];
}

/** A ledger with nothing in it. */
export function emptyLedger(plan: JourneyPlan, person: Person): JourneyLedger {
  return {
    plan,
    person,
    acknowledged: [],
    wantsOrder: false,
    held: null,
    decided: null,
    asked: [],
    stalledAt: null,
  };
}
