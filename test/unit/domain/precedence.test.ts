import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scope } from '../../../src/domain/document.ts';
import { bySpecificity, nearestFirst, precedenceOf } from '../../../src/domain/precedence.ts';
import { aPassage } from '../../fakes/turn-context.ts';

interface Found {
  scope: Scope;
  score: number;
  matter: number;
  isRelevant: boolean;
}

const kinds = ['lease', 'unit', 'property', 'organisation'] as const;
const found = fc.record({
  scope: fc.constantFrom(...kinds).map((kind): Scope => ({ kind, id: 'elm' })),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  matter: fc.nat(3),
  isRelevant: fc.boolean(),
});
const ranked = fc
  .array(found, { maxLength: 20 })
  .map((all) => all.toSorted((one, other) => other.score - one.score));
const ladder = {
  scopeOf: ({ scope }: Found) => scope,
  answersToo: (one: Found, other: Found) =>
    one.isRelevant && other.isRelevant && one.matter === other.matter,
};
const place = (order: readonly Found[], each: Found) => order.indexOf(each);

test('the more specific document stands first on its matter, whatever the scores', () => {
  fc.assert(
    fc.property(ranked, (all) => {
      const order = nearestFirst(all, ladder);
      for (const one of all)
        for (const other of all)
          if (bySpecificity(one.scope, other.scope) < 0 && ladder.answersToo(one, other))
            expect(place(order, one)).toBeLessThan(place(order, other));
    }),
  );
});

test('nothing is lost, doubled or added', () => {
  fc.assert(
    fc.property(ranked, (all) => {
      const order = nearestFirst(all, ladder);
      expect(order).toHaveLength(all.length);
      expect(new Set(order)).toEqual(new Set(all));
    }),
  );
});

test('what answers nothing else never goes before what fits better', () => {
  fc.assert(
    fc.property(ranked, (all) => {
      const order = nearestFirst(all, ladder);
      for (const each of all.filter(({ isRelevant }) => !isRelevant))
        for (const better of all.slice(0, all.indexOf(each)))
          expect(place(order, better)).toBeLessThan(place(order, each));
    }),
  );
});

test('documents of one step of the ladder keep the order of their scores', () => {
  fc.assert(
    fc.property(ranked, (all) => {
      const level = all.map((each): Found => ({ ...each, scope: { kind: 'property', id: 'elm' } }));
      expect(nearestFirst(level, ladder)).toEqual(level);
    }),
  );
});

const own = aPassage('Grills are allowed.', {
  id: 'own',
  documentTitle: 'Addendum 4B',
  scope: { kind: 'unit', id: 'elm-4b' },
});
const lease = aPassage('Grills are allowed.', {
  id: 'lease',
  documentTitle: 'Your lease',
  scope: { kind: 'lease', id: 'elm-4b-1' },
});
const house = aPassage('Grills are forbidden.', { id: 'house', documentTitle: 'House rules' });
const group = aPassage('Grills are forbidden.', {
  id: 'group',
  documentTitle: 'Policy',
  scope: { kind: 'organisation', id: 'lantern' },
});

test.each([
  {
    name: 'a unit before the house',
    quoted: [own],
    passedOver: [house],
    as: ['Addendum 4B', 'House rules'],
  },
  {
    name: 'a lease before the organisation',
    quoted: [lease],
    passedOver: [group],
    as: ['Your lease', 'Policy'],
  },
  {
    name: 'the house before the organisation: no document of a home',
    quoted: [house],
    passedOver: [group],
    as: null,
  },
  { name: 'nothing passed over', quoted: [own], passedOver: [], as: null },
  { name: 'a claim that the scopes do not bear out', quoted: [house], passedOver: [own], as: null },
  { name: 'two of one home', quoted: [own], passedOver: [lease], as: null },
])('names the document of the home that went first: $name', ({ quoted, passedOver, as }) => {
  const named = precedenceOf({ quoted, passedOver });
  expect(named && [named.document, named.general]).toEqual(as);
});
