import type { Resident } from './resident.ts';

/** What somebody says of themselves to be recognised. */
export interface Claim {
  /** `HC-4B-01`: as printed on the booking. */
  bookingId: string | null;
  /** The other words of the message, folded, to look for a second fact in. */
  words: string[];
}

const BOOKING_ID = /\b[A-Z]{2,4}-[0-9A-Z]{1,5}-\d{2}\b/gi;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Reads a booking id and the words around it out of a message; a booking id is no word of its own. */
export function readClaim(text: string): Claim {
  const bookingId = text.match(BOOKING_ID)?.[0]?.toUpperCase() ?? null;
  return { bookingId, words: wordsOf(text.replace(BOOKING_ID, ' ')) };
}

/**
 * Whether a claim proves that it is this resident: the booking id and a second fact, their whole last name or the end of
 * a number on the lease, four digits at least. One fact alone proves nothing.
 */
export function proves({ bookingId, words }: Claim, resident: Resident): boolean {
  if (bookingId !== resident.id.toUpperCase() || isGuessing(words)) return false;
  return saysName(words, resident.lastName) || words.some((word) => endsNumber(word, resident));
}

// Somebody who lists numbers or names until one fits proves nothing, however it is split into messages.
const WORDS_MAX = 30;

function isGuessing(words: string[]): boolean {
  return words.length > WORDS_MAX || words.filter((word) => /^\d{4,}$/.test(word)).length > 1;
}

// "O'Brien" is said as "O'Brien" or "obrien"; a name of two letters is too often an ordinary word.
function saysName(words: string[], lastName: string): boolean {
  const name = wordsOf(lastName);
  if (name.join('').length < 3) return false;
  return words.includes(name.join('')) || ` ${words.join(' ')} `.includes(` ${name.join(' ')} `);
}

const endsNumber = (word: string, { phones }: Resident): boolean =>
  /^\d{4,}$/.test(word) && phones.some((phone) => phone.endsWith(word));
