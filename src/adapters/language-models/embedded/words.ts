import { stem } from 'porter2';
import groups from './exemplars/synonyms.json' with { type: 'json' };

// Words that every sentence of a house document or every question could hold; they say nothing about the matter.
const IDLE = new Set(
  `a about above after again all also always am an and any anybody anyone anything are around as ask at available away be
   been before being below between building but by can cannot can't could day days did do does doesn't doing don't each
   every everyone few first for from get give given go going gonna got had has have having he hello help her here hey hi him
   his how how's i i'd i'll i'm i've if in into is isn't it it's its just kind know let like long many may me might more
   most much must my near need new next no not now of off ok okay on once one only or other our out over own people please
   possible question really right rule rules policy same say see shall she should so some someone something still such take
   tell than thank thanks that that's the their them then there there's these they thing things this those time to today
   tomorrow too two under until up us use used using very want wanted was wasn't way we week well were what what's when
   when's where where's whether which while who who's whose why will with without won't wonder wondering would yes yet you
   your apartment unit property place home house resident residents tenant live living happen happens allowed permitted ever myself yourself himself open opens opening close
   closes closing closed allow allows permit extra cannot keep put bring sort`
    .split(/\s+/)
    .filter(Boolean),
);

const IDLE_STEMS = new Set(Array.from(IDLE, (word) => stem(word)));

/** Whether a stemmed word says nothing about the matter. */
export function isIdle(stemmed: string): boolean {
  return IDLE_STEMS.has(stemmed);
}

/** The words of a text that say what it is about, stemmed, each once, in order. */
export function contentWords(text: string): string[] {
  const words = readWords(text).filter((word) => !IDLE.has(word));
  return [...new Set(words.map((word) => stem(word)))];
}

/** Lower case without accents: people write "esta" for "está" more often than not. */
export function plainSpanish(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** All words of a text, stemmed: what a question's words are looked for in. */
export function stemsOf(text: string): Set<string> {
  return new Set(readWords(text).map((word) => stem(word)));
}

/** All words of a text, stemmed, with a blank at each end so that whole phrases can be looked for. */
export function stemmedText(text: string): string {
  return ` ${readWords(text)
    .map((word) => stem(word))
    .join(' ')} `;
}

/** How well a text stands for a word: 1 when it holds it, 0.7 for a word of the same meaning, else 0. */
export function standsFor(word: string, stems: ReadonlySet<string>): number {
  if (stems.has(word)) return 1;
  const isKin = (SYNONYMS.get(word) ?? []).some((group) => group.some((other) => stems.has(other)));
  return isKin ? 0.7 : 0;
}

function readWords(text: string): string[] {
  const plain = text.toLowerCase().replace(/[’‘]/g, "'");
  return (plain.match(/\$|[\p{L}\p{N}]+(?:['/-][\p{L}\p{N}]+)*/gu) ?? []).map((word) =>
    word.replace(/'s$/, ''),
  );
}

const SYNONYMS = new Map<string, string[][]>();
for (const group of groups.map((words) => words.map((word) => stem(word)))) {
  for (const word of group) SYNONYMS.set(word, [...(SYNONYMS.get(word) ?? []), group]);
}
