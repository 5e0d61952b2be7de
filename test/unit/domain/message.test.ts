import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cleanText,
  consentKeyword,
  hasWords,
  meaningOfSigns,
} from '../../../src/domain/message.ts';

const TEXT_LENGTH_MAX = 10_000;

// Safety: PostgreSQL refuses U+0000 and unpaired surrogates, and a refused message would be lost.
test('takes out control characters and pairs or replaces surrogates', () => {
  expect(cleanText('no\u0000 heat\u0007\u009b')).toBe('no heat');
  expect(cleanText('leak \ud83d now')).toBe('leak \ufffd now');
  expect(cleanText('leak \ud83d\udca7')).toBe('leak 💧');
});

test('takes out what makes a text read differently from what it says', () => {
  expect(cleanText('pay \u202Eeruces\u202C me')).toBe('pay eruces me');
  expect(cleanText('\u2066a\u2069\u200e\u200f\u061c\u200b\ufeffb')).toBe('ab');
  expect(cleanText('hello\u{e0049}\u{e0047}\u{e004e}')).toBe('hello');
});

test('keeps words, accents, emoji families, tabs and line ends', () => {
  const text = 'Señor: ¿qué pasó?\n\t👨‍👩‍👧 水';
  expect(cleanText(`  ${text} `)).toBe(text);
  expect(cleanText('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
});

test('cuts what is longer than 10,000 characters, with a mark and never through a character', () => {
  expect(cleanText('a'.repeat(TEXT_LENGTH_MAX))).toHaveLength(TEXT_LENGTH_MAX);
  expect(cleanText('a'.repeat(TEXT_LENGTH_MAX + 1))).toBe(`${'a'.repeat(TEXT_LENGTH_MAX)} [...]`);
  const halved = cleanText(`${'a'.repeat(TEXT_LENGTH_MAX - 1)}💧💧`);
  expect(halved.isWellFormed()).toBe(true);
  expect(halved).toMatch(/ \[\.\.\.\]$/);
});

test('whatever comes in, what comes out is safe to keep, and clean already', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
  const long = units.map((codes) => String.fromCharCode(...codes).repeat(120));
  fc.assert(
    fc.property(
      fc.oneof(
        units.map((codes) => String.fromCharCode(...codes)),
        long,
      ),
      (raw) => {
        const text = cleanText(raw);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain('\u0000');
        expect(text.length).toBeLessThanOrEqual(TEXT_LENGTH_MAX + ' [...]'.length);
        expect(cleanText(text)).toBe(text);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test('emoji and punctuation alone hold no words', () => {
  for (const text of ['👍', '😡😡', '❤️', '?!', '', ' \n'])
    expect(hasWords(text), text).toBe(false);
  for (const text of ['ok 👍', '5', '是', 'sí']) expect(hasWords(text), text).toBe(true);
});

test('signs say yes, no or thanks only where all of them agree', () => {
  for (const text of ['👍', '👍🏽', '👍👍', '✅', '✔️', ' 👌\n👍🏿 ', '🙆‍♀️']) {
    expect(meaningOfSigns(text), text).toBe('yes');
  }
  for (const text of ['👎', '👎🏾', '❌', '🙅‍♂️', '🚫❌'])
    expect(meaningOfSigns(text), text).toBe('no');
  for (const text of ['🙏', '❤️', '🙏🏻👍', '😊🎉'])
    expect(meaningOfSigns(text), text).toBe('thanks');
  for (const text of ['👍👎', '👍🔥', '😡', '🤷', '?', '', ' ', '👍?']) {
    expect(meaningOfSigns(text), text).toBe('nothing');
  }
});

test('a keyword counts only when it is the whole message', () => {
  for (const text of ['STOP', ' stop. ', 'Stop!', 'unsubscribe', 'ALTO', 'parar']) {
    expect(consentKeyword(text), text).toBe('stop');
  }
  for (const text of ['START', 'unstop']) expect(consentKeyword(text), text).toBe('start');
  for (const text of ['stop the leak', 'please stop', 'non-stop', 'cancel', 'yes', '']) {
    expect(consentKeyword(text), text).toBeNull();
  }
});
