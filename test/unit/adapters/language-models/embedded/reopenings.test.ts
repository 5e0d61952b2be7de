import { expect, test } from 'vitest';
import { readReopening } from '../../../../../src/adapters/language-models/embedded/reopenings.ts';

const closedRequests = [
  { reference: 'MR-7K2M4Q9XTB', about: 'leak under the kitchen sink', isDone: true },
  { reference: 'MR-1A2B3C4D5E', about: 'no hot water', isDone: true },
  { reference: 'MR-9Z8Y7X6W5V', about: 'broken blind', isDone: false },
];
const reopening = (text: string) => readReopening(text, { closedRequests, openRequests: [] });
const named = (text: string) => reopening(text)?.reference ?? null;

test.each([
  'It leaks again',
  'it is still leaking!',
  "It's not fixed",
  'That was not repaired properly',
  'the same problem is back',
  'The kitchen sink is leaking again',
  'It drips again.',
  "They came but it still isn't working",
  'please reopen my request',
  'Gotea otra vez',
  'Sigue goteando',
  'no quedó arreglado',
  'eso no se arregló',
])('%j is about the last repair', (text) => {
  expect(named(text)).toBe('MR-7K2M4Q9XTB');
});

test.each([
  ['MR-1A2B3C4D5E is not fixed', 'MR-1A2B3C4D5E'],
  ['mr-1a2b3c4d5e came back', 'MR-1A2B3C4D5E'],
  ['MR-1A2B3C4D5E sigue igual', 'MR-1A2B3C4D5E'],
  ['Can you reopen MR-1A2B3C4D5E?', 'MR-1A2B3C4D5E'],
  ['The blind of MR-9Z8Y7X6W5V is still broken', 'MR-9Z8Y7X6W5V'],
])('%j names its request', (text, reference) => {
  expect(named(text)).toBe(reference);
});

// Own data only, and nobody's repair for somebody else's trouble.
test.each([
  'MR-ZZZZZZZZZZ is not fixed',
  'The dishwasher stopped again',
  'My bedroom window is stuck again',
  'el horno no funciona otra vez',
  'Thanks again!',
  'gracias de nuevo',
  'Is it fixed?',
  'Will they come again?',
  'The toilet overflows',
  'MR-1A2B3C4D5E was great, thank you',
])('%j reopens nothing', (text) => {
  expect(reopening(text)).toBeNull();
});

test('"it" is an open matter where there is one', () => {
  const openRequests = [{ reference: 'MR-5E4D3C2B1A', about: 'clogged toilet' }];
  expect(readReopening('It is clogged again', { closedRequests, openRequests })).toBeNull();
  expect(readReopening('MR-1A2B3C4D5E is not fixed', { closedRequests, openRequests })).toEqual({
    kind: 'reopen-request',
    reference: 'MR-1A2B3C4D5E',
    circumstances: [],
  });
});

test('what was cancelled was never repaired, so nothing of it comes back unnamed', () => {
  const cancelled = closedRequests.filter(({ isDone }) => !isDone);
  expect(
    readReopening('It is broken again', { closedRequests: cancelled, openRequests: [] }),
  ).toBeNull();
});

test('says what makes it worse', () => {
  expect(reopening('It leaks again and it is spreading')?.circumstances).toEqual(['spreading']);
});
