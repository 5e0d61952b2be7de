import { describe, expect, test } from 'vitest';
import { withoutTakenBack } from '../../../../../src/adapters/language-models/embedded/corrections.ts';

describe('what a resident takes back', () => {
  test.each([
    [
      [
        'the dishwasher leaves food on plates',
        'sorry i meant the washing machine, it stains clothes',
      ],
      ['the washing machine, it stains clothes'],
    ],
    [
      ['Hello', 'the oven is cold', 'Oops, I mean the fridge is warm'],
      ['Hello', 'the fridge is warm'],
    ],
    [['scratch that, the hallway light flickers'], ['the hallway light flickers']],
  ])('is left out of %j', (sentences, kept) => {
    expect(withoutTakenBack(sentences)).toEqual(kept);
  });

  test.each([
    [['the sink leaks', 'I meant the bathroom']],
    [['I know what I meant', 'the sink leaks']],
    [['no hot water', 'no heat either']],
    [[]],
  ])('leaves %j as it is', (sentences) => {
    expect(withoutTakenBack(sentences)).toEqual(sentences);
  });
});
