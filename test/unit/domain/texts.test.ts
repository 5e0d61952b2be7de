import { expect, test } from 'vitest';
import { placeholdersOf, renderText } from '../../../src/domain/texts.ts';
import { defaultPack as pack } from './default-pack.ts';

test('every text is written in both languages with the same placeholders', () => {
  for (const [key, { en, es }] of Object.entries(pack.texts)) {
    expect(key).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(es, key).toBeTruthy();
    expect(placeholdersOf(es ?? ''), key).toEqual(placeholdersOf(en));
  }
});

test('fills placeholders in the language of the resident', () => {
  const values = { balance: '$12', asOf: '3 nov' };
  const said = renderText({ pack, key: 'account-balance', language: 'es', values });
  expect(said).toBe('Su saldo es $12 (al 3 nov).');
});

test('falls back to English where a language lacks the text', () => {
  const texts = { hello: { en: 'Hello {name}' } };
  const said = renderText({
    pack: { texts },
    key: 'hello',
    language: 'es',
    values: { name: '{name}' },
  });
  expect(said).toBe('Hello {name}');
});

test('refuses an unknown key and a missing value by name', () => {
  const input = { pack, language: 'en' } as const;
  expect(() => renderText({ ...input, key: 'no-such-text' })).toThrow(/no-such-text/);
  expect(() => renderText({ ...input, key: 'toString' })).toThrow(/toString/);
  expect(() => renderText({ ...input, key: 'news-closed' })).toThrow(/news-closed.*reference/);
});
