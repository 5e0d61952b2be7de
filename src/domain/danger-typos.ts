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
    if (keyWords.has(word) || real.has(word)) return word;
    for (const reading of [drawn(word, '$1$1'), drawn(word, '$1'), ...respelt(word)]) {
      if (keyWords.has(reading)) return reading;
    }
    if (word.length < lettersMin - 1) return word;
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

// How Spanish is spelt by ear: "kiero", "uele", "balcon" as "valcon", "rebento".
const byEar = [
  [/k/g, 'qu'],
  [/k/g, 'c'],
  [/^/, 'h'],
  [/b/g, 'v'],
  [/v/g, 'b'],
  [/z/g, 's'],
  [/s/g, 'c'],
  [/^y/, 'll'],
] as const;

function respelt(word: string): string[] {
  if (word.length < respeltLettersMin || word.length > lettersMax) return [];
  return byEar.map(([heard, written]) => word.replace(heard, written));
}

// Below three letters a word heard is any word.
const respeltLettersMin = 3;

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

/** The key word a word is one slip away from; one with the same first letter is the likelier. */
function slipOf({ word, byShortened }: SlipInput): string | undefined {
  let slip: string | undefined;
  for (const shortened of [word, ...shortenings(word)]) {
    for (const key of byShortened.get(shortened) ?? []) {
      if (!isOneSlip(word, key)) continue;
      if (key[0] === word[0]) return key;
      slip ??= key;
    }
  }
  return slip;
}

interface SlipInput {
  readonly word: string;
  readonly byShortened: ReadonlyMap<string, readonly string[]>;
}

// No key word is longer; a stretch of thousands of letters must not be taken apart.
const lettersMax = 24;

function shortenings(word: string): string[] {
  if (word.length > lettersMax) return [];
  const shortened: string[] = [];
  for (let index = 0; index < word.length; index += 1) {
    shortened.push(word.slice(0, index) + word.slice(index + 1));
  }
  return shortened;
}

function isOneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  const start = sharedLetters({ one, other, isFromEnd: false });
  const end = Math.min(
    sharedLetters({ one, other, isFromEnd: true }),
    Math.min(one.length, other.length) - start,
  );
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  return (left.length <= 1 && right.length <= 1) || isSwap(left, right);
}

function isSwap(left: string, right: string): boolean {
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

interface Compared {
  readonly one: string;
  readonly other: string;
  readonly isFromEnd: boolean;
}

/** How many letters two words share from their beginning, or from their end. */
function sharedLetters({ one, other, isFromEnd }: Compared): number {
  const letter = (word: string, count: number): string | undefined =>
    word.at(isFromEnd ? -1 - count : count);
  let count = 0;
  while (count < one.length && letter(one, count) === letter(other, count)) count += 1;
  return count;
}
