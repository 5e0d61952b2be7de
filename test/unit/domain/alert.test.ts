import { expect, test } from 'vitest';
import { dangerLadder, isUnheard, nextRing, rungAt } from '../../../src/domain/alert.ts';

const staffed = { onCall: ['omar'], managers: ['mia', 'omar'], waitMinutes: 5 };

test('the contact on call is rung twice, then everyone, each once', () => {
  const rung = (contacts: string[]) => ({ contacts, waitMinutes: 5 });
  expect(dangerLadder(staffed)).toEqual([rung(['omar']), rung(['omar']), rung(['omar', 'mia'])]);
});

// Safety: a danger does not wait on rungs that nobody hears.
test('where nobody is on call the managers are rung at once', () => {
  expect(dangerLadder({ ...staffed, onCall: [] })).toEqual([
    { contacts: ['mia', 'omar'], waitMinutes: 5 },
  ]);
});

// Safety: silence never ends an alert.
test('the last rung rings again and again', () => {
  const ladder = dangerLadder(staffed);
  expect(rungAt(ladder, 0)).toBe(ladder[0]);
  for (const attempt of [2, 3, 500]) expect(rungAt(ladder, attempt)).toBe(ladder[2]);
  expect(rungAt([], 0)).toBeNull();
});

test('the next ring is for the next rung, after the wait of the one that rang', () => {
  const ladder = dangerLadder(staffed);
  const rangAt = '2026-11-23T12:00:00.000Z';
  const at = '2026-11-23T12:05:00.000Z';
  expect(nextRing(ladder, { attempt: 0, rangAt })).toEqual({ at, contacts: ['omar'] });
  expect(nextRing(ladder, { attempt: 1, rangAt })).toEqual({ at, contacts: ['omar', 'mia'] });
  expect(nextRing(ladder, { attempt: 7, rangAt })).toEqual({ at, contacts: ['omar', 'mia'] });
  expect(nextRing(ladder, undefined)).toBeNull();
  expect(nextRing([], { attempt: 0, rangAt })).toBeNull();
});

test('is unheard when its last ring found nobody, or its ladder names nobody before the first', () => {
  const empty = dangerLadder({ onCall: [], managers: [], waitMinutes: 5 });
  expect(isUnheard(empty, undefined)).toBe(true);
  expect(isUnheard(empty, { outcome: 'recorded' })).toBe(false); // somebody came on call since
  expect(isUnheard(dangerLadder(staffed), undefined)).toBe(false);
  expect(isUnheard(dangerLadder(staffed), { outcome: 'nobody' })).toBe(true);
});
