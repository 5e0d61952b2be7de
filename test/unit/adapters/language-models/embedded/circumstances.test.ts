import { expect, test } from 'vitest';
import { readCircumstances } from '../../../../../src/adapters/language-models/embedded/circumstances.ts';

test.each([
  ['The toilet is clogged and it is our only toilet', ['only-one']],
  ["it's the only bathroom we have", ['only-one']],
  ['No flushea y es el único baño', ['only-one']],
  ['water is dripping onto the outlet', ['near-electrics']],
  ['hay agua cerca del enchufe', ['near-electrics']],
  ['the leak is getting worse', ['spreading']],
  ['la fuga está empeorando', ['spreading']],
  ['there is mold and I feel dizzy', ['someone-unwell']],
  ['me siento mal con este olor', ['someone-unwell']],
  ['no power and my mom is on an oxygen machine', ['medical-device']],
  ["the bedroom window won't close", ['security-exposure']],
  ['la ventana no cierra', ['security-exposure']],
  ['no heat and we have a newborn', ['vulnerable-person']],
  ['tenemos un bebé y no hay calefacción', ['vulnerable-person']],
  ['this is an emergency', ['says-emergency']],
  ['¡Es una emergencia!', ['says-emergency']],
])('%j tells %j', (text, told) => {
  expect(readCircumstances(text)).toEqual(told);
});

// Over-calling wakes people: what the words do not say is not read into them.
test.each([
  'My kitchen sink is leaking, the bucket holds it',
  'It is not an emergency',
  "It isn't an emergency but please come",
  'What is the emergency number?',
  'No es una emergencia',
  'The bathroom light is out and the sink drips',
  'I only need a new air filter',
  'The dishwasher does not start',
])('%j tells nothing', (text) => {
  expect(readCircumstances(text)).toEqual([]);
});
