import { expect, test } from 'vitest';
import { dangerLadder, rungAt } from '../../../src/domain/alert.ts';

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
