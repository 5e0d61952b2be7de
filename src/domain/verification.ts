import { livesHere, type Resident } from './resident.ts';

/** What somebody says of themselves to be recognised. */
export interface Claim {
  /** `HC-4B-01`: as printed on the booking. */
  bookingId: string | null;
  /** `4B`: as it stands on the door, capitals, without spaces and dashes. */
  unit: string | null;
  /** The properties that are named. */
  propertyIds: string[];
  /** The other words of the message, folded, to look for a second fact in. */
  words: string[];
}

/** A place that people may name. */
export interface NamedPlace {
  propertyId: string;
  name: string;
}

/** How failed tries count, from the policy pack. */
export interface VerificationRule {
  /** After so many a person takes over, and nothing that is said proves anything any more. */
  readonly failuresMax: number;
  /** So long after the last one they count no longer. */
  readonly forgottenAfterHours: number;
}

const BOOKING_ID = /\b[A-Z]{2,4}-[0-9A-Z]{1,5}-\d{2}\b/gi;

// "unit 4B", "apt. no. 204", "#12", "departamento 3-A", or a bare "4B"; a bare number may be anything.
const NAMED_UNIT =
  /(?:(?<![\p{L}\p{N}])(?:unit|apartment|apt|suite|flat|unidad|apartamento|departamento|depto|dpto|apto)\.?\s*(?:number|no\.?|n[uú]mero|#)?\s*|#\s*)(\d{1,4}-?[a-z]?|[a-z]-?\d{1,4})(?![\p{L}\p{N}])/iu;
const BARE_UNIT = /(?<![\p{L}\p{N}-])(\d{1,3}-?[a-z])(?![\p{L}\p{N}-])/iu;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Reads a booking id or a unit, and the words around them, out of a message; what names the home is no second fact. */
export function readClaim(text: string, places: NamedPlace[] = []): Claim {
  const bookingId = text.match(BOOKING_ID)?.[0]?.toUpperCase() ?? null;
  const rest = text.replace(BOOKING_ID, ' ');
  const unit = NAMED_UNIT.exec(rest) ?? BARE_UNIT.exec(rest);
  const said = wordsOf(unit ? rest.replace(unit[0], ' ') : rest);
  const named = places.filter(({ name }) => saysName(said, name));
  const words = named.reduce((left, { name }) => withoutName(left, name), said);
  return {
    bookingId,
    unit: unit?.[1] ? unitLabel(unit[1]) : null,
    propertyIds: named.map(({ propertyId }) => propertyId),
    words,
  };
}

/** A unit's label as labels are compared: `4-b` and `4B` are one. */
function unitLabel(number: string): string {
  return number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a message names a home at all, by booking id or unit. */
export function namesHome({ bookingId, unit }: Claim): boolean {
  return bookingId !== null || unit !== null;
}

// Words that say nothing of a person: without any other there is no second fact to check.
const FILLER = new Set(
  wordsOf(
    `a am and apartment at booking building ends flat for hello here hi home i id im in is it its last lease live lives
    living me my name number of ok our phone please property resident surname tenant thank thanks that the this unit we
    with yes you
    apellido aqui con contrato de del edificio el en es esta gracias hola la llamo me mi mis nombre numero por favor
    propiedad reserva residente si soy telefono termina un una unidad vivo y yo departamento apartamento`,
  ),
);

/** Whether anything beside the home is said that could be a second fact; read from the words alone, so that it tells
 * nobody whether the home exists. */
export function hasSecondFact({ words }: Claim): boolean {
  return words.some((word) => !FILLER.has(word));
}

/**
 * Whether a claim proves that it is this resident: the booking id or the unit, and a second fact, their whole last name
 * or the end of a number on the lease, four digits at least. One fact alone proves nothing.
 */
export function proves(claim: Claim, resident: Resident): boolean {
  const { words } = claim;
  if (!isMeant(claim, resident) || isGuessing(claim)) return false;
  return saysName(words, resident.lastName) || words.some((word) => endsNumber(word, resident));
}

/** The one resident of a unit whom a claim proves; a first name tells two of one name apart, else it proves nobody. */
export function provenAmong(claim: Claim, residents: Resident[]): Resident | null {
  const proven = residents.filter(
    (resident) => livesHere(resident.status) && proves(claim, resident),
  );
  const byName = proven.filter(({ firstName }) => saysName(claim.words, firstName));
  const [only, ...others] = proven.length > 1 ? byName : proven;
  return only && others.length === 0 ? only : null;
}

/** Whether a message says more than who this resident is. */
export function saysMore({ words }: Claim, { firstName, lastName, phones }: Resident): boolean {
  const own = new Set([...wordsOf(firstName), ...wordsOf(lastName), wordsOf(lastName).join('')]);
  const isOfNumber = (word: string): boolean => phones.some((phone) => phone.includes(word));
  return words.some(
    (word) => !FILLER.has(word) && !own.has(word) && !(/^\d+$/.test(word) && isOfNumber(word)),
  );
}

/** Failed tries that still count at an instant. */
export function failuresAt(
  now: Date,
  by: { failures: number; failedAt: string | null; rule: VerificationRule },
): number {
  return by.failedAt !== null && by.failedAt < forgottenBefore(now, by.rule) ? 0 : by.failures;
}

/** Failed tries before this instant count no longer. */
export function forgottenBefore(now: Date, { forgottenAfterHours }: VerificationRule): string {
  return new Date(now.getTime() - forgottenAfterHours * 60 * 60_000).toISOString();
}

function isMeant({ bookingId, unit }: Claim, { id, unitNumber }: Resident): boolean {
  if (bookingId !== null) return bookingId === id.toUpperCase();
  return unit !== null && unitNumber !== null && unit === unitLabel(unitNumber);
}

// Somebody who lists numbers or names until one fits proves nothing, however it is split into messages. A unit stands
// on a door for all to read, so that less may stand beside it.
const WORDS_MAX = 30;
const FACTS_BESIDE_UNIT_MAX = 8;

function isGuessing({ bookingId, words }: Claim): boolean {
  const facts = words.filter((word) => !FILLER.has(word));
  const isLong = bookingId === null && facts.length > FACTS_BESIDE_UNIT_MAX;
  const numbers = words.filter((word) => /^\d{4,}$/.test(word));
  return isLong || words.length > WORDS_MAX || numbers.length > 1;
}

// "O'Brien" is said as "O'Brien" or "obrien"; a name of two letters is too often an ordinary word.
function saysName(words: string[], name: string): boolean {
  const parts = wordsOf(name);
  if (parts.join('').length < 3) return false;
  return words.includes(parts.join('')) || ` ${words.join(' ')} `.includes(` ${parts.join(' ')} `);
}

function withoutName(words: string[], name: string): string[] {
  const line = ` ${words.join(' ')} `.replace(` ${wordsOf(name).join(' ')} `, ' ');
  return line.split(' ').filter((word) => word !== '');
}

const endsNumber = (word: string, { phones }: Resident): boolean =>
  /^\d{4,}$/.test(word) && phones.some((phone) => phone.endsWith(word));
