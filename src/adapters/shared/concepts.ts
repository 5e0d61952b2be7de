import { stem } from 'porter2';
import groups from './concepts.json' with { type: 'json' };

/** A word of a text: its stem, and the concepts that it, or a phrase that it is part of, stands for. */
export interface Term {
  stem: string;
  concepts: readonly string[];
}

// How many words may stand in a phrase's gap: "turn ~ off" reads "turn the hot water off".
const GAP_MAX = 3;
const TYPO_LENGTH_MIN = 6;

/**
 * Reads a text's words in the language of apartment living: "barbecue" and "hibachi" are both a grill. The thesaurus is
 * data, `concepts.json`: a concept and the words and phrases that may mean it, a word under as many as it likes.
 */
export function readTerms(text: string): Term[] {
  const stems = readStems(text).map(withoutTypo);
  const found = stems.map(() => new Set<string>());
  for (const [at, word] of stems.entries()) {
    for (const phrase of PHRASES.get(word) ?? []) {
      const places = placesOf({ phrase, stems, at });
      for (const place of places ?? []) found[place]?.add(phrase.concept);
    }
  }
  return stems.map((word, at) => ({ stem: word, concepts: [...(found[at] ?? [])] }));
}

interface Phrase {
  concept: string;
  words: readonly string[];
}

interface Attempt {
  phrase: Phrase;
  stems: readonly string[];
  at: number;
}

/** Where the words of a phrase stand that begins at a place; null when it does not. */
function placesOf({ phrase: { words }, stems, at }: Attempt): number[] | null {
  const places: number[] = [];
  let place = at;
  let gap = 0;
  for (const word of words) {
    if (word === '~') {
      gap = GAP_MAX;
      continue;
    }
    const limit = place + gap;
    while (place < limit && stems[place] !== word) place += 1;
    if (stems[place] !== word) return null;
    places.push(place);
    place += 1;
    gap = 0;
  }
  return places;
}

function readStems(text: string): string[] {
  const plain = text.toLowerCase().replace(/[’‘]/g, "'");
  return (plain.match(/\$|~|[\p{L}\p{N}]+(?:['/-][\p{L}\p{N}]+)*/gu) ?? []).map((word) =>
    stem(word.replace(/'s$/, '')),
  );
}

// By the first word, so that a text is read once.
const PHRASES = new Map<string, Phrase[]>();
const VOCABULARY = new Set<string>();
for (const [concept, written] of Object.entries(groups)) {
  for (const words of written.split(', ').map(readStems)) {
    const first = words[0];
    if (!first) continue;
    PHRASES.set(first, [...(PHRASES.get(first) ?? []), { concept, words }]);
    for (const word of words) VOCABULARY.add(word);
  }
}

const SHORTENED = new Map<string, string[]>();
for (const word of VOCABULARY) {
  if (word.length < TYPO_LENGTH_MIN) continue;
  for (const short of shortened(word))
    SHORTENED.set(short, [...(SHORTENED.get(short) ?? []), word]);
}

/** A word of the thesaurus that differs by one slip (a letter left out, doubled or swapped), else the word itself. */
function withoutTypo(word: string): string {
  if (word.length < TYPO_LENGTH_MIN - 1 || VOCABULARY.has(word)) return word;
  const leftOut = SHORTENED.get(word)?.[0];
  if (leftOut) return leftOut;
  const shorter = shortened(word);
  const doubled = shorter.find((short) => VOCABULARY.has(short) && isDoubled(word, short));
  const likely = shorter.flatMap((short) => SHORTENED.get(short) ?? []);
  return doubled ?? likely.find((other) => isSwapped(word, other)) ?? word;
}

// The first letter is seldom wrong, and a word with another one is mostly another word.
function shortened(word: string): string[] {
  return Array.from(word.slice(1), (_, index) => word.slice(0, index + 1) + word.slice(index + 2));
}

function isDoubled(long: string, short: string): boolean {
  const at = firstDifference(long, short);
  return long[at] === long[at - 1];
}

function isSwapped(one: string, other: string): boolean {
  const at = firstDifference(one, other);
  const areSwapped = one[at] === other[at + 1] && one[at + 1] === other[at];
  return one.length === other.length && areSwapped && one.slice(at + 2) === other.slice(at + 2);
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at += 1;
  return at;
}
