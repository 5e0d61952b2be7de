/** An alert that rings until a person accepts it. Ids and instants only. */
export interface AlertCase {
  alertId: string;
  propertyId: string | null;
  kind: 'danger' | 'approval' | 'hand-off' | 'maintenance-request' | 'operator';
  class: string | null;
  headline: string;
  conversationId: string | null;
  /** Rings, in order: who hears it, and how long to wait for someone to accept. The last rung repeats. */
  ladder: Rung[];
}

/** One step of an alert's ladder. */
export interface Rung {
  contacts: string[];
  waitMinutes: number;
}

/** How an alert stands; `closed`: its matter ended, and nobody need accept it. */
export type AlertState = 'ringing' | 'accepted' | 'closed';

/** How the matter of a closed alert ended: its approval, or its hand-off; `gone`: its row is no more. */
export const ALERT_ENDINGS = [
  'approved',
  'rejected',
  'expired',
  'revoked',
  'taken-over',
  'given-back',
  'gone',
] as const;
export type AlertEnding = (typeof ALERT_ENDINGS)[number];

/** What came of a ring: an outside door took it, it stands on the desk only, or there was nobody to ring. */
export type RingOutcome = 'accepted' | 'recorded' | 'nobody';

/** Whether nobody can be rung: the last ring named nobody, or the ladder names nobody and has not rung yet. */
export function isUnheard(ladder: Rung[], last: { outcome: string } | undefined): boolean {
  if (last) return last.outcome === 'nobody';
  return ladder.every(({ contacts }) => contacts.length === 0);
}

/**
 * The ladder for a danger: whoever is on call, again, then everyone who manages, again and again. Where nobody is on
 * call everyone is asked at once.
 */
export function dangerLadder(by: {
  onCall: string[];
  managers: string[];
  waitMinutes: number;
}): Rung[] {
  const everyone = [...new Set([...by.onCall, ...by.managers])];
  const rungs = by.onCall.length > 0 ? [by.onCall, by.onCall, everyone] : [everyone];
  return rungs.map((contacts) => ({ contacts, waitMinutes: by.waitMinutes }));
}

/** The rung that rings at an attempt (0 first); the last one repeats. */
export function rungAt(ladder: Rung[], attempt: number): Rung | null {
  return ladder[Math.min(attempt, ladder.length - 1)] ?? null;
}

/** When an alert rings again, and for whom. */
export interface NextRing {
  at: string;
  contacts: string[];
}

/** What follows the last ring while nobody accepts; null before the first ring, and where nobody can be rung. */
export function nextRing(
  ladder: Rung[],
  last: { attempt: number; rangAt: string } | undefined,
): NextRing | null {
  if (!last) return null;
  const rung = rungAt(ladder, last.attempt);
  const next = rungAt(ladder, last.attempt + 1);
  if (!rung || !next) return null;
  const at = new Date(Date.parse(last.rangAt) + rung.waitMinutes * 60_000).toISOString();
  return { at, contacts: next.contacts };
}
