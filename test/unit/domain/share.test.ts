import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInShare } from '../../../src/domain/share.ts';

const percent = fc.integer({ min: 0, max: 100 });

test('a conversation stays on its side while the share grows, whatever its id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), percent, percent, (conversationId, one, other) => {
      const isIn = (sharePercent: number) => isInShare({ conversationId, sharePercent });
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      return !isIn(less) || isIn(more);
    }),
  );
});

test('nobody is in a share of nothing, and everybody in the whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (conversationId) => {
      return (
        !isInShare({ conversationId, sharePercent: 0 }) &&
        isInShare({ conversationId, sharePercent: 100 })
      );
    }),
  );
});

test.each([1, 10, 25, 50, 90])('a share of %i percent is about that many', (sharePercent) => {
  const kinds: ((index: number) => string)[] = [
    (index) => `conversation-${index}`,
    (index) => `c_${(index * 2_654_435_761).toString(16)}`,
    () => crypto.randomUUID(),
  ];
  for (const idOf of kinds) {
    const ids = Array.from({ length: 10_000 }, (_, index) => idOf(index));
    const inside = ids.filter((conversationId) => isInShare({ conversationId, sharePercent }));
    expect(Math.abs(inside.length / 100 - sharePercent)).toBeLessThan(2.5);
  }
});

// Another hash would put running conversations on the other side: these places were computed once and never change.
test.each([
  ['conversation-1', 83],
  ['harbor-court/whatsapp/17', 94],
  ['', 24],
])('%j comes in at the share where it always came in', (conversationId, first) => {
  expect(isInShare({ conversationId, sharePercent: first - 1 })).toBe(false);
  expect(isInShare({ conversationId, sharePercent: first })).toBe(true);
});
