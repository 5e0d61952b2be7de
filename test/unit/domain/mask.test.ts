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
    ['4111\u00A01111\u00A01111\u00A01111', CARD],
    ['4111\u20131111\u20131111\u20131111', CARD],
    ['4111\u20111111\u22121111\u20141111', CARD],
    ['4111\n1111\n1111\n1111', CARD],
    ['4111/1111/1111/1111 12/27', `${CARD} 12/27`],
    ['4111_1111_1111_1111', CARD],
    ['4111 - 1111 - 1111 - 1111', CARD],
    ['4111  1111   1111 1111', CARD],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', CARD],
    ['４１１１　１１１１　１１１１　１１１１ ¡gracias!', `${CARD} ¡gracias!`],
    ['4\uFE0F\u20E31\uFE0F\u20E3' + '1\uFE0F\u20E3'.repeat(14), CARD],
    ['41\u00AD11\u200D1111 1111 1111', CARD],
    ['ﬁrst ½ 💧 4111–1111–1111–1111 “café” – ½', `ﬁrst ½ 💧 ${CARD} “café” – ½`],
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
    ['account # is 12345678', `account # is ${BANK}`],
    ['Account number? 000123456789', `Account number? ${BANK}`],
    ['my bank account at Chase is 000123456789', `my bank account at Chase is ${BANK}`],
    ['the routing number for my bank is 021000021', `the routing number for my bank is ${BANK}`],
    ['account at the bank number is 000–123–456789', `account at the bank number is ${BANK}`],
    ['mi cuenta en el banco es 000123456789', `mi cuenta en el banco es ${BANK}`],
    ['cuenta nº 123456789', `cuenta nº ${BANK}`],
    ['DE89–3704–0044–0532–0130–00 please', `${BANK} please`],
  ])('a bank number: %s', (text, masked) => expect(mask(text)).toBe(masked));

  test.each([
    ['123-45-6789', SOCIAL],
    ['123 45 6789', SOCIAL],
    ['ssn 123456789', `ssn ${SOCIAL}`],
    ['my social security number is 123 45 6789', `my social security number is ${SOCIAL}`],
    ['my social: 123456789', `my social: ${SOCIAL}`],
    ['mi seguro social es 123456789', `mi seguro social es ${SOCIAL}`],
    ['123\u201345\u20136789', SOCIAL],
    ['123\u00A045\u00A06789', SOCIAL],
    ['123 - 45 - 6789', SOCIAL],
    ['１２３-４５-６７８９', SOCIAL],
    ['ssn is 123.45.6789', `ssn is ${SOCIAL}`],
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
    ['my pin number is 0420', `my pin number is ${CODE}`],
    ['Door code? 5512', `Door code? ${CODE}`],
    ['door code (5512)', `door code (${CODE})`],
    ['gate code “5512”', `gate code “${CODE}”`],
    ['the code on my door is 5512', `the code on my door is ${CODE}`],
    ['the code on my door 5512', `the code on my door ${CODE}`],
    ['the code to the laundry is: 5512', `the code to the laundry is: ${CODE}`],
    ['the code to unit 204 is 5512', `the code to unit 204 is ${CODE}`],
    ['the code to the laundry room is 5512', `the code to the laundry room is ${CODE}`],
    ['the gate code that I use at night is 5512', `the gate code that I use at night is ${CODE}`],
    ['the code is 4471,call 713-555-0100', `the code is ${CODE},call 713-555-0100`],
    ['the gate code is 4471 555-0100', `the gate code is ${CODE} 555-0100`],
    ['code for gate 2 is 5512', `code for gate 2 is ${CODE}`],
    ['the code you gave me is 5512', `the code you gave me is ${CODE}`],
    ['the gate code is now 5512', `the gate code is now ${CODE}`],
    ['the gate\u00A0code is\u00A0\u00A05512', `the gate\u00A0code is\u00A0\u00A0${CODE}`],
    ['the gate code is ５５１２', `the gate code is ${CODE}`],
    ['el co\u0301digo de mi puerta es 5512', `el co\u0301digo de mi puerta es ${CODE}`],
    ['la clave que me dieron es 5512', `la clave que me dieron es ${CODE}`],
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
  'my unit is 5512',
  'what is the code for the gate my unit is 5512',
  'What is the code on my door? My unit is 5512',
  'the code on my door does not work, my unit is 5512',
  'the code you sent does not work and my unit is 5512',
  'the code you sent my unit is 5512',
  'door code? 5512 is my unit',
  'the code for unit 5512 does not work',
  'la clave de mi casa no sirve, mi unidad es 5512',
  'door code? call 713\u2013555\u20130100',
  'the code on the list is 713-555-0100',
  'the code on the list is 713 555 0100',
  'gate code for the door 713 555 0100',
  'just checking in my number is 7135550100',
  'the code for the gate my room is 5512',
  'the code on the list is 713\u2011555\u20110100',
  'the code on my door is from 2026-11-03',
  'the code on my door was 2026-11-03',
  'the code to the garage is 1250.00 or 1,250 a year',
  'the code for my rent is 1350',
  'the zip-code for my house is 77002',
  'my account for order MR-0123456789 is open',
  'the account you have for order 12345678',
  'my account you have the phone is 7135550100',
  'my account at the office is 1250.00 short',
  'my account at the office was changed to 11\u201322\u20132026',
  'from 4/12/2026 - 2/12/2026',
  'my phones are 555-0100\n555-0109',
  'I paid 4500.00 1250.50 109.00',
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
test.each([
  '1 ',
  '1',
  '123 ',
  '4\u20131/',
  'code for ',
  'code you gave me ',
  'code for the code on my code at ',
  'account at the bank of the account ',
  'account at aaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaaaaaa ',
  'gate a',
  'social ',
  'DE89',
  'DE89 3704 0044 ',
  'account 021000021/',
  '021000021/',
  '5512 is the a ',
  '\u00A0',
  'is 5512 ',
])('is quick with 10,000 characters of %j', (piece) => {
  const long = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
  for (const text of [long, `my account ${long}`, `the code on ${long}`]) {
    const from = performance.now();
    expect(mask(text)).toBeTypeOf('string');
    expect(performance.now() - from).toBeLessThan(1_500);
  }
});
