import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Embedder } from '../../src/ports/embedder.ts';

/** What every embedder owes. */
export function embedderContract(name: string, make: () => Embedder): void {
  describe(`${name} as an embedder`, () => {
    let embedder: Embedder;
    beforeAll(() => {
      embedder = make();
    });
    afterAll(() => embedder.close());

    test('gives vectors of unit length and of the dimension it states', async () => {
      const vectors = await embedder.embedPassages([
        'The pool opens at eight.',
        'Rent is due on the first.',
      ]);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimension);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }
    });

    test('gives the same text the same vector, as query, as passage and again', async () => {
      const text = 'When are quiet hours?';
      const [asPassage] = await embedder.embedPassages([text]);
      expect(cosine(await embedder.embedQuery(text), asPassage)).toBeCloseTo(1, 4);
      expect(cosine(await embedder.embedQuery(text), await embedder.embedQuery(text))).toBeCloseTo(
        1,
        4,
      );
    });

    test('keeps the order of passages', async () => {
      const texts = ['cats', 'the elevator is broken', 'late fee for rent', 'swimming pool'];
      const together = await embedder.embedPassages(texts);
      for (const [index, text] of texts.entries()) {
        expect(cosine(await embedder.embedQuery(text), together[index])).toBeCloseTo(1, 3);
      }
    });

    test('takes odd text: empty, blank, emoji, broken surrogates, very long', async () => {
      for (const text of ['', '   \n', '🔥🔥', '\ud800', 'water '.repeat(2_000), '\u0000']) {
        expect(await embedder.embedQuery(text)).toHaveLength(embedder.dimension);
      }
    });

    test('answers nothing for nothing', async () => {
      expect(await embedder.embedPassages([])).toEqual([]);
    });
  });
}

/** The cosine of two vectors of unit length; 0 when one is missing. */
export function cosine(one: Float32Array, other: Float32Array | undefined): number {
  let sum = 0;
  for (const [at, value] of one.entries()) sum += value * (other?.[at] ?? 0);
  return sum;
}
