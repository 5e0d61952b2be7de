import { expect, test } from 'vitest';
import { issueOf, isSameFamily } from '../../../src/domain/issue.ts';
import { classify, minClass, raise } from '../../../src/domain/priority.ts';
import type { ClassifyInput } from '../../../src/domain/priority.ts';
import { weatherModifiers } from '../../../src/domain/weather.ts';
import type { Weather } from '../../../src/domain/weather.ts';
import { defaultPack as pack } from './default-pack.ts';

function classOf(id: string, facts: Partial<ClassifyInput> = {}) {
  const issue = issueOf({ pack, id });
  return classify({
    issue,
    pack,
    modifiers: [],
    floor: null,
    proposed: null,
    repeat: false,
    ...facts,
  });
}

function classIn(id: string, weather: Pick<Weather, 'on'> & Partial<Weather>) {
  const nothingKnown = { outdoorFahrenheit: null, indoorFahrenheit: null, isVulnerable: false };
  return classOf(id, { modifiers: weatherModifiers({ pack, ...nothingKnown, ...weather }) }).class;
}

test('the more urgent class wins, and nothing is raised beyond P0', () => {
  expect(minClass('P3', 'P1')).toBe('P1');
  expect(raise('P3')).toBe('P2');
  expect(raise('P1', 3)).toBe('P0');
});

test('an issue without circumstances has the class of the catalogue', () => {
  expect(classOf('water.drip')).toMatchObject({ class: 'P3', needsPerson: false });
});

// Safety: a model may raise a class and never lower it.
test('a proposal raises and never lowers', () => {
  expect(classOf('water.drip', { proposed: 'P1' }).class).toBe('P1');
  expect(classOf('gas.odor', { proposed: 'P4' }).class).toBe('P0');
});

// Safety: the rule floor is a minimum, also against a circumstance that lowers.
test('the floor holds whatever else is said', () => {
  const floored = classOf('gas.no_supply', { modifiers: ['cooking-only-and-warm'], floor: 'P1' });
  expect(floored.class).toBe('P1');
});

test('circumstances raise, each only where it applies', () => {
  expect(classOf('water.leak_contained', { modifiers: ['near-electrics'] }).class).toBe('P0');
  expect(classOf('roof.leak', { modifiers: ['near-electrics'] }).class).toBe('P0');
  expect(classOf('fin.wall_floor', { modifiers: ['near-electrics'] }).class).toBe('P4');
  expect(classOf('toilet.other', { modifiers: ['only-one'] }).class).toBe('P1');
  expect(classOf('lift.out', { modifiers: ['access-needed'] }).class).toBe('P1');
  expect(classOf('struct.collapse', { modifiers: ['people-under-or-on'] }).class).toBe('P0');
  expect(classOf('gas.no_supply', { modifiers: ['cooking-only-and-warm'] }).class).toBe('P2');
});

test('a repeat within 30 days raises by one and asks for a person', () => {
  const repeated = classOf('water.drip', { repeat: true });
  expect(repeated).toMatchObject({ class: 'P2', needsPerson: true });
  expect(repeated.flags).toContain('repeat_repair');
});

test('what the resident calls an emergency is at least P2 and seen by a person', () => {
  const said = classOf('fin.wall_floor', { modifiers: ['says-emergency'] });
  expect(said).toMatchObject({ class: 'P2', needsPerson: true });
});

test('the reasons tell each step that changed the class, in order', () => {
  const { reasons } = classOf('toilet.other', { modifiers: ['spreading'], proposed: 'P3' });
  expect(reasons).toEqual([
    { kind: 'catalogue', detail: 'toilet.other', class: 'P3' },
    { kind: 'modifier', detail: 'spreading', class: 'P1' },
  ]);
});

test('no issue of the catalogue is lowered by circumstances it does not name itself', () => {
  const everything = Object.keys(pack.modifiers.known);
  for (const [id, issue] of Object.entries(pack.catalogue)) {
    const own = new Set(issue.rules.map(({ when }) => when));
    const foreign = everything.filter((modifier) => !own.has(modifier));
    const outcome = classOf(id, { modifiers: foreign }).class;
    expect(minClass(outcome, issue.class), id).toBe(outcome);
  }
});

test('what cannot be placed is the unclear issue, and families join what belongs together', () => {
  expect(issueOf({ pack, id: 'no.such' })).toMatchObject({ id: 'other.unclear', class: 'P2' });
  expect(isSameFamily({ pack, one: 'water.flood', other: 'water.ceiling' })).toBe(true);
  expect(isSameFamily({ pack, one: 'water.flood', other: 'heat.none' })).toBe(false);
});

test('no heat is an emergency by temperature, by season, and sooner for the vulnerable', () => {
  const at = (outdoorFahrenheit: number | null, on: string) =>
    classIn('heat.none', { outdoorFahrenheit, on });
  expect(at(44, '2026-07-01')).toBe('P1');
  expect(at(50, '2026-07-01')).toBe('P2');
  expect(
    classIn('heat.none', { outdoorFahrenheit: 50, on: '2026-07-01', isVulnerable: true }),
  ).toBe('P1');
  expect(at(null, '2026-12-31')).toBe('P1');
  expect(at(null, '2026-05-31')).toBe('P1');
  expect(at(null, '2026-06-01')).toBe('P2');
});

test('no cooling is urgent in summer and an emergency in a heat wave', () => {
  const at = (outdoorFahrenheit: number, on: string) =>
    classIn('cool.none', { outdoorFahrenheit, on });
  expect(at(70, '2026-03-01')).toBe('P3');
  expect(at(80, '2026-07-01')).toBe('P2');
  expect(at(96, '2026-07-01')).toBe('P1');
});
