import type { Passage, Source } from './document.ts';

/** A sentence and the passage that it claims to stand on. */
export interface Support {
  passageId: string;
  quote: string;
}

const normalise = (text: string): string => text.replace(/\s+/g, ' ').trim();

// Numbers, amounts, dates and times are where an invented answer does harm.
const FIGURES =
  /(?:\p{Sc}\s?)?\p{N}[\p{N}.,:]*(?:\s?(?:%|(?:am|pm)(?![\p{L}\p{N}])|[ap]\.\s?m\.?))?/gu;

// "Five days" is as much a figure as "5 days". Left out: "one", "un" and "once", which are ordinary words too.
const NUMBER_WORDS: Record<string, string[]> = {
  '2': ['two', 'dos'],
  '3': ['three', 'tres'],
  '4': ['four', 'cuatro'],
  '5': ['five', 'cinco'],
  '6': ['six', 'seis'],
  '7': ['seven', 'siete'],
  '8': ['eight', 'ocho'],
  '9': ['nine', 'nueve'],
  '10': ['ten', 'diez'],
  '11': ['eleven'],
  '12': ['twelve', 'doce'],
  '15': ['fifteen', 'quince'],
  '20': ['twenty', 'veinte'],
  '30': ['thirty', 'treinta'],
  '60': ['sixty', 'sesenta'],
  '90': ['ninety', 'noventa'],
};
const NUMBER_OF = new Map(
  Object.entries(NUMBER_WORDS).flatMap(([figure, words]) => words.map((word) => [word, figure])),
);

function figuresOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const written = plain.match(FIGURES) ?? [];
  const spelt = (plain.match(/\p{L}+/gu) ?? []).flatMap((word) => NUMBER_OF.get(word) ?? []);
  return [...written.map((figure) => figure.replace(/\s|[.,:]+$/g, '')), ...spelt];
}

/**
 * Checks an answer against what it quotes. Every quote must stand in its passage (white space apart, no word or figure
 * cut in two) and every figure of the answer in a quote; else the answer is not grounded and must not be sent.
 */
export function ground(
  answer: { text: string; support: Support[] },
  passages: Passage[],
): { kind: 'grounded'; sources: Source[] } | { kind: 'ungrounded' } {
  const sources: Source[] = [];
  for (const { passageId, quote } of answer.support) {
    const passage = passages.find(({ id }) => id === passageId);
    const wanted = normalise(quote);
    if (!passage || wanted.length === 0 || !standsIn(normalise(passage.text), wanted)) {
      return { kind: 'ungrounded' };
    }
    const { documentTitle, version, page } = passage;
    sources.push({ document: documentTitle, version, page, quote: wanted });
  }
  if (sources.length === 0) return { kind: 'ungrounded' };
  const known = new Set(sources.flatMap(({ quote }) => figuresOf(quote)));
  return figuresOf(answer.text).every((figure) => known.has(figure))
    ? { kind: 'grounded', sources }
    : { kind: 'ungrounded' };
}

function standsIn(text: string, quote: string): boolean {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const isWhole = !isCut(text.slice(0, at), quote) && !isCut(text.slice(0, end), text.slice(end));
    if (isWhole) return true;
  }
  return false;
}

// "5 days" does not stand in "15 days", nor "200 fee" in "$1,200 fee", nor "6" in "6%".
function isCut(before: string, after: string): boolean {
  return (
    (/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)) ||
    (/(?:\p{N}[.,:]|\p{Sc}\s?)$/u.test(before) && /^\p{N}/u.test(after)) ||
    (/\p{N}$/u.test(before) && /^(?:[.,:]\p{N}|\s?%)/u.test(after))
  );
}
