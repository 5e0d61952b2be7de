import { expect, test } from 'vitest';
import { openFuzzedHouse } from '../fuzz/house.ts';
import { fuzzDoors } from '../fuzz/fuzz-doors.ts';

const RUNS = 5_000;

test('5,000 requests that nobody wrote: no 5xx, nothing taken without its proof, nothing personal logged', async () => {
  const house = await openFuzzedHouse();
  try {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { statuses, taken } = await fuzzDoors({ ...house, runs: RUNS, seed });
    // The requests reach behind the doors, and not only their locks.
    expect(taken).toBeGreaterThan(RUNS / 50);
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['400', '401', '202', '200']));
    for (const channel of ['whatsapp', 'portal', 'web-chat']) {
      expect(await house.countMessages(channel), channel).toBeGreaterThan(0);
    }
  } finally {
    await house.stop();
  }
}, 600_000);
