import { describe, expect, test } from 'vitest';
import { readTerms } from '../../../../src/adapters/shared/concepts.ts';

const conceptsOf = (text: string): string[] => readTerms(text).flatMap(({ concepts }) => concepts);

describe('readTerms', () => {
  test.each([
    ['Can I use my barbecue?', 'Grills are not allowed.', 'grill'],
    ['they impounded my van', 'Towing is done by day and night.', 'towing'],
    ['where does the garbage go', 'The trash chutes are open.', 'trash'],
    ['my puppy', 'A dog is on a leash.', 'dog'],
  ])('reads %j and %j as one concept', (said, written, concept) => {
    expect(conceptsOf(said)).toContain(concept);
    expect(conceptsOf(written)).toContain(concept);
  });

  test('reads a phrase over the words that stand inside it', () => {
    expect(conceptsOf('how do I turn the hot water off')).toContain('water-shutoff');
    expect(conceptsOf('turn left at the water')).not.toContain('water-shutoff');
  });

  test.each([
    ['a lost reciept', 'receipt'],
    ['the dumbells', 'dumbbell'],
    ['my parkking spot', 'parking'],
  ])('forgives a slip: %j', (text, concept) => {
    expect(conceptsOf(text)).toContain(concept);
  });

  test('takes no word for another that differs by more than a slip', () => {
    expect(conceptsOf('the tower')).toEqual([]);
  });

  test('gives every word once, in order, known or not', () => {
    expect(readTerms('My zebra swims').map(({ stem }) => stem)).toEqual(['my', 'zebra', 'swim']);
  });
});
