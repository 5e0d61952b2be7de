import { expect, test } from 'vitest';
import { LOCK_LONGEST_MS, lockMs } from '../../../src/domain/lockout.ts';

const rule = { failuresMax: 5, firstMs: 60_000 };

test('locks from the fifth wrong password on, twice as long each time, an hour at most', () => {
  const minutes = [0, 4, 5, 6, 7, 10, 11, 12, 500].map((count) => lockMs(count, rule) / 60_000);
  expect(minutes).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60]);
  expect(lockMs(5_000, rule)).toBe(LOCK_LONGEST_MS);
});
