import { expect, test } from 'vitest';
import { asksForPerson } from '../../../src/domain/asks-for-person.ts';

test.each([
  'person',
  'Person',
  ' PERSON!!! ',
  "'person'",
  'a person',
  'A person, please.',
  'please, a real person',
  'human',
  'a human being',
  'agent pls',
  'persona',
  'Persona.',
  '¡Una persona, por favor!',
  'por favor una persona real',
  'humano',
  'un agente',
  'Hola, una persona por favor',
])('"%s" brings a person', (text) => {
  expect(asksForPerson(text)).toBe(true);
});

test.each([
  '',
  'please',
  'a',
  'personal',
  'a person is in my kitchen',
  'one more person lives here now',
  'the leasing agent was rude',
  'Hay una persona en mi puerta',
  'agent 4B',
  'no person',
])('"%s" is read by the model', (text) => {
  expect(asksForPerson(text)).toBe(false);
});
