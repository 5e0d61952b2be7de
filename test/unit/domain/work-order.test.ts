import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marker, referenceFrom } from '../../../src/domain/work-order.ts';

const digest = fc.uint8Array({ minLength: 10, maxLength: 32 });

test('every digest makes a reference that can be read over the phone', () => {
  fc.assert(
    fc.property(digest, (bytes) => {
      expect(referenceFrom(bytes)).toMatch(/^MR-[0-9A-HJKMNP-TV-Z]{10}$/);
    }),
    { seed: 7 },
  );
});

// One ticket: a retry must look for the same reference that the first attempt wrote.
test('the same digest makes the same reference, and only its first ten bytes count', () => {
  fc.assert(
    fc.property(digest, (bytes) => {
      expect(referenceFrom(Uint8Array.from([...bytes.slice(0, 10), 7]))).toBe(referenceFrom(bytes));
    }),
    { seed: 7 },
  );
});

test('each letter is as likely as any other', () => {
  const letters = Array.from({ length: 256 }, (_, byte) =>
    referenceFrom(new Uint8Array(10).fill(byte)).at(-1),
  );
  const counts = Map.groupBy(letters, (letter) => letter)
    .values()
    .map(({ length }) => length);
  expect([...counts]).toEqual(Array.from({ length: 32 }, () => 8));
});

test('the marker holds the reference in a text that platforms keep', () => {
  expect(marker('MR-0123456789')).toBe('[ref MR-0123456789]');
});
