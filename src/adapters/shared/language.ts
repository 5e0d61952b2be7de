import { detectAll } from 'tinyld';
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
const WORDS_MIN = 4;
const ENGLISH =
  /\b(?:the|is|are|my|i|it|and|to|of|in|for|have|has|you|can|please|what|when|how|not|no|with|this|there|on|a|do|does|was|be|we|your|need|thanks|hello|hi)\b/gi;
const SPANISH =
  /(?<![\p{L}])(?:el|la|los|las|mi|mis|es|está|esta|no|hay|de|del|en|que|qué|por|para|una|un|con|y|se|me|tengo|puedo|cuándo|cuando|cuánto|cuanto|dónde|cómo|como|gracias|hola|favor|necesito|quiero|sí|buenos|buenas|ayuda|agua|adiós)(?![\p{L}])/giu;
const OTHER_SCRIPT =
  /[\p{Script=Han}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Greek}]/gu;

/** The language of a text; a short text without a telling word has the language that the person is known for. */
export function languageOf(text: string, known: Language): Language | 'other' {
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return known;
  if (count(text, OTHER_SCRIPT) > letters / 2) return 'other';
  const words = countWords(text);
  const told = { english: count(text, ENGLISH), spanish: count(text, SPANISH), known };
  if (words < WORDS_MIN) return ofShort(told);
  return byFunctionWords({ ...told, text, words }) ?? byLetters(text, known);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const PORTUGUESE =
  /[ãõç]|(?<!\p{L})(?:não|você|obrigad[oa]|meu|minha|uma|está vazando|com)(?!\p{L})/iu;

interface Told {
  english: number;
  spanish: number;
  known: Language;
}

// Function words settle most texts; tinyld the rest.
function byFunctionWords({
  english,
  spanish,
  text,
  words,
}: Told & { text: string; words: number }): Language | null {
  if (Math.max(english, spanish) / words < 0.25) return null;
  if (english >= 2 * spanish) return 'en';
  return spanish >= 2 * english && !PORTUGUESE.test(text) ? 'es' : null;
}

function ofShort({ english, spanish, known }: Told): Language {
  if (english === spanish) return known;
  return english > spanish ? 'en' : 'es';
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
