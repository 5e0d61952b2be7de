import { contentWords, standsFor, stemsOf } from './words.ts';

const BONUS = 0.08;

const AMOUNT = /\$\s?\d|\bpercent\b|%|\bfree\b|\bno (?:charge|fee|separate|extra)\b|\bincluded\b/i;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|ten|twelve|several)\s(?:\w+\s)?(?:minute|hour|day|night|week|month|year)s?\b/i;
const OPENING = /\b(?:open|daily|run|hours)\b.*\d|\bday and night\b|\bany hour\b/i;
const PHONE = /\(\d{3}\) \d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\b911\b/;
const COUNT = /\d|\b(?:no|one|two|three|four|five|six|seven|eight|ten|twelve)\b/i;

const MEANS =
  /\bportal\b|\bby (?:message|letter|e-?mail|phone)\b|\boffice\b|\b(?:write|send|call|ask|book|booked|reserve|pay|transfer|checks?|application|apply|turn|press|push|use|bring|tell)\b/i;
const MOMENT =
  /\d\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b|(?:sun|mon|tues|wednes|thurs|fri|satur)day|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|\b(?:first|second|last|eighth|ninth|\w+teenth) (?:of|day|monday|saturday)|\bwithin\b|\b(?:before|after|until|from|by|at least|ahead)\b.*\d|\bany hour\b|\bday and night\b|\bdaily\b|\bdue on\b|\bthrough the\b/i;

// What a question asks for, and what a sentence must hold to give it. The first that fits counts.
const FORMS = [
  {
    ask: /\bhow (?:much|many|long|far)\b.{0,20}\b(?:notice|ahead|advance|time|before)\b|\bhow (?:long|soon|fast|quickly)\b/i,
    gives: DURATION,
  },
  { ask: /\bhow much\b|\bcosts?\b|\bprice|\bfees?\b|\bcharge/i, gives: AMOUNT },
  { ask: /\bhours\b|\b(?:open|close)s?\b|\bwhat time\b/i, gives: OPENING },
  {
    ask: /^\W*(?:\w+\W+){0,3}when\b|\bwhat day\b/i,
    gives: /\d|(?:sun|mon|tues|wednes|thurs|fri|satur)day/i,
  },
  { ask: /\bhow (?:many|old|big|often|warm|heavy|tall)\b/i, gives: COUNT },
  { ask: /\b(?:phone|number|call)\b/i, gives: PHONE },
  { ask: /\bwhere\b/i, gives: /\b(?:in|at|on|behind|beside|under|left|right|next to|from) the\b/i },
  {
    ask: /^\W*(?:hi |hello |hey )?(?:can|may|could|am i|are we|is it ok|is|are|do)\b/i,
    gives: /\b(?:may|can|cannot|not|no|never|allowed|welcome|consent|only|included)\b/i,
  },
];

/** How well a sentence gives the kind of thing that a question asks for: an amount, a time, a yes or no. */
export function fitOfForm(question: string, sentence: string): number {
  const form = FORMS.find(({ ask }) => ask.test(question));
  const given = form?.gives.test(sentence) ? BONUS : 0;
  return given + (isLabelled(question, sentence) ? BONUS : 0) + pairsIn(question, sentence) * BONUS;
}

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

// "Office hours: Monday through Friday ..." says at its start what it is about.
function isLabelled(question: string, sentence: string): boolean {
  const label = contentWords(/^([^:]{3,40}):/.exec(sentence)?.[1] ?? '');
  const asked = new Set(contentWords(question));
  return label.length > 0 && label.every((word) => asked.has(word));
}

// Two words that stand side by side in both: "pet deposit", "late fee".
function pairsIn(question: string, sentence: string): number {
  const pairs = pairsOf(question);
  const there = new Set(pairsOf(sentence));
  return pairs.filter((pair) => there.has(pair)).length;
}

function pairsOf(text: string): string[] {
  const words = contentWords(text);
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}
