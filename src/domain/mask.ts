import { replaceAsSeen, type Span } from './folded-text.ts';

/** What stands in the place of a number that nobody here should see. */
export type MaskedKind = 'card' | 'bank' | 'social-security' | 'access-code';

const MASK: Record<MaskedKind, string> = {
  card: '[card number removed]',
  bank: '[bank number removed]',
  'social-security': '[social security number removed]',
  'access-code': '[access code removed]',
};

// All that follows is matched as a reader sees it (`replaceAsSeen`): plain digits and letters, `-` for any dash, one ` `
// for any spaces. Every repetition is bounded: 10,000 characters must not hold up a turn.
const LONG_NUMBER = /\d(?:[\s._/|·•-]{0,3}\d){12,}/g;
// Digits with what follows them; a card has up to 19 digits, in groups of three at least and four at first.
const GROUP = /\d+\D*/g;
const GROUPS_MAX = 6;
// "4/12/2026", "2026-11-22", "1250.00": what is written in smaller groups but is no card.
const DATE_OR_PRICE =
  /(?<![./-]|\d)(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,6}\.\d{2})(?![./-]?\d)/;
const SOCIAL_SECURITY = /\b\d{3}(?: ?- ?\d{2} ?- ?| \d{2} )\d{4}\b/g;
const SOCIAL_SECURITY_NAMED =
  /\b((?:ssn|itin|social security(?: number)?|social|seguro social)\D{0,20}?)\d{3}[ .-]{0,3}\d{2}[ .-]{0,3}\d{4}\b/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b/gi;

const NUMBER_WORD = String.raw`(?:,? ?(?:number|num|no|numero)\b\.?| ?#)?`;
const MARKS = String.raw`[\s:=*?("'“‘>-]{0,4}`;
const IS = String.raw`(?:['’]s| is(?: now| still)?| was| (?:was |has )?changed to| es(?: ahora)?| era)`;
// What may stand between a name and its number: "account number is: ", "cuenta es el #", "code? ".
const LINK = String.raw`${IS}?(?: the| el| la)?${MARKS}`;

const PREPOSITION = '(?:for|to|of|on|at|in|by|with|from|de|del|para|en|con)';
const ARTICLE = '(?:the|my|our|your|a|la|el|mi|su|nuestra|nuestro)';
const HOME = '(?:unit|apt|apartment|suite|unidad|apartamento|departamento|depto)';
const OWN = 'm[yi] (?:num(?:ber)?|numero|rooms?|cuarto)';
// Whatever has a number of its own, or begins another thought: behind these the number is not that of the name.
const OTHER_MATTER = String.raw`(?:${HOME}|${OWN}|floor|piso|(?:tele|cell)?phone|cell|mobile|tel|telefono|celular|ext(?:ension)?|orders?|orden|requests?|solicitud|ref(?:erence)?|referencia|ticket|invoice|factura|case|booking|zip|postal|date|fecha|year|time|rent|renta|price|precio|cost|fee|balance|saldo|amount|monto|total|deposit|deposito|bill|charge|cargo|is|are|was|were|es|son|era|does|did|do|not|no|never|and|y|or|o|but|pero|so|because|porque|since|if|si|when|cuando|while)`;
const WORD = String.raw`(?:(?!${OTHER_MATTER}\b)[\w'’-]{1,20})`;
const PLACED = String.raw` ${PREPOSITION}(?! ${OWN}\b)(?: ${ARTICLE})?(?: ${HOME})?(?: ${WORD}){0,3}`;
const TOLD = String.raw` (?:that|which|you|i|we|they|he|she|que|me)\b(?: ${WORD}){1,5}`;
// "account at Chase is ", "code you gave me is: ", "code to unit 204 is "; without "is" the number may be anything.
const DESCRIBED = String.raw`(?:(?:${PLACED}){1,2}|${TOLD})${NUMBER_WORD}(?:${IS}| ?[:=#])(?: the| el| la)?${MARKS}`;

