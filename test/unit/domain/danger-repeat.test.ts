import { expect, test } from 'vitest';
import { isSameDanger } from '../../../src/domain/danger-repeat.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

// Safety: a warning too many is better than none.
test.each([
  ['just told, nobody accepted yet', 1, null, true],
  ['told for hours, nobody accepted yet', 719, null, true],
  ['told half a day ago, and still ringing', 720, null, false],
  ['accepted a moment ago', 20, 0, true],
  ['accepted 29 minutes ago', 60, 29, true],
  ['accepted half an hour ago', 60, 30, false],
  ['accepted hours ago', 300, 240, false],
])('a hazard told of again, %s', (_case, opened, accepted, isSame) => {
  const acceptedAt = accepted === null ? null : ago(accepted);
  expect(isSameDanger({ openedAt: ago(opened), acceptedAt }, now)).toBe(isSame);
});
