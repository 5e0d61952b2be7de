import type { Passage } from '../../../domain/document.ts';
import type { Support } from '../../../domain/grounding.ts';
import { countWords, splitSentences } from '../../../domain/sentences.ts';

/** A sentence of a passage that may be quoted, and what it cannot be understood without. */
export interface Quotable {
  passage: Passage;
  /** Which sentence of its passage it is. */
  at: number;
  text: string;
  /** It says "it" or "there" of something in the sentence before. */
  leansOnBefore: boolean;
  /** The sentence that opens its list: "These are emergencies:". */
  leadIn: string | null;
  /** The heading, without its number, where a list item is no sentence without it: "Things that are not allowed". */
  title: string | null;
}

/** The sentences of passages that could answer something, each once. Chunks hold one sentence a line. */
export function quotablesOf(passages: readonly Passage[]): Quotable[] {
  const seen = new Set<string>();
  return passages.flatMap(readPassage).filter(({ passage, text }) => {
    // Chunks overlap by a sentence; it is judged where it stands first.
    const key = `${passage.documentId} ${text}`;
    if (seen.has(key) || countWords(text) < 3 || /[?:]$/.test(text)) return false;
    seen.add(key);
    return true;
  });
}

function readPassage(passage: Passage): Quotable[] {
  const title = titleOf(passage.heading);
  let leadIn: string | null = null;
  return passage.text
    .split('\n')
    .flatMap(splitSentences)
    .map((text, at) => {
      const isItem = isFragment(text);
      const opening = isItem ? leadIn : null;
      leadIn = text.endsWith(':') ? text : opening;
      return {
        passage,
        at,
        text,
        leansOnBefore: leansOnBefore(text),
        leadIn: opening,
        title: isItem && !opening ? title : null,
      };
    });
}

// A figure in a title would have to stand in a quote.
function titleOf(heading: string): string | null {
  const title = heading.replace(/^\s*(?:(?:section|article|part)\s+)?[\d.]+[.):]?\s*/i, '').trim();
  return title === '' || /\d/.test(title) ? null : title;
}

const FINITE_VERB =
  /\b(?:is|are|was|were|has|have|had|may|can|cannot|must|will|shall|should|do|does|did|be|need|needs|keep|keeps|cost|costs|open|opens|close|closes|hold|holds|pay|pays|run|runs|stay|stays|go|goes|take|takes|give|gives|receive|send|ask|asks|call|write|book|tell|answer|answers|get|come|comes|work|works|bring|leave|turn|report|use|wash|count|apply|applies|ride|travel|enter|agree|allow|allows|require|requires|equals|covers|serve|attract|begins?|ends|sends?|confirms?|signs?|brings?|stands?|hangs?|remains?|decides?|approves?|tells|shows?|helps?|means|stops|lights|supplies|swims?|reserve|return|fills?|waits?|carry|carries|live|lives|upload|touch|never|change|treat|sees?)\b/i;
// "Engines that run while the car is parked" is no sentence, for all its verbs.
const NOUN_CLAUSE = /^\p{L}+s (?:that|which|who)\b[^,;.]*(?=,)/u;

/** Whether a text is a list item rather than a sentence: it ends in a semicolon, or has no verb and no label. */
function isFragment(text: string): boolean {
  if (text.endsWith(':')) return false;
  if (/;$|; (?:and|or)$/.test(text)) return true;
  const isLabelled = /^[^:]{3,40}: \S/.test(text);
  return !isLabelled && !FINITE_VERB.test(text.replace(NOUN_CLAUSE, ''));
}

/** Whether a sentence can hardly be understood without the one before it. */
function leansOnBefore(sentence: string): boolean {
  return (
    /^(?:they|their|this|these|those|such|he|she|then|from then on|in that case|turn it)\b/i.test(
      sentence,
    ) ||
    /^(?:it|its|that)\b/i.test(sentence) ||
    /\bthere[,.]/i.test(sentence)
  );
}

/** Sentences of one passage in order, as they are shown and as they are proved. */
export function quoted(chosen: readonly Quotable[]): { text: string; support: Support[] } {
  const first = chosen[0];
  const quotes = chosen.map(({ passage, text }) => ({ passageId: passage.id, quote: text }));
  const text = chosen.map((quotable) => closed(quotable.text)).join(' ');
  if (first?.leadIn) {
    const leadIn = { passageId: first.passage.id, quote: first.leadIn };
    return { text: `${first.leadIn} ${text}`, support: [leadIn, ...quotes] };
  }
  return { text: first?.title ? `${first.title}: ${text}` : text, support: quotes };
}

// A list item ends before the next sentence.
function closed(text: string): string {
  return /[.!?:"'”’)\]]$/.test(text) ? text : `${text.replace(/[;,]$/, '')}.`;
}
