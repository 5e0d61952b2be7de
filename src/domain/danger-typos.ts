/** Reads a word as the key word it is a slip of (one letter added, missing, wrong or swapped), else as it stands. */
export type TypoReader = (word: string) => string;

/** What the reader knows: key words, and words that look like slips of them and are not. */
export interface TypoReaderInput {
  readonly keyWords: ReadonlySet<string>;
  readonly realWords: { readonly en: string; readonly es: string };
}

/** Prepares the key words once; reading costs one look-up per letter. */
export function createTypoReader({ keyWords, realWords }: TypoReaderInput): TypoReader {
  const real = new Set(`${realWords.en} ${realWords.es}`.split(' '));
  const byShortened = indexOf(keyWords);

  return (word) => {
    for (const reading of [word, drawn(word, '$1$1'), drawn(word, '$1')]) {
      if (keyWords.has(reading)) return reading;
    }
    if (real.has(word) || word.length < lettersMin - 1) return word;
    const plain = drawn(word, '$1$1');
    return slipOf({ word: plain, byShortened }) ?? plain;
  };
}

// Below five letters nearly every slip is another word.
const lettersMin = 5;

/** Letters drawn out for weight: "fireeee". */
function drawn(word: string, kept: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, kept);
}

function indexOf(keyWords: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const key of keyWords) {
    if (key.length < lettersMin) continue;
    for (const shortened of [key, ...shortenings(key)]) {
      const keys = index.get(shortened);
      if (keys) keys.push(key);
      else index.set(shortened, [key]);
    }
  }
  return index;
}

function slipOf({ word, byShortened }: SlipInput): string | undefined {
  for (const shortened of [word, ...shortenings(word)]) {
    const key = byShortened.get(shortened)?.find((candidate) => isOneSlip(word, candidate));
    if (key !== undefined) return key;
  }
  return undefined;
}

interface SlipInput {
  readonly word: string;
  readonly byShortened: ReadonlyMap<string, readonly string[]>;
}

// No key word is longer; a stretch of thousands of letters must not be taken apart.
const lettersMax = 24;

function shortenings(word: string): string[] {
  if (word.length > lettersMax) return [];
  return Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1));
}

function isOneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one.at(-1 - end) === other.at(-1 - end)
  ) {
    end += 1;
  }
  const [left, right] = [
    one.slice(start, one.length - end),
    other.slice(start, other.length - end),
  ];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
