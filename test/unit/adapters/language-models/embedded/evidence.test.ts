import { describe, expect, test } from 'vitest';
import { fitOfKind } from '../../../../../src/adapters/language-models/embedded/asked-kinds.ts';
import {
  coverageOver,
  readMeanings,
  readNeeds,
} from '../../../../../src/adapters/language-models/embedded/evidence.ts';

describe('readNeeds', () => {
  test('tells the clause that asks from the story around it', () => {
    const needs = readNeeds('my uncle is a heavy smoker. where can he park?');
    const isAsked = (stem: string) => needs.find((need) => need.stem === stem)?.isAsked;
    expect(isAsked('smoker')).toBe(false);
    expect(isAsked('park')).toBe(true);
  });

  test('takes everything for asked where nothing is', () => {
    expect(readNeeds('late fee').every(({ isAsked }) => isAsked)).toBe(true);
  });

  test('counts words of one meaning once', () => {
    expect(readNeeds('garbage or rubbish?')).toHaveLength(1);
  });
});

describe('coverageOver', () => {
  const texts = [
    'Grills are not allowed on balconies.',
    'The pool is open from May.',
    'Rent is due on the first.',
  ].map(readMeanings);
  const coverageOf = (question: string): number[] =>
    texts.map(coverageOver(texts, readNeeds(question)));

  test('finds a text by the meaning of words that it does not hold', () => {
    const [grill = 0, pool = 0, rent = 0] = coverageOf('can I barbecue on the terrace');
    expect(grill).toBeGreaterThan(0.4);
    expect(Math.max(pool, rent)).toBe(0);
  });

  test('counts the word itself for more than one of the same meaning', () => {
    expect(coverageOf('grills?')[0]).toBeGreaterThan(coverageOf('barbecue?')[0] ?? 1);
  });

  test('is nothing for a question without a telling word', () => {
    expect(coverageOf('can you please help')).toEqual([0, 0, 0]);
  });
});

describe('fitOfKind', () => {
  test.each([
    ['what would that run me', 'A wash costs $1.75.'],
    ['how long do you keep it', 'Packages are kept for 7 days.'],
    ['by what time do I have to leave', 'Hand in all keys by 12 noon.'],
    ['wheres the valve', 'It is behind the white panel.'],
    ['how heavy can it be', 'A dog may weigh up to 60 pounds.'],
    ['who do i call', 'Emergency line: (646) 555-0111.'],
  ])('%j is given by %j', (question, sentence) => {
    expect(fitOfKind(question, sentence)).toBe(1);
    expect(fitOfKind(question, 'Dogs are welcome.')).toBe(-1);
  });

  test('asks nothing of a sentence when any will do', () => {
    expect(fitOfKind('tell me about dogs', 'Dogs are welcome.')).toBe(0);
  });
});
