import type { Assurance } from './identity.ts';

/** Whom a conversation is with, and what that rests on. */
export interface Standing {
  residentId: string | null;
  assurance: Assurance;
  /** Whom the door vouched for last; null when it named nobody, or merely claimed. */
  doorResidentId: string | null;
  /** Whom words said in this conversation proved; null when nothing did. */
  provenResidentId: string | null;
}

/** What a door says of a message's sender. At `unknown` a name is a claim; above, the door vouches for it. */
export interface DoorWord {
  residentId: string | null;
  assurance: Assurance;
}

/**
 * Whom a conversation is with after another message. What a door vouches for counts together with the assurance it
 * gives; a mere claim fills a gap and borrows nothing. A door that only repeats whom it had vouched for when words
 * proved somebody else brings nothing new, so the proof stands; a door that vouches for another ends it.
 */
export function standingAfter(known: Standing, door: DoorWord): Standing {
  if (door.residentId === null) return withoutName(known, door);
  if (door.assurance === 'unknown') return withClaim(known, door.residentId);
  const doorResidentId = door.residentId;
  const repeats = doorResidentId === known.doorResidentId;
  if (known.provenResidentId !== null && repeats) return known;
  const { assurance } = door;
  return { residentId: doorResidentId, assurance, doorResidentId, provenResidentId: null };
}

// The sender of the same address may be proven better, as long as nobody in particular was meant.
function withoutName(known: Standing, { assurance }: DoorWord): Standing {
  const mayRise = known.residentId === null && assurance !== 'unknown';
  return mayRise ? { ...known, assurance } : known;
}

function withClaim(known: Standing, residentId: string): Standing {
  return known.residentId === null ? { ...known, residentId, assurance: 'unknown' } : known;
}
