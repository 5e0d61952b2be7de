import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { journeyKinds, partNames, planRun, steps, type Plan } from '../../faults/plan.ts';

const plans = (count: number): Plan[] =>
  Array.from({ length: count }, (_, index) => planRun({ seed: 1, run: index + 1 }));

test('a seed and a number are one plan, and another number is another', () => {
  const again = planRun({ seed: 1, run: 7 });
  expect(planRun({ seed: 1, run: 7 })).toEqual(again);
  expect(planRun({ seed: 1, run: 8 })).not.toEqual(again);
  expect(planRun({ seed: 2, run: 7 })).not.toEqual(again);
});

test('a run is three journeys, each of its own kind', () => {
  for (const { journeys } of plans(200)) {
    expect(new Set(journeys.map(({ kind }) => kind)).size).toBe(3);
  }
});

// What npm test plays must hold each journey, and kill each part.
test('twenty runs hold every journey, kill every part, and set a clock wrong', () => {
  const twenty = plans(20);
  const kinds = new Set(twenty.flatMap(({ journeys }) => journeys.map(({ kind }) => kind)));
  const killed = new Set(twenty.flatMap(({ kills }) => kills.map(({ part }) => part)));
  expect([...kinds].toSorted()).toEqual([...journeyKinds].toSorted());
  expect([...killed].toSorted()).toEqual([...partNames].toSorted());
  expect(twenty.some(({ clock }) => clock !== null)).toBe(true);
});

test('a thousand runs kill every part at every step', () => {
  const hit = new Set(
    plans(1_000).flatMap(({ kills }) =>
      kills.flatMap(({ part, at }) => ('step' in at ? [`${part} ${at.step}`] : [])),
    ),
  );
  for (const part of partNames) for (const step of steps) expect(hit).toContain(`${part} ${step}`);
});

// What product and checker got wrong in the same way would pass.
test('nothing of the faults suite imports a line of the product', () => {
  const files = globSync('test/faults/**/*.ts');
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toMatch(/from '.*\/src\//);
});
