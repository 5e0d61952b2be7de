import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf } from './support/resident.ts';

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const QUESTION = 'When are quiet hours?';
const FLOOD_PAUSE_MS = 6_000;

test('after twenty messages in a minute a person is answered once they pause, and a danger at once', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  const twenty = await Promise.all(Array.from({ length: 20 }, () => resident.write(QUESTION)));
  const last = twenty.toSorted((one, other) => other.position - one.position)[0];
  if (!last) throw new Error('nothing was written');
  await until('all twenty are answered', async () => replies(await resident.news(last)).length > 0);

  const writtenAt = performance.now();
  const next = await resident.write(QUESTION);
  await until('the 21st is answered', async () => replies(await resident.news(next)).length > 0);
  expect(performance.now() - writtenAt).toBeGreaterThan(FLOOD_PAUSE_MS);

  const danger = await resident.write('I smell gas in the kitchen');
  await resident.hears(danger, ({ event }) => event === 'reply');
  const [told, safety] = await resident.news(danger);
  expect([told?.event, safety]).toMatchObject(['danger', { event: 'reply', from: 'safety' }]);
});
