import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ground } from '../../../src/domain/grounding.ts';
import { aPassage } from '../../builders.ts';

const RULES =
  'The pool is open from 8:00 am to 10:00 pm.\nThe late fee is $1,200.50 after 15 days. Each home may bring two guests. ' +
  'The deposit is 6% of the rent; pumps use 10 amps.';
const passages = [aPassage({ text: RULES }), aPassage({ id: 'passage-2', text: 'Bring a towel.' })];

function groundedOn(text: string, ...quotes: string[]) {
  const support = quotes.map((quote) => ({ passageId: 'passage-1', quote }));
  return ground({ text, support }, passages);
}

// Safety: an answer that nothing supports is never sent.
test('an answer stands with a quote that stands in its passage, and names its source', () => {
  const quote = 'The pool is open from 8:00 am to 10:00 pm.';
  expect(groundedOn('Yes, from 8:00am until 10:00 PM.', quote)).toEqual({
    kind: 'grounded',
    sources: [{ document: 'House rules', version: 2, page: 3, quote }],
  });
});

test('white space apart, a quote must stand there word for word', () => {
  const isGrounded = (quote: string) => groundedOn('Yes.', quote).kind === 'grounded';
  expect(isGrounded('10:00 pm. The  late fee')).toBe(true);
  expect(isGrounded('The pool is closed')).toBe(false);
  expect(isGrounded('the pool is open')).toBe(false);
  expect(isGrounded(' ')).toBe(false);
});

test('no quote, an unknown passage, or a quote of another passage supports nothing', () => {
  expect(groundedOn('Yes.').kind).toBe('ungrounded');
  for (const passageId of ['passage-2', 'passage-9']) {
    const support = [{ passageId, quote: 'The pool is open' }];
    expect(ground({ text: 'Yes.', support }, passages).kind).toBe('ungrounded');
  }
});

test('one bad quote spoils the answer', () => {
  expect(groundedOn('Yes.', 'The pool is open', 'and so is the sauna').kind).toBe('ungrounded');
});

test('a quote that cuts a word or a figure in two does not stand', () => {
  for (const quote of [
    '5 days',
    '200.50 after',
    '1,200.50 after',
    '$1,200',
    'deposit is 6',
    'ool is',
  ]) {
    expect(groundedOn('Yes.', quote).kind, quote).toBe('ungrounded');
  }
  expect(groundedOn('Yes.', 'fee is $1,200.50 after 15 days').kind).toBe('grounded');
});

test('every figure of the answer stands in a quote', () => {
  const quote = 'The late fee is $1,200.50 after 15 days.';
  expect(groundedOn('It is $1,200.50.', quote).kind).toBe('grounded');
  expect(groundedOn('After fifteen days.', quote).kind).toBe('grounded');
  for (const text of [
    'It is $1,200.',
    'It is 1,200.50 €.',
    'It is €1,200.50',
    'After 5 days.',
    'After five days.',
    'Después de cinco días.',
    'After 15 days it is 15%.',
    'At 15 pm.',
    'After １６ days.',
    'After ١٥ days.',
  ]) {
    expect(groundedOn(text, quote).kind, text).toBe('ungrounded');
  }
});

test('a figure stands with its half of the day, and not with the first letters of a word', () => {
  const quote = 'pumps use 10 amps.';
  expect(groundedOn('It uses 10 amps.', quote).kind).toBe('grounded');
  expect(groundedOn('It opens at 10 am.', quote).kind).toBe('ungrounded');
});

test('a number in words supports one in figures', () => {
  expect(groundedOn('You may bring 2.', 'Each home may bring two guests.').kind).toBe('grounded');
  expect(groundedOn('You may bring 3.', 'Each home may bring two guests.').kind).toBe('ungrounded');
});

test('an answer with a figure that its quotes lack is never grounded', () => {
  const quotes = ['The pool is open', 'The late fee is $1,200.50 after 15 days.', 'Bring a towel.'];
  const words = fc.constantFrom('Yes', 'it is', 'after', 'and', '$1,200.50', '15 days', 'the fee');
  const known = new Set(['15']);
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 6 }),
      fc.integer({ min: 0, max: 99_999 }).filter((figure) => !known.has(String(figure))),
      fc.constantFrom('', '$', '€'),
      fc.constantFrom('', '%', ' am', ':30', ',000', '.5'),
      fc.subarray(quotes, { minLength: 1 }),
      (before, figure, sign, unit, chosen) => {
        const text = [...before, `${sign}${figure}${unit}`, 'then'].join(' ');
        const support = chosen.map((quote) => ({
          passageId: quote === 'Bring a towel.' ? 'passage-2' : 'passage-1',
          quote,
        }));
        expect(ground({ text, support }, passages).kind).toBe('ungrounded');
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});

test('an answer that is its own quote is always grounded', () => {
  const sentences = RULES.split(/(?<=\.)\s/);
  fc.assert(
    fc.property(fc.subarray(sentences, { minLength: 1 }), (chosen) => {
      expect(groundedOn(chosen.join(' '), ...chosen).kind).toBe('grounded');
    }),
    { seed: 7 },
  );
});
