import type { Page } from './document.ts';
import { countWords, splitSentences } from './sentences.ts';

/** A piece of a document as it is embedded, found and quoted. */
export interface Chunk {
  /** The page on which it begins. */
  page: number;
  /** The heading it stands under, '' before the first. */
  heading: string;
  text: string;
}

const WORDS_MIN = 60;
const WORDS_MAX = 110;
// A longer sentence than this is not repeated at the start of the next chunk.
const OVERLAP_WORDS_MAX = 40;
const HEADING_WORDS_MAX = 12;
const HEADING_LENGTH_MAX = 80;

/**
 * Cuts pages into chunks along headings: about 60 to 110 words each, the next one repeating a sentence of the one
 * before. A chunk stays on its page, but for a sentence that runs over. Same pages, same chunks.
 */
export function chunkPages(pages: readonly Page[]): Chunk[] {
  return readSections(pages).flatMap(({ heading, page, text }) =>
    gather(splitSentences(text).flatMap(cutLong)).map((chunk) => ({ page, heading, text: chunk })),
  );
}

/** What of a passage is embedded and searched: its heading says what its sentences leave out. */
export function searchableText({ heading, text }: { heading: string; text: string }): string {
  return heading ? `${heading}\n${text}` : text;
}

interface Section {
  heading: string;
  page: number;
  text: string;
}

function readSections(pages: readonly Page[]): Section[] {
  const sections: Section[] = [];
  let heading = '';
  for (const { number, lines } of joinBrokenSentences(pages)) {
    const isHeading = headingTest(lines);
    let section: Section = { heading, page: number, text: '' };
    sections.push(section);
    for (const [index, line] of lines.entries()) {
      if (isHeading(index)) {
        heading = line.trim();
        section = { heading, page: number, text: '' };
        sections.push(section);
      } else {
        section.text += joint(section.text, line) + line.trim();
      }
    }
  }
  return sections.filter(({ text }) => text.trim() !== '');
}

// A wrapped line goes on with a space; a bullet or an empty line begins something new.
function joint(before: string, line: string): string {
  if (before === '') return '';
  if (line.trim() === '') return '\n\n';
  return BULLET.test(line) || before.endsWith('\n') ? '\n' : ' ';
}

const BULLET = /^\s*(?:[-•*▪◦–]|\d{1,2}[.)])\s/;
const NUMBERED =
  /^\s*(?:(?:section|article|part|chapter)\s+)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+\p{Lu}/iu;
const BEGINS_TEXT = /^[\p{Lu}\d•*-]/u;
const ENDS_SENTENCE = /[.!?:;]["'”’)\]]*$/;

interface PageLines {
  number: number;
  lines: string[];
}

/** The rest of a sentence at the top of a page moves to where the sentence began. */
function joinBrokenSentences(pages: readonly Page[]): PageLines[] {
  const read = pages.map(({ number, text }) => ({ number, lines: text.trim().split('\n') }));
  for (const [index, page] of read.entries()) {
    const next = read[index + 1];
    if (next && runsOn({ last: page.lines.at(-1) ?? '', first: next.lines[0] ?? '' })) {
      page.lines.push(...takeRest(next.lines));
    }
  }
  return read;
}

function runsOn({ last, first }: { last: string; first: string }): boolean {
  const isOpen = last.trim() !== '' && !ENDS_SENTENCE.test(last.trim());
  return isOpen && /^\s*[\p{Ll}\d$(]/u.test(first) && !BULLET.test(first) && !NUMBERED.test(first);
}

function takeRest(lines: string[]): string[] {
  const taken: string[] = [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const end = /[.!?]["'”’)\]]*(?=\s+\p{Lu}|$)/u.exec(line);
    if (!end) {
      taken.push(line);
      continue;
    }
    const at = end.index + end[0].length;
    taken.push(line.slice(0, at));
    if (line.slice(at).trim() !== '') lines.unshift(line.slice(at).trim());
    return taken;
  }
  return taken;
}

/**
 * A heading is numbered, or a short line without closing punctuation that follows an end and is no wrapped line of a
 * paragraph (those fill the page's width).
 */
function headingTest(lines: readonly string[]): (index: number) => boolean {
  const width = Math.max(...lines.map(({ length }) => length));
  const at = (index: number): string => lines[index]?.trim() ?? '';
  return (index) => {
    const line = at(index);
    if (!looksLikeHeading(line) || NUMBERED.test(line)) return looksLikeHeading(line);
    const before = at(index - 1);
    const followsEnd = before === '' || ENDS_SENTENCE.test(before) || looksLikeHeading(before);
    return followsEnd && BEGINS_TEXT.test(at(index + 1)) && line.length < width * 0.75;
  };
}

function looksLikeHeading(line: string): boolean {
  return (
    /^[\p{Lu}\d]/u.test(line) &&
    line.length <= HEADING_LENGTH_MAX &&
    countWords(line) <= HEADING_WORDS_MAX &&
    !/[.,;:!?]["'”’)\]]*$/.test(line)
  );
}

function gather(sentences: readonly string[]): string[] {
  const chunks: string[] = [];
  let open: string[] = [];
  for (const sentence of sentences) {
    const words = countWords(open.join(' '));
    if (words >= WORDS_MIN && words + countWords(sentence) > WORDS_MAX) {
      chunks.push(open.join('\n'));
      open = overlapOf(open);
    }
    open.push(sentence);
  }
  return [...chunks, open.join('\n')];
}

function overlapOf(sentences: readonly string[]): string[] {
  const last = sentences.at(-1);
  return last && countWords(last) <= OVERLAP_WORDS_MAX ? [last] : [];
}

// A table or a list without punctuation reads as one endless sentence.
function cutLong(sentence: string): string[] {
  if (countWords(sentence) <= WORDS_MAX * 2) return [sentence];
  const words = sentence.split(/\s+/);
  const pieces = Math.ceil(words.length / WORDS_MAX);
  return Array.from({ length: pieces }, (_, piece) =>
    words.slice(piece * WORDS_MAX, (piece + 1) * WORDS_MAX).join(' '),
  );
}
