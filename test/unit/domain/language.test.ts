import { describe, expect, test } from 'vitest';
import { toldLanguage } from '../../../src/domain/language.ts';

describe('the language that words tell', () => {
  test.each([
    ['Se fue la luz en mi cocina', 'es'],
    ['Hola', 'es'],
    ['huele a gas en la cocina', 'es'],
    ['muchas gracias', 'es'],
    ['I want to speak to a human', 'en'],
    ['thank you so much!', 'en'],
    ['please help', 'en'],
  ] as const)('of %j is %s', (text, language) => {
    expect(toldLanguage(text)).toBe(language);
  });

  test.each([
    'ok',
    'no',
    '👍',
    '',
    'call me',
    'unit 4B',
    'De La Cruz, Ana',
    'Kitchen sink leaking badly again',
    'Il y a une fuite dans ma cuisine depuis hier',
    'A pia da minha cozinha está vazando água',
    '我的厨房漏水了',
  ])('of %j is none: what was known before stands', (text) => {
    expect(toldLanguage(text)).toBeNull();
  });
});