// A date, or a telephone number written as one.
const NOT_A_NUMBER_OF_BANKS = String.raw`(?!\d{4}-\d{2}-\d{2}\b|\d{1,2}-\d{1,2}-\d{4}\b|\d{3}[ -]\d{3}[ -]\d{4}\b)`;
const BANK_NUMBER = String.raw`\d(?:[ -]?\d){5,17}\b`;
const BANK_NAMED = new RegExp(
  String.raw`\b((?:account|acct|routing|aba|checking|savings|cuenta|ruta|clabe)(?: (?:bancaria|corriente|de ahorros?))?${NUMBER_WORD}(?:${DESCRIBED}|${LINK}))#?${NOT_A_NUMBER_OF_BANKS}${BANK_NUMBER}`,
  'gi',
);
// "routing and account: 021000021 / 000123456789"
const BANK_NEXT = new RegExp(
  String.raw`(\[bank number removed\])(?:(?:\s|[,/&;-]|and\b|y\b){1,6}${BANK_NUMBER})+`,
  'gi',
);

const PLACE = String.raw`(?:gate|door|entry|entrance|access|alarm|garage|building|lobby|puerta|acceso|entrada|porton|alarma|edificio|garaje|caja)`;
const CODE = String.raw`(?:passcode|pin(?: code)?|code|codigo|clave)`;
// "zip code 77002" and "error code 404" open nothing.
const ORDINARY = String.raw`(?<!\b(?:zip|area|error|fault|postal|country|promo|booking|model|fire|dress|building)[ -])`;
// A telephone number, a date, a price, or the number of a home.
const NOT_A_CODE = String.raw`(?!\d{3}[ .-]\d{3}[ .-]\d{4}\b|\d{4}/\d{1,2}/\d|\d{1,8}\.\d{2}\b|\d{3,8},? (?:is|es) ${ARTICLE} ${HOME}\b)`;
const named = (name: string): RegExp =>
  new RegExp(
    String.raw`\b(${name}${NUMBER_WORD}(?:${DESCRIBED}|${LINK}))#?(?<!\d)${NOT_A_CODE}\d{3,8}#?(?!-?\d)`,
    'gi',
  );
// "gate access code 4471", "lockbox: 4471"
const PLACE_CODE = named(String.raw`(?:${PLACE}(?: \w{1,20})? ${CODE}|lock ?box|keypad)`);
// "code for the front gate is 4471", "clave del portón es 4471"
const CODE_OF_PLACE = named(
  String.raw`${ORDINARY}${CODE}(?: ${PREPOSITION}(?: ${ARTICLE})?(?: \w{1,20})? ${PLACE}(?: (?:[a-z]\w{0,19}|\d{1,2}\b))?| to get in| para entrar)?`,
);
// "4471 is the gate code"
const CODE_BEFORE_NAME =
  /#?\b\d{3,8}#?(?= (?:is|es) (?:the|my|our|el|la|mi) (?:\w{1,20} ){0,2}(?:code|pin|codigo|clave)\b)/gi;

interface Rule {
  kind: MaskedKind;
  find: (seen: string) => Span[];
}

const RULES: readonly Rule[] = [
  { kind: 'social-security', find: numbersOf(SOCIAL_SECURITY_NAMED) },
  { kind: 'social-security', find: numbersOf(SOCIAL_SECURITY) },
  { kind: 'card', find: findCards },
  { kind: 'bank', find: findIbans },
  { kind: 'bank', find: numbersOf(BANK_NAMED) },
  { kind: 'bank', find: findNextBankNumbers },
  { kind: 'access-code', find: numbersOf(PLACE_CODE) },
  { kind: 'access-code', find: numbersOf(CODE_OF_PLACE) },
  { kind: 'access-code', find: numbersOf(CODE_BEFORE_NAME) },
];

