import type { Passage, Source } from './document.ts';

/** A sentence and the passage that it claims to stand on. */
export interface Support {
  passageId: string;
  quote: string;
}

const normalise = (text: string): string => text.replace(/\s+/g, ' ').trim();

// Numbers, amounts, dates and times are where an invented answer does harm.
const FIGURES = /\$?\d[\d.,:]*\s?(?:%|am|pm|a\.m\.|p\.m\.)?/gi;

const figuresOf = (text: string): string[] =>
  (text.match(FIGURES) ?? []).map((figure) => figure.toLowerCase().replace(/[\s]|[.,:]+$/g, ''));

/**
 * Checks an answer against what it quotes. Every quote must stand in its passage (white space apart) and every
 * figure of the answer in a quote; else the answer is not grounded and must not be sent.
 */
export function ground(
  answer: { text: string; support: Support[] },
  passages: Passage[],
): { kind: 'grounded'; sources: Source[] } | { kind: 'ungrounded' } {
  const sources: Source[] = [];
  for (const { passageId, quote } of answer.support) {
    const passage = passages.find(({ id }) => id === passageId);
    const wanted = normalise(quote);
    if (!passage || wanted.length === 0 || !normalise(passage.text).includes(wanted)) {
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
