import { expect, test } from 'vitest';
import { readChange } from '../../../../../src/adapters/language-models/embedded/changes.ts';

const openRequests = [
  { reference: 'MR-7K2M4Q9XTB', about: 'leak under the kitchen sink' },
  { reference: 'MR-1A2B3C4D5E', about: 'no hot water' },
];
const change = (text: string) => readChange(text, { openRequests });

test.each([
  'never mind, it fixed itself',
  'Nevermind',
  'We fixed it ourselves',
  'you can cancel my request',
  'no longer needed, thanks',
  'The heat is working again',
  'ya no hace falta',
  'se arregló solo',
  'cancele la solicitud por favor',
])('%j needs a request no more', (text) => {
  expect(change(text)).toEqual({ kind: 'cancel-request', reference: null });
});

test.each(['cancel MR-7K2M4Q9XTB', 'please cancel mr-7k2m4q9xtb', 'cancelar MR-7K2M4Q9XTB'])(
  '%j names the request',
  (text) => {
    expect(change(text)).toEqual({ kind: 'cancel-request', reference: 'MR-7K2M4Q9XTB' });
  },
);

// Own data only: a number of somebody else's cancels nothing, not even the only open request.
test('a number that is not theirs cancels nothing', () => {
  expect(change('cancel MR-ZZZZZZZZZZ')).toEqual({ kind: 'read-status' });
});

test('more about an open request is added to it, with what makes it worse', () => {
  expect(change('The leak is getting worse')).toEqual({
    kind: 'add-to-request',
    reference: null,
    circumstances: ['spreading'],
  });
  expect(change('add to MR-1A2B3C4D5E: the boiler hums')).toMatchObject({
    kind: 'add-to-request',
    reference: 'MR-1A2B3C4D5E',
  });
  expect(change('la fuga está cada vez peor')).toMatchObject({ circumstances: ['spreading'] });
});

test.each([
  'I want to cancel my lease',
  'It is not working again',
  'Can I cancel my booking?',
  'Did you cancel it?',
  'My sink leaks',
  'How do I add a roommate?',
])('%j changes nothing', (text) => {
  expect(change(text)).toBeNull();
});

test('whoever has nothing open changes nothing', () => {
  expect(readChange('never mind', { openRequests: [] })).toBeNull();
});
