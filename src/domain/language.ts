import type { Language } from './resident.ts';
import { countWords } from './sentences.ts';

const WORDS_MIN = 4;
// Of the words of a sentence about every fourth is one of these.
const SHARE_MIN = 0.25;
const ENGLISH =
  /\b(?:the|is|are|my|i|it|and|to|of|in|for|have|has|you|can|please|what|when|how|not|no|with|this|there|on|a|do|does|was|be|we|your|need|thanks|hello|hi)\b/gi;
const SPANISH =
  /(?<![\p{L}])(?:el|la|los|las|mi|mis|es|está|esta|no|hay|de|del|en|que|qué|por|para|una|un|con|y|se|me|tengo|puedo|cuándo|cuando|cuánto|cuanto|dónde|cómo|como|gracias|hola|favor|necesito|quiero|sí|buenos|buenas|ayuda|agua|adiós)(?![\p{L}])/giu;
// Words of both languages, or of one and of names in the other: too little where there are few.
const SHARED = /(?<!\p{L})(?:no|a|me|de|la|en|con|es|se|un|mi|has|in|do)(?!\p{L})/giu;
// "De La Cruz, Ana" is no Spanish.
const IN_NAMES = /(?<!\p{L})(?:De|Del|La|Las|Los|El)\s(?=\p{Lu})/gu;
const PORTUGUESE =
  /[ãõç]|(?<!\p{L})(?:não|você|obrigad[oa]|meu|minha|uma|está vazando|com)(?!\p{L})/iu;

/** The language that the function words of a text tell; null where they tell none, so that what was known before stands. */
export function toldLanguage(written: string): Language | null {
  const text = written.replaceAll(IN_NAMES, '');
  const words = countWords(text);
  if (words < WORDS_MIN) return ofFew(text.replaceAll(SHARED, ' '));
  const english = count(text, ENGLISH);
  const spanish = count(text, SPANISH);
  if (Math.max(english, spanish) / words < SHARE_MIN) return null;
  if (english >= 2 * spanish) return 'en';
  return spanish >= 2 * english && !PORTUGUESE.test(text) ? 'es' : null;
}

function ofFew(text: string): Language | null {
  const english = count(text, ENGLISH);
  const spanish = count(text, SPANISH);
  if (english === spanish) return null;
  return english > spanish ? 'en' : 'es';
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
