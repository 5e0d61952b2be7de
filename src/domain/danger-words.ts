import type { Word } from './danger-text.ts';

/**
 * Named lists of phrases. Each line holds phrases separated by commas. Within a phrase `smell*` is any word with that
 * beginning, `_` stands for up to two words, `a/b` for either, `#40-63` for a number between. Phrases of `except` are
 * never read as a phrase of the list.
 */
export type WordLists = Readonly<Record<string, WordList>>;

/** Phrases of one meaning, by language. */
export interface WordList {
  readonly en: readonly string[];
  readonly es: readonly string[];
  readonly except?: readonly string[];
}

/** Where a phrase of a list stands: positions of its first and last word. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Word lists made ready for `findSpans`: by how a phrase begins and the first letter of its second word. */
export interface CompiledWordLists {
  readonly byWord: ReadonlyMap<string, readonly Phrase[]>;
  readonly byStem: ReadonlyMap<string, readonly Phrase[]>;
  readonly numeric: readonly Phrase[];
  /** The words worth reading through a slip of the finger: long ones, and shorter ones that are a phrase of their own. */
  readonly keyWords: ReadonlySet<string>;
}

/** Prepares the lists, once. */
export function compileWordLists(lists: WordLists): CompiledWordLists {
  const phrases = phrasesOf(lists);
  const byWord = new Map<string, Phrase[]>();
  const byStem = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const { words, stems } = phrase.choices[0] ?? nothing;
    for (const place of goingOn(phrase)) {
      for (const word of words) append({ map: byWord, key: word + place, phrase });
      for (const stem of stems) append({ map: byStem, key: stem + place, phrase });
    }
  }
  const numeric = phrases.filter(({ choices: [first = nothing] }) => first.numbers.length > 0);
  return { byWord, byStem, numeric, keyWords: new Set(phrases.flatMap(keyWordsOf)) };
}

/** Every place where a phrase of a list stands, by list, in order; places an exception covers are left out. */
export function findSpans({
  words,
  lists,
}: {
  words: readonly Word[];
  lists: CompiledWordLists;
}): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  const excepted = new Map<string, Span[]>();
  const phrasesAt = phraseReader(lists);
  words.forEach((word, index) => {
    const phrases = phrasesAt({ word: word.text, next: words[index + 1]?.text });
    for (const phrase of phrases) {
      const last = endOf({ phrase, words, index });
      const end = last === null ? undefined : words[last];
      if (!end) continue;
      const into = phrase.isException ? excepted : found;
      const spans = into.get(phrase.list) ?? [];
      spans.push({ from: word.at, to: end.at });
      into.set(phrase.list, spans);
    }
  });
  for (const [list, exceptions] of excepted) {
    found.set(list, outside({ spans: found.get(list) ?? [], exceptions }));
  }
  return found;
}

/** What may stand at one place of a phrase. */
interface Choice {
  readonly isGap: boolean;
  readonly words: ReadonlySet<string>;
  readonly stems: readonly string[];
  readonly numbers: readonly { readonly from: number; readonly to: number }[];
  /** The first letters any of them has: most words are turned away by it. */
  readonly initials: ReadonlySet<string>;
}

const nothing: Choice = {
  isGap: false,
  words: new Set(),
  stems: [],
  numbers: [],
  initials: new Set(),
};

interface Phrase {
  readonly list: string;
  readonly isException: boolean;
  readonly choices: readonly Choice[];
}

function phrasesOf(lists: WordLists): Phrase[] {
  return Object.entries(lists).flatMap(([list, { en, es, except = [] }]) => [
    ...split([...en, ...es]).map((text) => phraseOf({ list, text, isException: false })),
    ...split(except).map((text) => phraseOf({ list, text, isException: true })),
  ]);
}

function split(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(',').map((phrase) => phrase.trim())).filter(Boolean);
}

function phraseOf({
  list,
  text,
  isException,
}: {
  list: string;
  text: string;
  isException: boolean;
}): Phrase {
  return { list, isException, choices: text.split(' ').map(choiceOf) };
}

function choiceOf(place: string): Choice {
  const alternatives = place.split('/');
  const isRange = (text: string): boolean => text.startsWith('#');
  const isStem = (text: string): boolean => text.endsWith('*');
  return {
    isGap: place === '_',
    words: new Set(alternatives.filter((text) => !isRange(text) && !isStem(text))),
    stems: alternatives.filter(isStem).map((text) => text.slice(0, -1)),
    numbers: alternatives.filter(isRange).map((text) => {
      const [from = 0, to = 0] = text.slice(1).split('-').map(Number);
      return { from, to };
    }),
    initials: new Set(alternatives.flatMap((text) => (isRange(text) ? digits : [text.charAt(0)]))),
  };
}

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
const endings = ['', 's', 'ed', 'ing', 'er', 'a', 'o', 'ando', 'iendo'];
const phraseWordLettersMin = 6;

