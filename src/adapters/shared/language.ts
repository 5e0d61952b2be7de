import { detectAll } from 'tinyld';
import { toldLanguage } from '../../domain/language.ts';
import { countWords } from '../../domain/sentences.ts';
import type { Language } from '../../domain/resident.ts';

// tinyld with few candidates errs less; the others are what residents of our operators write besides.
const CANDIDATES = [
  'en',
  'es',
  'pt',
  'fr',
  'de',
  'it',
  'nl',
  'pl',
  'ru',
  'uk',
  'zh',
  'ja',
  'ko',
  'vi',
  'tl',
  'ar',
  'hi',
  'tr',
  'fa',
];
const OTHER_SCRIPT =
  /[\p{Script=Han}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Greek}]/gu;
// A greeting in English before a question in Hebrew is no English question; a name in Chinese is one in English.
const OTHER_SCRIPT_SHARE = 1 / 3;

/** The language of a text; a short text without a telling word has the language that the person is known for. */
export function languageOf(text: string, known: Language): Language | 'other' {
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return known;
  if (count(text, OTHER_SCRIPT) > letters * OTHER_SCRIPT_SHARE) return 'other';
  return toldLanguage(text) ?? byLetters(text, known);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

// Function words of the languages that tinyld takes a few English words for.
const OTHER =
  /(?<!\p{L})(?:il|une|est|dans|les|des|mon|ma|pas|der|die|das|ist|nicht|mein|meine|não|nao|minha|meu|uma|está|della|sono|nel|mia|mio|ang|ng|sa|po|không|của|nie|jest|het|een|niet|bir|var)(?!\p{L})/giu;
const FEW_WORDS = 8;

function byLetters(text: string, known: Language): Language | 'other' {
  if (countWords(text) < FEW_WORDS && count(text, OTHER) === 0) return known;
  const best = detectAll(text, { only: CANDIDATES })[0]?.lang;
  if (best === undefined) return known;
  return best === 'en' || best === 'es' ? best : 'other';
}
