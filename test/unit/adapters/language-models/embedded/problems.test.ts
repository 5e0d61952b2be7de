import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../../../../src/adapters/language-models/embedded/problems.ts';

describe('summaryOf', () => {
  test.each([
    ['there is a leak under the kitchen sink', 'leak under the kitchen sink'],
    ['my dishwasher is broken', 'dishwasher is broken'],
    ['I wanted to let you know that the blinds are broken', 'blinds are broken'],
    ['Can you please send someone to fix the hallway light', 'hallway light'],
    ['We have mice in the pantry!!', 'mice in the pantry'],
    ['no hot water this morning', 'no hot water this morning'],
    ['No, the sink leaks', 'sink leaks'],
    ['there is no heat in the bedroom', 'no heat in the bedroom'],
  ])('names %j in the resident’s words', (clause, summary) => {
    expect(summaryOf([clause])).toBe(summary);
  });

  test('takes the clause that says what is wrong', () => {
    expect(summaryOf(['I came home late', 'the toilet is clogged'])).toBe('toilet is clogged');
  });

  test('stays within 120 characters and ends at a word', () => {
    const summary = summaryOf([`the sink leaks ${'and it is wet everywhere '.repeat(20)}`]);
    expect(summary.length).toBeLessThanOrEqual(120);
    expect(summary).toMatch(/^sink leaks .*\w$/);
  });

  test('is never empty while something was said', () => {
    expect(summaryOf(['my'])).not.toBe('');
    expect(summaryOf([])).toBe('');
  });
});
