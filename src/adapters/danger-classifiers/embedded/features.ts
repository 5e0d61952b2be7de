import { splitClauses, splitSentences } from '../../../domain/sentences.ts';

const PIECES_MAX = 80;
// Places for words beside the embedder's; a few words share one, which costs less than it saves.
const WORD_PLACES = 2_048;
const STEM_LENGTH_MIN = 5;

/**
 * What a piece of a message is judged by: its meaning, and which words it has, since two repairs may mean nearly the same
 * while only one of them names sparks.
 */
export function featuresOf({ text, vector }: { text: string; vector: Float32Array }): Float32Array {
  const features = new Float32Array(vector.length + WORD_PLACES);
  features.set(vector);
  const places = new Set(stemsOf(text).map((stem) => hashOf(stem) % WORD_PLACES));
  for (const place of places) features[vector.length + place] = 1 / Math.sqrt(places.size);
  return features;
}

/** What of a message is judged, each for itself: its sentences, and their clauses where they have several. */
export function piecesOf(text: string): string[] {
  const sentences = splitSentences(withoutMash(text)).filter((sentence) =>
    /[\p{L}\p{N}]/u.test(sentence),
  );
  const pieces = sentences.flatMap((sentence) => [sentence, ...splitClauses(sentence)]);
  return [...new Set(pieces)].slice(0, PIECES_MAX);
}

// A key held down is near to nothing that anybody says, and so to anything.
const MASH_LENGTH_MIN = 20;
const MASH_LETTERS_MAX = 3;

function withoutMash(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const isMash =
      word.length >= MASH_LENGTH_MIN && new Set(word.toLowerCase()).size <= MASH_LETTERS_MAX;
    return isMash ? '' : word;
  });
}

function stemsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/\p{L}+|\p{N}+/gu) ?? [];
  return words.map((word) => {
    if (/^\p{N}/u.test(word)) return '0';
    return word.length < STEM_LENGTH_MIN ? word : word.replace(/(?:ing|ed|es|s)$/, '');
  });
}

// FNV-1a: the same on every machine, which the stored weights need.
function hashOf(word: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < word.length; at += 1) {
    hash = Math.imul(hash ^ word.charCodeAt(at), 16_777_619);
  }
  return hash >>> 0;
}
