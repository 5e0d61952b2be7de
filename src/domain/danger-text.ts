/** A word as the floor compares it, and how far into the text it stands (the end of a sentence counts as words). */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/**
 * The words of a raw text: compatibility forms unified, lower case, accents folded, apostrophes and invisible
 * characters dropped, pictures kept as words of their own, digits split from letters.
 */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (const [piece] of normalise(text).matchAll(pieces)) {
    if (sentenceEnd.test(piece)) {
      at += sentenceGap;
    } else {
      words.push({ text: piece, at });
      at += 1;
    }
  }
  return words;
}

// Two short sentences often tell one danger ("Only toilet. Overflowing."), two long ones rarely do.
const sentenceGap = 2;

const pieces = /\p{Extended_Pictographic}|[\p{L}]+|\p{N}+|°|[.!?;\n]+/gu;
const sentenceEnd = /^[.!?;\n]/;

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '') // marks, zero-width and direction characters
    .replace(/['’‘`´ʼ]/g, '')
    .replace(/(\d)[.,]\d+/g, '$1'); // 54.5 degrees
}
