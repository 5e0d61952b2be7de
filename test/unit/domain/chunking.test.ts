import { describe, expect, test } from 'vitest';
import { chunkPages, searchableText } from '../../../src/domain/chunking.ts';
import { countWords } from '../../../src/domain/sentences.ts';

const sentence = (number: number): string =>
  `Rule ${number} says that every household keeps the halls free of bicycles and boxes.`;
const sentences = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => sentence(from + index)).join('\n');
const page = (text: string, number = 1) => ({ number, text });

describe('chunkPages', () => {
  test('cuts along headings and keeps the heading with each chunk', () => {
    const chunks = chunkPages([
      page(
        'Elm House Rules\nThese rules apply to all who live in Elm House and to their guests.\n1. Pool\nThe pool opens in May.\n2. Quiet hours\nQuiet hours begin at ten.',
      ),
    ]);
    expect(chunks).toEqual([
      {
        page: 1,
        heading: 'Elm House Rules',
        text: 'These rules apply to all who live in Elm House and to their guests.',
      },
      { page: 1, heading: '1. Pool', text: 'The pool opens in May.' },
      { page: 1, heading: '2. Quiet hours', text: 'Quiet hours begin at ten.' },
    ]);
  });

  test('takes no wrapped line of a paragraph for a heading', () => {
    const text =
      "All offices are closed on New Year's Day, Martin\nLuther King Jr. Day, Memorial Day and Juneteenth.";
    expect(chunkPages([page(text)])).toEqual([
      {
        page: 1,
        heading: '',
        text: "All offices are closed on New Year's Day, Martin Luther King Jr. Day, Memorial Day and Juneteenth.",
      },
    ]);
  });

  test('makes chunks of 60 to 110 words that share a sentence', () => {
    const chunks = chunkPages([page(sentences(1, 30))]);
    expect(chunks.length).toBeGreaterThan(3);
    for (const [index, { text }] of chunks.entries()) {
      expect(countWords(text)).toBeLessThanOrEqual(110);
      const next = chunks[index + 1];
      if (!next) continue;
      expect(countWords(text)).toBeGreaterThanOrEqual(60);
      expect(next.text.split('\n')[0]).toBe(text.split('\n').at(-1));
    }
  });

  test('writes one sentence a line', () => {
    const [chunk] = chunkPages([
      page('The pool opens in May. It closes\nin September. Bring a towel.'),
    ]);
    expect(chunk?.text.split('\n')).toEqual([
      'The pool opens in May.',
      'It closes in September.',
      'Bring a towel.',
    ]);
  });

  test('keeps a chunk on its page, and lets the section go on over the page', () => {
    const chunks = chunkPages([
      page('1. Pool\nThe pool opens in May.'),
      page('The pool closes in fall.', 2),
    ]);
    expect(chunks).toEqual([
      { page: 1, heading: '1. Pool', text: 'The pool opens in May.' },
      { page: 2, heading: '1. Pool', text: 'The pool closes in fall.' },
    ]);
  });

  test('keeps a sentence whole that runs over a page', () => {
    const chunks = chunkPages([
      page('The pool is open from May through'),
      page('the end of September. Bring a towel.', 2),
    ]);
    expect(chunks).toEqual([
      { page: 1, heading: '', text: 'The pool is open from May through the end of September.' },
      { page: 2, heading: '', text: 'Bring a towel.' },
    ]);
  });

  test('cuts a table without sentences into pieces of bounded length', () => {
    const table = Array.from({ length: 900 }, (_, index) => `cell${index}`).join(' ');
    const chunks = chunkPages([page(table)]);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.every(({ text }) => countWords(text) <= 220)).toBe(true);
  });

  test('makes nothing of pages without text', () => {
    expect(chunkPages([page(''), page('  \n ', 2)])).toEqual([]);
    expect(chunkPages([])).toEqual([]);
  });

  test('lets the heading be searched with the text', () => {
    expect(searchableText({ heading: '1. Pool', text: 'It opens in May.' })).toBe(
      '1. Pool\nIt opens in May.',
    );
    expect(searchableText({ heading: '', text: 'It opens in May.' })).toBe('It opens in May.');
  });
});
