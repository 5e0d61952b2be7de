import { describe, expect, test } from 'vitest';
import {
  featuresOf,
  piecesOf,
} from '../../../../src/adapters/danger-classifiers/embedded/features.ts';

const vector = Float32Array.of(0.6, 0.8);
const wordsOf = (text: string): number[] => [...featuresOf({ text, vector }).subarray(2)];
const lengthOf = (numbers: number[]): number => Math.hypot(...numbers);

describe('what a piece of a message is judged by', () => {
  test('is its meaning unchanged, then its words', () => {
    expect([...featuresOf({ text: 'the door squeaks', vector }).subarray(0, 2)]).toEqual([
      ...vector,
    ]);
    expect(wordsOf('the door squeaks').filter((value) => value > 0)).toHaveLength(3);
  });

  test('gives the words together the weight of one vector, however many there are', () => {
    expect(lengthOf(wordsOf('sparks'))).toBeCloseTo(1, 5);
    expect(lengthOf(wordsOf('one two three four five six seven'))).toBeCloseTo(1, 5);
  });

  test('takes forms of a word, and numbers, for the same', () => {
    expect(wordsOf('It LEAKED 20 times')).toEqual(wordsOf("it leaks 7 time's"));
    expect(wordsOf('leak')).not.toEqual(wordsOf('spark'));
  });

  test('has no words for a text without any', () => {
    expect(lengthOf(wordsOf('... !!'))).toBe(0);
  });

  test('a sentence is judged whole and by its clauses, each once', () => {
    expect(
      piecesOf('The tap drips. The tap drips. ... The door squeaks and it wakes my husband'),
    ).toEqual([
      'The tap drips.',
      'The door squeaks and it wakes my husband',
      'The door squeaks',
      'it wakes my husband',
    ]);
  });

  test('a key held down says nothing, and takes nothing away from what is said beside it', () => {
    expect(piecesOf('x'.repeat(10_000))).toEqual([]);
    expect(piecesOf(`hahahahahahahahahahahaha it smells of gas`)).toEqual(['it smells of gas']);
    expect(piecesOf('thereisasmellofgasinmykitchen')).toEqual(['thereisasmellofgasinmykitchen']);
  });
});
