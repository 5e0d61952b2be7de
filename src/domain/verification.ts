import type { Resident } from './resident.ts';

/** What somebody says of themselves to be recognised. */
export interface Claim {
  /** `HC-4B-01`: as printed on the booking. */
  bookingId: string | null;
  /** All words of the message, folded, to look for a second fact in. */
  words: string[];
}

const BOOKING_ID = /\b[A-Z]{2,4}-[0-9A-Z]{1,5}-\d{2}\b/i;

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Reads a booking id and the words around it out of a message. */
export function readClaim(text: string): Claim {
  const bookingId = BOOKING_ID.exec(text)?.[0]?.toUpperCase() ?? null;
  return { bookingId, words: fold(text).match(/[\p{L}\p{N}]+/gu) ?? [] };
}

/**
 * Whether a claim proves that it is this resident: the booking id and a second fact, their last name or the last four
 * digits of a number on the lease. One fact alone proves nothing.
 */
export function proves(claim: Claim, resident: Resident): boolean {
  if (claim.bookingId !== resident.id.toUpperCase()) return false;
  const secondFacts = [fold(resident.lastName), ...resident.phones.map((phone) => phone.slice(-4))];
  return secondFacts.some((fact) => fact.length >= 3 && claim.words.includes(fact));
}
