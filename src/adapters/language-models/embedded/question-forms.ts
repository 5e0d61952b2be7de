import { contentWords, standsFor, stemsOf } from './words.ts';

const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|ten|twelve|several)\s(?:\w+\s)?(?:minute|hour|day|night|week|month|year)s?\b/i;
const PHONE = /\(\d{3}\) \d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\b911\b/;
const COUNT = /\d|\b(?:no|one|two|three|four|five|six|seven|eight|ten|twelve)\b/i;

const MEANS =
  /\bportal\b|\bby (?:message|letter|e-?mail|phone)\b|\boffice\b|\b(?:write|send|call|ask|book|booked|reserve|pay|transfer|checks?|application|apply|turn|press|push|use|bring|tell)\b/i;
const MOMENT =
  /\d\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b|(?:sun|mon|tues|wednes|thurs|fri|satur)day|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|\b(?:first|second|last|eighth|ninth|\w+teenth) (?:of|day|monday|saturday)|\bwithin\b|\b(?:before|after|until|from|by|at least|ahead)\b.*\d|\bany hour\b|\bday and night\b|\bdaily\b|\bdue on\b|\bthrough the\b/i;

/** Whether a sentence can answer at all: "how many floors" is not answered by a sentence that counts no floors. */
export function isOfForm(question: string, sentence: string): boolean {
  const unmet = STRICT.some(({ ask, gives }) => ask.test(question) && !gives.test(sentence));
  return !unmet && countsWhatIsAsked(question, sentence);
}

// Without these a sentence answers another question about the same thing.
const STRICT = [
  { ask: /\bhow (?:long|soon)\b/i, gives: DURATION },
  { ask: /\b(?:what|which|phone) number\b|\bnumber (?:to|for|do)\b/i, gives: PHONE },
  { ask: /\bhow (?:do|can|should) (?:i|we)\b/i, gives: MEANS },
  { ask: /^\W*(?:\w+\W+){0,2}when (?:is|are|do|does|can|will)\b|\bwhat time\b/i, gives: MOMENT },
];

function countsWhatIsAsked(question: string, sentence: string): boolean {
  const counted = /\bhow many\s+((?:\w+\s){0,1}?\w+)/i.exec(question)?.[1];
  if (!counted) return true;
  const nouns = contentWords(counted);
  const after = sentence.matchAll(
    new RegExp(`(?:${COUNT.source})[^\\s]*((?:\\s+\\S+){1,3})`, 'gi'),
  );
  return (
    nouns.length === 0 ||
    after.some(([, words]) => {
      const stems = stemsOf(words ?? '');
      return nouns.some((noun) => standsFor(noun, stems) > 0);
    })
  );
}