/** Takes card, bank, social-security and access-code numbers out of a text before a model, a log or a history sees it. */
export function mask(text: string): string {
  const masked = RULES.reduce(
    (rest, { kind, find }) => replaceAsSeen(rest, { find, sign: MASK[kind] }),
    text,
  );
  // What was taken out may bring two numbers together; every round takes digits away, so this ends.
  return masked === text ? text : mask(masked);
}

// Where a pattern names what comes before the number, that is its first group, and it stays.
function numbersOf(pattern: RegExp): (seen: string) => Span[] {
  return (seen) =>
    [...seen.matchAll(pattern)].map((match) => ({
      start: match.index + (match[1]?.length ?? 0),
      end: match.index + match[0].length,
    }));
}

// All of them at once: one a round would take a round for each of a thousand.
function findNextBankNumbers(seen: string): Span[] {
  return numbersOf(BANK_NEXT)(seen).flatMap(({ start, end }) =>
    numbersOf(new RegExp(BANK_NUMBER, 'g'))(seen.slice(start, end)).map((number) => ({
      start: start + number.start,
      end: start + number.end,
    })),
  );
}

function findCards(seen: string): Span[] {
  return [...seen.matchAll(LONG_NUMBER)].flatMap(({ 0: run, index }) =>
    cardsIn(run).map(({ start, end }) => ({ start: index + start, end: index + end })),
  );
}

// A card may stand beside its expiry, its security code or another card: the longest stretches of whole groups that are
// cards are taken out, the first ones first.
function cardsIn(run: string): Span[] {
  const groups = [...run.matchAll(GROUP)].map(([group]) => group);
  const isSpelled = groups.some((group) => !/^\d{3}/.test(group)) && !DATE_OR_PRICE.test(run);
  if (isSpelled && isCardNumber(digitsOf(run))) return [{ start: 0, end: run.length }];
  const cards: Span[] = [];
  let start = 0;
  for (let first = 0; first < groups.length;) {
    const length = cardLength(groups.slice(first, first + GROUPS_MAX));
    const taken = groups.slice(first, first + Math.max(length, 1)).join('');
    // The separators behind the last group stay.
    if (length > 0) cards.push({ start, end: start + taken.replace(/\D+$/, '').length });
    start += taken.length;
    first += Math.max(length, 1);
  }
  return cards;
}

// How many groups from the first one make a card; 0 when none do.
function cardLength(groups: string[]): number {
  for (let length = groups.length; length > 0; length -= 1) {
    const stretch = groups.slice(0, length).map(digitsOf);
    const isGrouped = stretch.every((digits, nth) => digits.length >= (nth === 0 ? 4 : 3));
    if (isGrouped && isCardNumber(stretch.join(''))) return length;
  }
  return 0;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

// ISO/IEC 7812-1: the first digits tell who issues cards, the Luhn check digit tells a card from another long number.
function isCardNumber(text: string): boolean {
  if (!/^(?:2[2-7]|3[04-9]|4|5|6)\d{11,18}$/.test(text)) return false;
  const weighed = Array.from(text, Number)
    .toReversed()
    .map((digit, index) => digit * (index % 2 === 1 ? 2 : 1));
  const sum = weighed.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

function findIbans(seen: string): Span[] {
  return [...seen.matchAll(IBAN)].flatMap(({ 0: run, index }) => {
    const length = ibanLength(run);
    return length > 0 ? [{ start: index, end: index + length }] : [];
  });
}

// ISO 13616: letters count from 10, the first four characters move to the end, the remainder by 97 is 1. Words may follow.
function ibanLength(text: string): number {
  for (let end = text.length; end >= 15; end -= 1) {
    if (!/\w/.test(text[end] ?? ' ') && isIban(text.slice(0, end))) return end;
  }
  return 0;
}

function isIban(text: string): boolean {
  const compact = text.replace(/[ -]/g, '').toUpperCase();
  const digits = Array.from(compact.slice(4) + compact.slice(0, 4), (letter) =>
    parseInt(letter, 36),
  );
  return digits.reduce((rest, value) => (rest * (value > 9 ? 100 : 10) + value) % 97, 0) === 1;
}
