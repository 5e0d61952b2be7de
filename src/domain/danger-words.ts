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

/** Word lists made ready for `findSpans`. */
export interface CompiledWordLists {
  readonly byWord: ReadonlyMap<string, readonly Phrase[]>;
  readonly byStem: ReadonlyMap<string, readonly Phrase[]>;
  readonly numeric: readonly Phrase[];
  /** The words worth reading through a slip of the finger: long ones, and shorter ones that are a phrase of their own. */
  readonly keyWords: ReadonlySet<string>;
}

/** Prepares the lists, once. */
export function compileWordLists(lists: WordLists): CompiledWordLists {
  const byWord = new Map<string, Phrase[]>();
  const byStem = new Map<string, Phrase[]>();
  const numeric: Phrase[] = [];
  const keyWords = new Set<string>();

  for (const phrase of phrasesOf(lists)) {
    for (const token of phrase.tokens.flat()) addKeyWords({ token, phrase, keyWords });
    for (const token of phrase.tokens[0] ?? []) {
      if (token.kind === 'word') append({ map: byWord, key: token.text, phrase });
      if (token.kind === 'stem') append({ map: byStem, key: token.text, phrase });
      if (token.kind === 'number') numeric.push(phrase);
    }
  }
  return { byWord, byStem, numeric, keyWords };
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
  words.forEach((word, index) => {
    for (const phrase of candidates(word.text, lists)) {
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

type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'stem'; readonly text: string }
  | { readonly kind: 'number'; readonly from: number; readonly to: number }
  | { readonly kind: 'gap' };

interface Phrase {
  readonly list: string;
  readonly isException: boolean;
  /** One entry per place, each the alternatives for it. */
  readonly tokens: readonly (readonly Token[])[];
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
  const tokens = text.split(' ').map((place) => place.split('/').map(tokenOf));
  return { list, isException, tokens };
}

function tokenOf(text: string): Token {
  if (text === '_') return { kind: 'gap' };
  if (text.endsWith('*')) return { kind: 'stem', text: text.slice(0, -1) };
  const [from, to] = text.startsWith('#') ? text.slice(1).split('-').map(Number) : [];
  if (from !== undefined && to !== undefined) return { kind: 'number', from, to };
  return { kind: 'word', text };
}

const endings = ['', 's', 'ed', 'd', 'ing', 'er', 'a', 'o', 'ando', 'iendo'];
const phraseWordLettersMin = 6;

function addKeyWords({ token, phrase, keyWords }: KeyWordsInput): void {
  if (phrase.isException || !('text' in token)) return;
  const forms = token.kind === 'stem' ? endings.map((ending) => token.text + ending) : [token.text];
  for (const form of forms) {
    if (phrase.tokens.length === 1 || form.length >= phraseWordLettersMin) keyWords.add(form);
  }
}

interface KeyWordsInput {
  readonly token: Token;
  readonly phrase: Phrase;
  readonly keyWords: Set<string>;
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

function candidates(word: string, lists: CompiledWordLists): Phrase[] {
  const phrases = [...(lists.byWord.get(word) ?? [])];
  for (let length = 2; length <= Math.min(word.length, stemLettersMax); length += 1) {
    const byStem = lists.byStem.get(word.slice(0, length));
    if (byStem) phrases.push(...byStem);
  }
  if (isNumber.test(word)) phrases.push(...lists.numeric);
  return phrases;
}

const isNumber = /^\d{1,4}$/;

interface Place {
  readonly phrase: Phrase;
  readonly words: readonly Word[];
  readonly index: number;
  readonly token?: number;
}

/** Index of the word the phrase ends with when it begins at `index`, or null. */
function endOf({ phrase, words, index, token = 0 }: Place): number | null {
  const alternatives = phrase.tokens[token];
  if (!alternatives) return index - 1;
  if (alternatives[0]?.kind === 'gap') {
    for (let skipped = 0; skipped <= gapWordsMax; skipped += 1) {
      const end = endOf({ phrase, words, index: index + skipped, token: token + 1 });
      if (end !== null) return end;
    }
    return null;
  }
  const word = words[index]?.text;
  if (word === undefined || !alternatives.some((alternative) => isMatch(word, alternative)))
    return null;
  return endOf({ phrase, words, index: index + 1, token: token + 1 });
}

const gapWordsMax = 2;

function isMatch(word: string, token: Token): boolean {
  switch (token.kind) {
    case 'word':
      return word === token.text;
    case 'stem':
      return word.startsWith(token.text);
    case 'number':
      return isNumber.test(word) && token.from <= Number(word) && Number(word) <= token.to;
    case 'gap':
      return false;
  }
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
