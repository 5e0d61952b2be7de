import { describe, expect, test } from 'vitest';
import { readVisit } from '../../../../../src/adapters/language-models/embedded/visits.ts';

const unasked = (text: string) => readVisit(text, { isAsked: false, isAlone: true });
const asked = (text: string) => readVisit(text, { isAsked: true, isAlone: true });

describe('what is said of a visit without having been asked', () => {
  test.each([
    ['you can come in when I am out', 'yes'],
    ["Feel free to come in, I'm at work", 'yes'],
    ['Maintenance can let themselves in', 'yes'],
    ['please use the master key', null],
    ['You may use the spare key', 'yes'],
    ['please call first', 'call-first'],
    ['You can come in but please call me before', 'call-first'],
    ["don't come in without calling first", 'no'],
    ['Only when I am home please', 'no'],
    ['I want to be there', 'no'],
    ['Please do not enter', 'no'],
    ['pueden entrar si no estoy', 'yes'],
    ['Por favor llamen antes', 'call-first'],
    ['no entren, por favor', 'no'],
    ['solo cuando yo esté en casa', 'no'],
  ] as const)('%j: %s', (text, entry) => {
    expect(unasked(text).access.entry).toBe(entry);
  });

  test('keeps pets and times in the words in which they were said, and hands on the rest', () => {
    expect(
      unasked('My kitchen sink leaks. You can come in, we have a cat and after 5pm works for me.'),
    ).toEqual({
      access: { entry: 'yes', pets: 'we have a cat', times: 'after 5pm works for me' },
      rest: 'My kitchen sink leaks.',
    });
    expect(unasked('Gotea el fregadero. Tenemos un perro, por la mañana me conviene')).toEqual({
      access: { entry: null, pets: 'Tenemos un perro', times: 'por la mañana me conviene' },
      rest: 'Gotea el fregadero.',
    });
  });

  // What is taken for a note about a visit is neither reported nor answered.
  test.each([
    'Can I have a dog?',
    'How much is the pet deposit?',
    'The dog next door barks all night',
    'There has been no hot water since this morning',
    'When can you come in?',
    'Water is coming in through the ceiling',
    'The pool opens at 9 am',
    'My sink leaks, and the toilet runs',
    'My dog broke the window',
  ])('leaves %j alone', (text) => {
    expect(unasked(text)).toEqual({
      access: { entry: null, pets: null, times: null },
      rest: text,
    });
  });
});

describe('what is said of a visit when asked', () => {
  test.each([
    ['yes, we have a cat, after 3', { entry: 'yes', pets: 'we have a cat', times: 'after 3' }],
    ['Yes. 2 dogs. Mornings', { entry: 'yes', pets: '2 dogs', times: 'Mornings' }],
    ['no pets, any time', { entry: null, pets: 'no pets', times: 'any time' }],
    ['no', { entry: 'no', pets: null, times: null }],
    ['call first, tomorrow', { entry: 'call-first', pets: null, times: 'tomorrow' }],
    [
      'sí, tenemos un gato, después de las 3',
      { entry: 'yes', pets: 'tenemos un gato', times: 'después de las 3' },
    ],
  ])('%j', (text, access) => {
    expect(asked(text)).toEqual({ access, rest: '' });
  });

  test.each(['What time does the pool open?', 'The toilet overflows since this morning'])(
    'takes %j for no answer',
    (text) => {
      expect(asked(text).rest).toBe(text);
    },
  );

  test('takes a bare "yes" for another question that stands', () => {
    const { access, rest } = readVisit('yes', { isAsked: true, isAlone: false });
    expect({ entry: access.entry, rest }).toEqual({ entry: null, rest: 'yes' });
  });
});
