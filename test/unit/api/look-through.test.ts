import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookThrough } from '../../../src/api/look-through.ts';

type Looked = Awaited<ReturnType<typeof lookThrough<number>>>;

const PAGE = 10;
const pileOf = (count: number) => Array.from({ length: count }, (_, index) => index);

async function lookAtAll(pile: number[], isWanted: (item: number) => boolean) {
  const found: number[] = [];
  const looks: number[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    looks.push(offset);
    const readPage = async (from: number) => pile.slice(from, from + PAGE);
    const answer: Looked = await lookThrough({ offset, pageSize: PAGE, readPage, isWanted });
    found.push(...answer.found);
    offset = answer.next;
  }
  return { found, looks };
}

test('going on from where each answer ended finds everything once, in order', async () => {
  const spread = fc.integer({ min: 1, max: 400 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3_000 }), spread, async (count, every) => {
      const isWanted = (item: number): boolean => item % every === 0;
      const { found } = await lookAtAll(pileOf(count), isWanted);
      expect(found).toEqual(pileOf(count).filter(isWanted));
    }),
  );
});

test('one answer looks at a thousand at most, and says where it stopped', async () => {
  expect(await lookAtAll(pileOf(2_500), () => false)).toEqual({
    found: [],
    looks: [0, 1_000, 2_000],
  });
});
