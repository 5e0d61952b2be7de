import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../../src/domain/mask.ts';

const CARD = '[card number removed]';
const BANK = '[bank number removed]';
const SOCIAL = '[social security number removed]';
const CODE = '[access code removed]';

// Privacy: none of these may reach a model, a log or a history.
describe('takes out', () => {
  test.each([
    ['4111 1111 1111 1111', CARD],
    ['my card is 4111-1111-1111-1111, thanks', `my card is ${CARD}, thanks`],
    ['4111111111111111', CARD],
    ['4111.1111.1111.1111', CARD],
    ['amex 3782 822463 10005', `amex ${CARD}`],
    ['4111 1111 1111 1111 12/27', `${CARD} 12/27`],
    ['4111 1111 1111 1111 12 27', `${CARD} 12 27`],
    ['mi tarjeta 5555555555554444 vence pronto', `mi tarjeta ${CARD} vence pronto`],
    ['old 4111111111111111 new 5555555555554444', `old ${CARD} new ${CARD}`],
    ['4111111111111111 5555555555554444', `${CARD} ${CARD}`],
  ])('a card: %s', (text, masked) => expect(mask(text)).toBe(masked));

  test('a card together with the security code behind it', () => {
    expect(mask('4111111111111111 123')).not.toMatch(/4111/);
  });

  test.each([
    ['my account number is 000123456789', `my account number is ${BANK}`],
    ['routing: 021000021', `routing: ${BANK}`],
    ['routing and account 021000021 / 000123456789', `routing and account ${BANK} / ${BANK}`],
    ['mi cuenta es 123456789', `mi cuenta es ${BANK}`],
    ['número de cuenta: 1234 5678 9012', `número de cuenta: ${BANK}`],
    ['cuenta bancaria 123456789', `cuenta bancaria ${BANK}`],
    ['CLABE 032180000118359719', `CLABE ${BANK}`],
    ['DE89 3704 0044 0532 0130 00 please', `${BANK} please`],
    ['send it to GB29NWBK60161331926819.', `send it to ${BANK}.`],
    ['AT61 1904 3002 3457 3201 HELP', `${BANK} HELP`],
  ])('a bank number: %s', (text, masked) => expect(mask(text)).toBe(masked));

  test.each([
    ['123-45-6789', SOCIAL],
    ['123 45 6789', SOCIAL],
    ['ssn 123456789', `ssn ${SOCIAL}`],
    ['my social security number is 123 45 6789', `my social security number is ${SOCIAL}`],
    ['my social: 123456789', `my social: ${SOCIAL}`],
    ['mi seguro social es 123456789', `mi seguro social es ${SOCIAL}`],
  ])('a social security number: %s', (text, masked) => expect(mask(text)).toBe(masked));

  test.each([
    ['the gate code is 4471', `the gate code is ${CODE}`],
    ['front door code: #4471#', `front door code: ${CODE}`],
    ['code for the front gate is 4471', `code for the front gate is ${CODE}`],
    ['the code is 4471, come in', `the code is ${CODE}, come in`],
    ['the code to get in is 4471', `the code to get in is ${CODE}`],
    ['lockbox 4471', `lockbox ${CODE}`],
    ['my pin is 0420', `my pin is ${CODE}`],
    ['4471 is the gate code', `${CODE} is the gate code`],
    ['el código es 4471', `el código es ${CODE}`],
    ['codigo de la puerta: 4471', `codigo de la puerta: ${CODE}`],
    ['la clave del portón es 4471', `la clave del portón es ${CODE}`],
    ['la clave es 987654', `la clave es ${CODE}`],
    ['4471 es el código', `${CODE} es el código`],
  ])('an access code: %s', (text, masked) => expect(mask(text)).toBe(masked));
});

test.each([
  'I paid $1,250.00 on 2026-11-03 and 1250 before',
  'unit 1204, building 300, door number 204',
  'call me at 713-555-0100 or (713) 555-0101 or +1 713 555 0102',
  'call 7135550100 7135550101',
  'my phones are 713-555-0100 713-555-0101',
  'about my account, call 713-555-0100',
  'my account 713-555-0100',
  'the account since 11-22-2026, from 2026-11-22 10 00',
  'MR-0123456789 and HC-4B-01 and HC-1204-02',
  'my account HC-4B-01 shows 12.50 and 4 charges',
  'the gate code does not work since 10:30',
  'zip code 77002, area code 713, error code 404',
  'código postal 77002',
  'HC12 LEAK IN THE COLD ROOM NOW',
  'a long number 4111111111111112',
  'the year 2026 2027 2028 2029 2030',
  'el lunes 23 de noviembre, renta 1350.00',
])('leaves ordinary numbers alone: %s', (text) => expect(mask(text)).toBe(text));

const pieces = fc.constantFrom(
  '4111111111111111',
  '123-45-6789',
  '123456789',
  '4471',
  '12',
  'account',
  'routing',
  'gate code',
  'clave',
  'is',
  'social security number',
  'DE89370400440532013000',
  ' ',
  '-',
  '#',
  '\n',
);

test('never throws, and masks nothing twice', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (raw) => mask(mask(raw)) === mask(raw)),
    { seed: 7, numRuns: 1_000 },
  );
});

test('finds a card wherever it stands in a sentence', () => {
  const words = fc.array(fc.constantFrom('please', 'pay', 'unit 4B', 'hoy', '$50', ','));
  fc.assert(
    fc.property(words, words, (before, after) => {
      const text = [...before, '4111 1111 1111 1111', ...after].join(' ');
      expect(mask(text)).toContain(CARD);
      expect(mask(text)).not.toContain('1111');
    }),
    { seed: 7 },
  );
});

// A message of 10,000 characters must not hold up the turn.
test('is quick with a long message of nothing but digits', () => {
  for (const text of ['1 '.repeat(5_000), '1'.repeat(10_000), '123 '.repeat(2_500)]) {
    expect(mask(text)).toBeTypeOf('string');
  }
}, 2_000);
