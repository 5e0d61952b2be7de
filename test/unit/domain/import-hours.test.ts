import { expect, test } from 'vitest';
import { readWeeklyHours } from '../../../src/domain/import-hours.ts';

test('reads ranges of days, single days, and days with a break', () => {
  expect(
    readWeeklyHours('Mon-Tue 9:00-12:00; Monday-Tuesday 13:00-18:00; Sat 10:00-24:00'),
  ).toEqual({
    monday: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
    tuesday: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ],
    saturday: [{ from: '10:00', to: '24:00' }],
  });
});

test.each([
  'always',
  'Mon',
  'Mon 18:00-09:00',
  'Mon 09:00-25:00',
  'Fri-Mon 09:00-17:00',
  'Mox 09:00-17:00',
  'Mon 09:00-12:00; Mon 11:00-13:00',
])('refuses %j', (text) => {
  expect(readWeeklyHours(text)).toBeNull();
});
