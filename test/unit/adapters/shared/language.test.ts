import { describe, expect, test } from 'vitest';
import { languageOf } from '../../../../src/adapters/shared/language.ts';

describe('languageOf', () => {
  test.each([
    ['My kitchen sink is leaking and I need help', 'en'],
    ['package room door code?', 'en'],
    ['Hay una fuga de agua en mi cocina', 'es'],
    ['¿Cuándo vence mi contrato de renta?', 'es'],
    ['Il y a une fuite dans ma cuisine depuis hier', 'other'],
    ['A pia da minha cozinha está vazando água', 'other'],
    ['Bonjour, le chauffage ne marche pas dans mon appartement', 'other'],
    ['我的厨房漏水了', 'other'],
    ['У меня на кухне течёт вода', 'other'],
    ['المصعد لا يعمل', 'other'],
    ['hello, sruoh teiuq מתי שעות השקט?', 'other'],
    ['the name on my door is 王伟, when are quiet hours?', 'en'],
  ] as const)('reads %j as %s', (text, language) => {
    expect(languageOf(text, 'en')).toBe(language);
  });

  test('trusts what is known of the person where few words tell nothing', () => {
    expect(languageOf('ok', 'es')).toBe('es');
    expect(languageOf('WiFi?', 'en')).toBe('en');
    expect(languageOf('👍', 'es')).toBe('es');
    expect(languageOf('', 'en')).toBe('en');
  });

  test('hears a short word that tells the language', () => {
    expect(languageOf('gracias', 'en')).toBe('es');
    expect(languageOf('thanks, hello', 'es')).toBe('en');
  });
});
