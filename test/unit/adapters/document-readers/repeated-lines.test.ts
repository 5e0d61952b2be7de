import { describe, expect, test } from 'vitest';
import { removeRepeatedLines } from '../../../../src/adapters/document-readers/pdf/repeated-lines.ts';

const pages = (...texts: string[]) => texts.map((text, index) => ({ number: index + 1, text }));
const textsOf = (...texts: string[]) =>
  removeRepeatedLines(pages(...texts)).map(({ text }) => text);

describe('removeRepeatedLines', () => {
  test('takes out headers and numbered footers', () => {
    expect(
      textsOf(
        'Elm House\nPool rules.\nPage 1 of 3',
        'Elm House\nGym rules.\nPage 2 of 3',
        'Elm House\nPets.\nPage 3 of 3',
      ),
    ).toEqual(['Pool rules.', 'Gym rules.', 'Pets.']);
  });

  test('keeps numbered headings that look alike, and a page of its own', () => {
    expect(textsOf('1. Pool\nOpen.', '2. Pool\nShut.')).toEqual([
      '1. Pool\nOpen.',
      '2. Pool\nShut.',
    ]);
    expect(textsOf('Elm House\nPool rules.')).toEqual(['Elm House\nPool rules.']);
  });

  test('keeps what repeats in the middle of pages', () => {
    const text = ['a', 'b', 'c', 'No smoking.', 'd', 'e', 'f'];
    const other = ['g', 'h', 'i', 'No smoking.', 'j', 'k', 'l'];
    expect(textsOf(text.join('\n'), other.join('\n'))[0]).toContain('No smoking.');
  });
});
