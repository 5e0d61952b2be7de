import type { Embedder } from '../../src/ports/embedder.ts';

const DIMENSION = 32;

/** A cheap embedder: texts with words in common lie close together. Deterministic, no thread. */
export function createWordEmbedder(): Embedder {
  return {
    id: 'words/1',
    dimension: DIMENSION,
    embedPassages: (texts) => Promise.resolve(texts.map(vectorOf)),
    embedQuery: (text) => Promise.resolve(vectorOf(text)),
    close: () => Promise.resolve(),
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSION);
  // Never all zero, so that it has a length.
  vector[0] = 0.1;
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const at = placeOf(word);
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function placeOf(word: string): number {
  let sum = 7;
  for (const letter of word) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return sum % DIMENSION;
}
