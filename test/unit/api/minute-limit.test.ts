import { expect, test } from 'vitest';
import { createMinuteLimit } from '../../../src/api/minute-limit.ts';

test('lets so many of a key through each minute, and says how long the minute lasts', () => {
  const clock = { at: 59_000 };
  const room = createMinuteLimit({ perMinute: 2, now: () => clock.at });
  expect([room('one'), room('one'), room('one'), room('other')]).toEqual([null, null, 1_000, null]);
  clock.at = 60_000;
  expect([room('one'), room('one'), room('one')]).toEqual([null, null, 60_000]);
});
