import { describe, expect, test } from 'vitest';
import { proposeSpanish } from '../../../../../src/adapters/language-models/embedded/spanish.ts';
import { aTurn } from '../../../../fakes/turn-context.ts';
import spanish from '../../../../../src/adapters/language-models/embedded/exemplars/spanish.json' with { type: 'json' };

const { issues } = aTurn('');
const propose = (text: string) => proposeSpanish({ text, issues });

describe('proposeSpanish', () => {
  test.each([
    ['Hay una fuga de agua en mi cocina', 'water.leak_contained'],
    ['No hay agua caliente', 'hotwater.none'],
    ['El inodoro esta tapado', 'toilet.only_unusable'],
    ['el elevador no funciona', 'lift.out'],
    ['Vi cucarachas en la cocina', 'pest.roach'],
    ['algo esta roto en mi apartamento', 'other.unclear'],
  ])('reports %j', (text, issue) => {
    expect(propose(text)).toMatchObject([{ kind: 'report-problem', issue }]);
  });

  test.each([
    ['Quiero hablar con una persona', { kind: 'hand-over', reason: 'asked-for-person' }],
    ['¿Hay novedades de mi solicitud?', { kind: 'read-status' }],
    ['¿Cuánto debo?', { kind: 'read-account', topic: 'balance' }],
    ['¿Cuándo vence mi contrato?', { kind: 'read-account', topic: 'lease-dates' }],
    ['Muchas gracias', { kind: 'small-talk', topic: 'thanks' }],
    ['Hola, buenos días', { kind: 'small-talk', topic: 'greeting' }],
    ['¿Puedo poner una lavadora?', { kind: 'hand-over', reason: 'language' }],
    ['¿Se permite fumar?', { kind: 'hand-over', reason: 'language' }],
  ])('reads %j', (text, decision) => {
    expect(propose(text)).toEqual([decision]);
  });

  test('names only issues of the default catalogue', () => {
    const known = new Set(issues.map(({ id }) => id));
    expect(spanish.problems.map(({ issue }) => issue).filter((id) => !known.has(id))).toEqual([]);
  });
});
