import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWords, splitClauses, splitSentences } from '../../../src/domain/sentences.ts';

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('splitSentences', () => {
  test('keeps times, amounts and titles inside their sentence', () => {
    const text =
      'Quiet hours run from 10 p.m. to 7 a.m. on weekdays. Power costs $0.32 per hour. Ask Mr. Lee.';
    expect(splitSentences(text)).toEqual([
      'Quiet hours run from 10 p.m. to 7 a.m. on weekdays.',
      'Power costs $0.32 per hour.',
      'Ask Mr. Lee.',
    ]);
  });

  test('ends a sentence after "p.m." before a new one, but not before a weekday', () => {
    expect(splitSentences('We close at 9 p.m. Bring a towel.')).toHaveLength(2);
    expect(splitSentences('We close at 9 p.m. Friday and later on Sunday.')).toHaveLength(1);
  });

  test('makes each list item a sentence, without its bullet', () => {
    expect(splitSentences('Rules:\n- No glass.\n- No diving\n• No running')).toEqual([
      'Rules:',
      'No glass.',
      'No diving',
      'No running',
    ]);
  });

  // A quote must stand word for word in its document.
  test('gives only pieces that stand word for word in the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const sentence of splitSentences(text)) expect(text).toContain(sentence);
      }),
      { seed: 3 },
    );
  });

  test('loses no words', () => {
    const text = 'One thing. Two things! Is it 3 p.m. yet? Yes\n\nA last line';
    expect(flat(splitSentences(text).join(' '))).toBe(flat(text));
  });
});

describe('splitClauses', () => {
  test('parts two matters of one sentence', () => {
    expect(splitClauses("My dishwasher is broken and the window won't close")).toEqual([
      'My dishwasher is broken',
      "the window won't close",
    ]);
    expect(splitClauses('The sink leaks badly, also when does the pool open?')).toEqual([
      'The sink leaks badly',
      'when does the pool open?',
    ]);
  });

  test('leaves pairs of things together', () => {
    expect(splitClauses('Are cats and dogs allowed here?')).toHaveLength(1);
    expect(splitClauses('It is cold and wet')).toHaveLength(1);
  });
});

describe('countWords', () => {
  test('counts a number as a word and a dash as none', () => {
    expect(countWords('4 stars - great, really')).toBe(4);
  });
});