function keyWordsOf({ isException, choices }: Phrase): string[] {
  if (isException) return [];
  const written = choices.flatMap(({ words, stems }) => [
    ...words,
    ...stems.flatMap((stem) =>
      [...endings, ...(stem.endsWith('e') ? ['d'] : [])].map((ending) => stem + ending),
    ),
  ]);
  return written.filter((word) => choices.length === 1 || word.length >= phraseWordLettersMin);
}

function append({
  map,
  key,
  phrase,
}: {
  map: Map<string, Phrase[]>;
  key: string;
  phrase: Phrase;
}): void {
  const phrases = map.get(key);
  if (phrases) phrases.push(phrase);
  else map.set(key, [phrase]);
}

// No stem of a list is longer.
const stemLettersMax = 14;

type PhraseReader = (pair: { word: string; next: string | undefined }) => readonly Phrase[];

/** Tells which phrases may begin with a word that another follows; a pair met again in the text costs nothing. */
function phraseReader(lists: CompiledWordLists): PhraseReader {
  const known = new Map<string, readonly Phrase[]>();
  return ({ word, next = '' }) => {
    const pair = `${word} ${next}`;
    const phrases = known.get(pair) ?? beginningWith({ word, next }, lists).filter(canGoOn(next));
    known.set(pair, phrases);
    return phrases;
  };
}

/** What is added to the key of a phrase: nothing where any word may follow, else the letters one may begin with. */
function goingOn({ choices: [, second] }: Phrase): string[] {
  return !second || second.isGap ? [''] : [...second.initials].map((letter) => ` ${letter}`);
}

function canGoOn(next: string): (phrase: Phrase) => boolean {
  return ({ choices: [, second] }) => !second || second.isGap || isMatch(next, second);
}

function beginningWith(
  { word, next }: { word: string; next: string },
  lists: CompiledWordLists,
): Phrase[] {
  const phrases: Phrase[] = [];
  for (const place of ['', ` ${next.charAt(0)}`]) {
    phrases.push(...(lists.byWord.get(word + place) ?? []));
    for (let length = 2; length <= Math.min(word.length, stemLettersMax); length += 1) {
      phrases.push(...(lists.byStem.get(word.slice(0, length) + place) ?? []));
    }
  }
  if (isNumber.test(word)) phrases.push(...lists.numeric);
  return phrases;
}

const isNumber = /^\d{1,4}$/;

interface Place {
  readonly phrase: Phrase;
  readonly words: readonly Word[];
  readonly index: number;
  readonly choice?: number;
}

/** Index of the word the phrase ends with when it begins at `index`, or null. */
function endOf({ phrase, words, index, choice = 0 }: Place): number | null {
  let next = index;
  for (let place = choice; place < phrase.choices.length; place += 1) {
    const wanted = phrase.choices[place];
    if (wanted?.isGap) return endAfterGap({ phrase, words, index: next, choice: place + 1 });
    const word = words[next]?.text;
    if (word === undefined || !wanted || !isMatch(word, wanted)) return null;
    next += 1;
  }
  return next - 1;
}

function endAfterGap({ index, ...place }: Place): number | null {
  for (let skipped = 0; skipped <= gapWordsMax; skipped += 1) {
    const end = endOf({ ...place, index: index + skipped });
    if (end !== null) return end;
  }
  return null;
}

const gapWordsMax = 2;

function isMatch(word: string, { words, stems, numbers, initials }: Choice): boolean {
  if (!initials.has(word.charAt(0))) return false;
  if (words.has(word) || stems.some((stem) => word.startsWith(stem))) return true;
  if (numbers.length === 0 || !isNumber.test(word)) return false;
  return numbers.some(({ from, to }) => from <= Number(word) && Number(word) <= to);
}

function outside({
  spans,
  exceptions,
}: {
  spans: readonly Span[];
  exceptions: readonly Span[];
}): Span[] {
  const covered = new Set<number>();
  for (const { from, to } of exceptions) for (let at = from; at <= to; at += 1) covered.add(at);
  return spans.filter(({ from, to }) => {
    for (let at = from; at <= to; at += 1) if (covered.has(at)) return false;
    return true;
  });
}
