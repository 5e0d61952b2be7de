import { expect, test } from 'vitest';
import { createProbing } from '../../../src/api/probing.ts';
import { cannotTell, isWell, type PartFinding } from '../../../src/domain/part-finding.ts';

const silent = cannotTell('the part');
const well = async (): Promise<PartFinding> => isWell('Well.');
const hanging = () => new Promise<PartFinding>(() => undefined);

function probing(looks: Record<string, () => Promise<PartFinding & { since?: string }>>) {
  const clock = { at: Date.parse('2026-11-23T12:00:00.000Z') };
  const probes = Object.entries(looks).map(([id, look]) => ({ id, name: id, look, silent }));
  const made = createProbing({ probes, enoughMs: 20, now: () => clock.at });
  const states = async (): Promise<string[]> =>
    (await made.look()).map(({ id, state, sinceAt }) => `${id} ${state} ${sinceAt.slice(11, 16)}`);
  return { clock, states };
}

test('a part that hangs or throws keeps no other from being told', async () => {
  const { states } = probing({
    hanging,
    broken: async () => {
      throw new Error('no');
    },
    well,
  });
  expect(await states()).toEqual([
    'hanging unknown 12:00',
    'broken unknown 12:00',
    'well ok 12:00',
  ]);
});

test('tells since when it is so, and begins anew when it changes', async () => {
  const part = { isDown: false };
  const { clock, states } = probing({
    part: async () => (part.isDown ? { ...isWell('Down.'), state: 'down' } : isWell('Well.')),
  });
  await states();
  clock.at += 60_000;
  expect(await states()).toEqual(['part ok 12:00']);
  part.isDown = true;
  expect(await states()).toEqual(['part down 12:01']);
  clock.at += 60_000;
  expect(await states()).toEqual(['part down 12:01']);
});

test('believes a part that knows since when', async () => {
  const { states } = probing({
    held: async () => ({ ...isWell('Held.'), since: '2026-11-23T08:15:00.000Z' }),
  });
  expect(await states()).toEqual(['held ok 08:15']);
});

// A database that hangs must not be asked once more by every page that is open.
test('does not ask a part again before it has answered', async () => {
  let asked = 0;
  const { states } = probing({
    hanging: () => {
      asked += 1;
      return hanging();
    },
  });
  await Promise.all([states(), states()]);
  await states();
  expect(asked).toBe(1);
});
