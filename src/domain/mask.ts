/** What stands in the place of a number that nobody here should see. */
export type MaskedKind = 'card' | 'bank' | 'social-security' | 'access-code';

const MASK: Record<MaskedKind, string> = {
  card: '[card number removed]',
  bank: '[bank number removed]',
  'social-security': '[social security number removed]',
  'access-code': '[access code removed]',
};

const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;
const SOCIAL_SECURITY = /\b\d{3}-\d{2}-\d{4}\b/g;
const SOCIAL_SECURITY_NAMED =
  /\b(ssn|social security(?: number)?|seguro social)(\D{0,20}?)\d{3}[ -]?\d{2}[ -]?\d{4}\b/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g;
const BANK_NAMED =
  /\b(account|acct|routing|aba|iban|cuenta|ruta)((?: (?:number|no|num|numero|n[uú]mero))?[^\d\n]{0,12})\d(?:[ -]?\d){5,16}\b/gi;
const CODE_NAMED =
  /\b((?:gate|door|entry|access|alarm|lock ?box|garage|keypad|puerta|acceso|port[oó]n|alarma)(?: \w+)? (?:code|pin|number|c[oó]digo|clave)|(?:c[oó]digo|clave|pin)(?: de (?:la |el )?(?:puerta|acceso|port[oó]n|alarma))?|pin(?: code)?)((?: is| es)?[\s:=#-]{0,4})[#*]?\d{3,8}[#*]?/gi;

/** Takes card, bank, social-security and access-code numbers out of a text before a model, a log or a history sees it. */
export function mask(text: string): string {
  return text
    .replace(SOCIAL_SECURITY_NAMED, `$1$2${MASK['social-security']}`)
    .replace(SOCIAL_SECURITY, MASK['social-security'])
    .replace(CARD, (digits) => (isCardNumber(digits) ? MASK.card : digits))
    .replace(IBAN, MASK.bank)
    .replace(BANK_NAMED, `$1$2${MASK.bank}`)
    .replace(CODE_NAMED, `$1$2${MASK['access-code']}`);
}

// ISO/IEC 7812-1: the Luhn check digit tells a card number from any other long number.
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').split('').map(Number).toReversed();
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0;
}
