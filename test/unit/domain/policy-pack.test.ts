import { expect, test } from 'vitest';
import { mergePacks } from '../../../src/domain/policy-pack.ts';
import { parsePolicyPack } from '../../../src/domain/policy-pack.schema.ts';
import { defaultPack, defaultPackFiles } from './default-pack.ts';

const property = {
  scope: 'property',
  id: 'aspen',
  version: '3',
  files: { 'costs.json': { approval: { noneUpToCents: 15_000 } } },
} as const;
const organisation = {
  scope: 'organisation',
  id: 'acme',
  version: '7',
  files: {
    'costs.json': { approval: { noneUpToCents: 99_000, expiresAfterDays: 3 } },
    'modifiers.json': { weather: { heatSeason: { from: '11-01' } } },
  },
} as const;

const NO_DAY = Object.fromEntries(
  ['tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, null]),
);

test('the shipped pack names every issue of the taxonomy and passes its own checks', () => {
  expect(Object.keys(defaultPack.catalogue)).toHaveLength(86);
  expect(defaultPack.version).toBe('2026-11-1');
});

test('the narrower layer wins whatever the order of the layers, and keeps what it does not name', () => {
  const merged = parsePolicyPack(
    mergePacks({ base: defaultPackFiles(), layers: [property, organisation] }),
  );
  expect(merged.costs.approval).toMatchObject({
    noneUpToCents: 15_000,
    expiresAfterDays: 3,
    managerUpToCents: 100_000,
  });
  expect(merged.modifiers.weather.heatSeason).toEqual({ from: '11-01', to: '05-31' });
});

test('the version pins every layer that went in', () => {
  const merged = mergePacks({ base: defaultPackFiles(), layers: [property, organisation] });
  expect(merged['pack.json']).toEqual({
    id: 'default',
    version: '2026-11-1+organisation/acme@7+property/aspen@3',
  });
});

test('a layer can take an entry away and replace a list', () => {
  const files = {
    'texts.json': { 'ask-photo': null },
    'hours.json': { holidays: ['2026-12-25'] },
  };
  const merged = parsePolicyPack(
    mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] }),
  );
  expect(merged.texts).not.toHaveProperty('ask-photo');
  expect(merged.hours.holidays).toEqual(['2026-12-25']);
});

test('a layer sets how long somebody waits for a person', () => {
  const files = { 'hand-off.json': { warnAfterMinutes: 5 } };
  const merged = mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] });
  expect(parsePolicyPack(merged).handOff).toEqual({ warnAfterMinutes: 5, breachAfterMinutes: 30 });
});

// A working time that never comes would leave every clock standing.
test.each([
  [
    { 'hours.json': { weekly: { ...NO_DAY, monday: [] } } },
    'hours.json: weekly: the office opens on no day of the week',
  ],
  [
    { 'hand-off.json': { warnAfterMinutes: 30 } },
    'hand-off.json: breachAfterMinutes: must come after warnAfterMinutes',
  ],
])('clocks that cannot run are refused with the file and the field', (files, problem) => {
  const merged = mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] });
  expect(() => parsePolicyPack(merged)).toThrow(problem);
});

test('a broken pack is refused with the file and the field', () => {
  const files = { 'classes.json': { P2: { accept: { kind: 'sometimes' } } } };
  const merged = mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] });
  expect(() => parsePolicyPack(merged)).toThrow(/classes\.json: P2 > accept > kind/);
  expect(() => parsePolicyPack(null)).toThrow(/pack: file/);
});

test('names that point nowhere are refused with the file and the field', () => {
  const files = {
    'catalogue.json': { 'gas.odor': { trades: ['wizard'] } },
    'danger-rules.json': { unless: ['nonsense'] },
    'texts.json': { 'news-closed': { es: 'sin número' } },
  };
  const merged = mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] });
  expect(() => parsePolicyPack(merged)).toThrow(
    /gas\.odor > trades: nothing is called wizard[^]*unless: no word list[^]*news-closed/,
  );
});

// Safety: an override must not take a whole class or hazard away unnoticed.
test('a pack without one of the classes or safety texts is refused', () => {
  const files = { 'classes.json': { P0: null }, 'safety-texts.json': { gas: null } };
  const merged = mergePacks({ base: defaultPackFiles(), layers: [{ ...property, files }] });
  expect(() => parsePolicyPack(merged)).toThrow(/classes\.json: P0[^]*safety-texts\.json: gas/);
});

test('the exemplars for the classifier are many and each stands once', () => {
  const { danger, harmless } = defaultPack.dangerExemplars;
  const all = [...Object.values(danger).flat(), ...harmless].map((text) => text.toLowerCase());
  expect(Object.values(danger).flat().length).toBeGreaterThanOrEqual(180);
  expect(harmless.length).toBeGreaterThanOrEqual(150);
  expect(new Set(all).size).toBe(all.length);
});
