/** What stands in the place of a number that nobody here should see. */
export type MaskedKind = 'card' | 'bank' | 'social-security' | 'access-code';

const MASK: Record<MaskedKind, string> = {
  card: '[card number removed]',
  bank: '[bank number removed]',
  'social-security': '[social security number removed]',
  'access-code': '[access code removed]',
};

const LONG_NUMBER = /\d(?:[ .-]{0,2}\d){12,}/g;
// Digits with what follows them; a card has up to 19 digits, in groups of three at least.
const GROUP = /\d+\D*/g;
const GROUPS_MAX = 6;
const SOCIAL_SECURITY = /\b\d{3}([ -])\d{2}\1\d{4}\b/g;
const SOCIAL_SECURITY_NAMED =
  /\b(ssn|itin|social security(?: number)?|social|seguro social)(\D{0,20}?)\d{3}[ -]?\d{2}[ -]?\d{4}\b/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/gi;

// What may stand between a name and its number: "account number is: ", "cuenta es el #".
const LINK = String.raw`(?:['’]s| is| was| (?:was )?changed to| es| era)?(?: the| el| la)?[\s:=*-]{0,4}`;
// A date, or a telephone number written as one.
const NOT_A_NUMBER_OF_BANKS = String.raw`(?!\d{4}-\d{2}-\d{2}\b|\d{1,2}-\d{1,2}-\d{4}\b|\d{3}[ -]\d{3}[ -]\d{4}\b)`;
const BANK_NAMED = new RegExp(
  String.raw`\b((?:account|acct|routing|aba|checking|savings|cuenta|ruta|clabe)(?: (?:bancaria|corriente|de ahorros?))?(?:,? ?(?:number|num|no|n[uú]mero)\b\.?)?${LINK})#?${NOT_A_NUMBER_OF_BANKS}\d(?:[ -]?\d){5,17}\b`,
  'gi',
);
// "routing and account: 021000021 / 000123456789"
const BANK_NEXT = /(\[bank number removed\](?:\s|[,/&;-]|and\b|y\b){1,6})\d(?:[ -]?\d){5,17}\b/gi;

const PLACE = String.raw`(?:gate|door|entry|entrance|access|alarm|garage|building|lobby|puerta|acceso|entrada|port[oó]n|alarma|edificio|garaje|caja)`;
const CODE = String.raw`(?:passcode|pin(?: code)?|code|c[oó]digo|clave)`;
// "zip code 77002" and "error code 404" open nothing.
const ORDINARY = String.raw`(?<!\b(?:zip|area|error|fault|postal|country|promo|booking|model|fire|dress|building) )`;
const named = (name: string): RegExp =>
  new RegExp(String.raw`\b(${name}${LINK})#?\d{3,8}#?(?!-?\d)`, 'gi');
// "gate access code 4471", "lockbox: 4471"
const PLACE_CODE = named(String.raw`(?:${PLACE}(?: \w+)? ${CODE}|lock ?box|keypad)`);
// "code for the front gate is 4471", "clave del portón es 4471"
const CODE_OF_PLACE = named(
  String.raw`${ORDINARY}${CODE}(?: (?:for|to|of|de|del|para)(?: the| my| our| la| el| mi)?(?: \w+)? ${PLACE}(?: \w+)?| (?:de|del|para)(?: la| el)? ${PLACE}(?: \w+)?| to get in| para entrar)?`,
);
// "4471 is the gate code"
const CODE_BEFORE_NAME =
  /#?\b\d{3,8}#?(?= (?:is|es) (?:the|my|our|el|la|mi) (?:\w+ ){0,2}(?:code|pin|c[oó]digo|clave)\b)/gi;

/** Takes card, bank, social-security and access-code numbers out of a text before a model, a log or a history sees it. */
export function mask(text: string): string {
  const masked = maskOnce(text);
  // What was taken out may bring two numbers together; every round takes digits away, so this ends.
  return masked === text ? text : mask(masked);
}

function maskOnce(text: string): string {
  const accessCode = `$1${MASK['access-code']}`;
  return text
    .replace(SOCIAL_SECURITY_NAMED, `$1$2${MASK['social-security']}`)
    .replace(SOCIAL_SECURITY, MASK['social-security'])
    .replace(LONG_NUMBER, maskCards)
    .replace(IBAN, maskIban)
    .replace(BANK_NAMED, `$1${MASK.bank}`)
    .replace(BANK_NEXT, `$1${MASK.bank}`)
    .replace(PLACE_CODE, accessCode)
    .replace(CODE_OF_PLACE, accessCode)
    .replace(CODE_BEFORE_NAME, MASK['access-code']);
}

// A card may stand beside its expiry, its security code or another card: the longest stretches of whole groups that are
// cards are taken out, the first ones first.
function maskCards(run: string): string {
  if (isCardNumber(run.replace(/\D/g, ''))) return MASK.card;
  const groups = [...run.matchAll(GROUP)].map(([group]) => group);
  let masked = '';
  for (let start = 0; start < groups.length;) {
    const length = cardLength(groups.slice(start, start + GROUPS_MAX));
    // The separators behind the last group stay.
    const last = groups[start + Math.max(length, 1) - 1] ?? '';
    masked += length > 0 ? MASK.card + last.replace(/^\d+/, '') : last;
    start += Math.max(length, 1);
  }
  return masked;
}

// How many groups from the first one make a card; 0 when none do.
function cardLength(groups: string[]): number {
  for (let length = groups.length; length > 0; length -= 1) {
    const stretch = groups.slice(0, length).map((group) => group.replace(/\D/g, ''));
    const isGrouped = stretch.every((digits) => digits.length >= 3);
    if (isGrouped && isCardNumber(stretch.join(''))) return length;
  }
  return 0;
}

// ISO/IEC 7812-1: the first digits tell who issues cards, the Luhn check digit tells a card from another long number.
function isCardNumber(text: string): boolean {
  if (!/^(?:2[2-7]|3[04-9]|4|5|6)\d{11,18}$/.test(text)) return false;
  const weighed = Array.from(text, Number)
    .toReversed()
    .map((digit, index) => digit * (index % 2 === 1 ? 2 : 1));
  const sum = weighed.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

// ISO 13616: letters count from 10, the first four characters move to the end, the remainder by 97 is 1. Words may follow.
function maskIban(text: string): string {
  for (let end = text.length; end >= 15; end -= 1) {
    const number = text.slice(0, end);
    if (/\w/.test(text[end] ?? ' ') || !isIban(number)) continue;
    return MASK.bank + text.slice(end);
  }
  return text;
}

function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '').toUpperCase();
  const digits = Array.from(compact.slice(4) + compact.slice(0, 4), (letter) =>
    parseInt(letter, 36),
  );
  return digits.reduce((rest, value) => (rest * (value > 9 ? 100 : 10) + value) % 97, 0) === 1;
}
