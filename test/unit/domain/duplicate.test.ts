import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { relate, type EarlierTrouble, type Trouble } from '../../../src/domain/duplicate.ts';
import { issueOf } from '../../../src/domain/issue.ts';
import { aTrouble, anEarlierTrouble } from '../../builders.ts';
import { defaultPack as pack } from './default-pack.ts';

const NOW = '2026-11-23T15:00:00.000Z';
const HOUR_MS = 3_600_000;
const { repeatWithinDays } = pack.modifiers;

const relationOf = (trouble: Trouble, ...earlier: EarlierTrouble[]) =>
  relate(trouble, { earlier, leaseId: 'lease-1', now: NOW, repeatWithinDays }).kind;

interface Pair {
  id: string;
  first: string;
  second: string;
  label: 'same_request' | 'new_request' | 'repeat_repair' | 'same_incident';
  unit: 'same' | 'other';
  hours_apart: number;
  first_state: 'open' | 'closed';
}

const isPair = (value: unknown): value is Pair =>
  typeof value === 'object' && value !== null && 'first' in value && 'label' in value;

const lines = readFileSync(
  new URL('../../fixtures/duplicate-pairs.jsonl', import.meta.url),
  'utf8',
);
const pairs = lines
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line))
  .filter(isPair);

// The issues of the catalogue that the two texts of a pair belong to; where a reading may err, more than one.
const ISSUES: Record<string, [string, string][]> = {
  'dup-00': [['disposal.jam', 'disposal.jam']],
  'dup-01': [
    ['gate.stuck', 'gate.stuck'],
    ['lock.key_fob', 'lock.key_fob'],
    ['gate.stuck', 'other.unclear'],
  ],
  'dup-02': [['water.low_pressure', 'water.low_pressure']],
  'dup-03': [['appl.other', 'appl.other']],
  'dup-04': [['appl.laundry', 'appl.laundry']],
  'dup-05': [
    ['light.unit', 'elec.outlet_dead'],
    ['light.unit', 'light.unit'],
    ['other.unclear', 'other.unclear'],
  ],
  'dup-06': [['drain.sink_bath', 'drain.sink_bath']],
  'dup-07': [
    ['fin.wall_floor', 'elec.burning'],
    ['env.chemical', 'fire.active'],
    ['env.chemical', 'env.chemical'],
    ['other.unclear', 'other.unclear'],
  ],
  'dup-08': [['nonmaint.neighbour', 'nonmaint.neighbour']],
  'dup-09': [['other.unclear', 'other.unclear']],
  'dup-10': [
    ['window.stuck', 'window.broken'],
    ['window.broken', 'window.broken'],
  ],
  'dup-11': [
    ['appl.stove', 'appl.stove'],
    ['other.unclear', 'other.unclear'],
  ],
};

const ALLOWED: Record<Pair['label'], string[]> = {
  same_request: ['same', 'unsure'],
  new_request: ['new', 'unsure'],
  repeat_repair: ['repeat'],
  same_incident: ['new'],
};

const troubleOf = (issue: string, summary: string): Trouble => ({
  issue,
  family: issueOf({ pack, id: issue }).family,
  summary,
});

// Money and trust: one ticket for one trouble, and no trouble lost in the ticket of another.
describe('the written pairs', () => {
  const rows = pairs.flatMap((pair) =>
    (ISSUES[pair.id] ?? []).map(([first, second]) => ({
      ...pair,
      firstIs: first,
      secondIs: second,
    })),
  );

  test('are all there', () => expect(pairs.map(({ id }) => id)).toEqual(Object.keys(ISSUES)));

  test.each(rows)('$label: "$first", "$second" as $firstIs, $secondIs', (row) => {
    const at = new Date(Date.parse(NOW) - row.hours_apart * HOUR_MS).toISOString();
    const first = anEarlierTrouble({
      ...troubleOf(row.firstIs, row.first),
      leaseId: row.unit === 'same' ? 'lease-1' : 'lease-2',
      isOpen: row.first_state === 'open',
      closedAt: row.first_state === 'open' ? null : at,
    });
    expect(ALLOWED[row.label]).toContain(relationOf(troubleOf(row.secondIs, row.second), first));
  });

  test('most of what is the same is joined without a question', () => {
    const joined = rows.filter(
      ({ label, firstIs, secondIs, first, second }) =>
        label === 'same_request' &&
        relationOf(troubleOf(secondIs, second), anEarlierTrouble(troubleOf(firstIs, first))) ===
          'same',
    );
    const ids = new Set(joined.map(({ id }) => id));
    expect([...ids]).toEqual(['dup-00', 'dup-01', 'dup-06', 'dup-08', 'dup-11']);
  });
});

// Safety: the smell of burning is an emergency and must not vanish in a complaint about paint.
test('a smell of burning is never merged with a smell of paint, however both are read', () => {
  const paint = 'smell of paint in hallway';
  const burning = 'smell of burning in hallway';
  for (const first of Object.keys(pack.catalogue)) {
    for (const second of Object.keys(pack.catalogue)) {
      const earlier = anEarlierTrouble(troubleOf(first, paint));
      expect(relationOf(troubleOf(second, burning), earlier), `${first} ${second}`).not.toBe(
        'same',
      );
    }
  }
});

// Privacy: what a former household wrote is not shown to the next one.
test("a past resident's request is never joined or asked about, and still makes a repeat", () => {
  const open = anEarlierTrouble({ leaseId: 'lease-0' });
  expect(relationOf(aTrouble(), open)).toBe('new');
  const closed = anEarlierTrouble({ leaseId: 'lease-0', isOpen: false, closedAt: NOW });
  expect(relationOf(aTrouble(), closed)).toBe('repeat');
});

test('where no lease is known nothing is joined', () => {
  const by = { earlier: [anEarlierTrouble({ leaseId: null })], leaseId: null };
  expect(relate(aTrouble(), { ...by, now: NOW, repeatWithinDays }).kind).toBe('new');
});

test('the same trouble elsewhere in the home is asked about, not swallowed', () => {
  const kitchen = anEarlierTrouble({ summary: 'kitchen sink clogged' });
  expect(relationOf(aTrouble({ summary: 'bathroom sink clogged' }), kitchen)).toBe('unsure');
  expect(relationOf(aTrouble({ summary: 'the sink in the kitchen is clogged' }), kitchen)).toBe(
    'same',
  );
  expect(relationOf(aTrouble({ summary: 'it is leaking again' }), kitchen)).toBe('same');
});

test('Spanish words count without their accents and little words', () => {
  const oven = { issue: 'appl.stove', family: 'stove' };
  const first = anEarlierTrouble({ ...oven, summary: 'La estufa está rota' });
  expect(relationOf({ ...oven, summary: 'sigue rota la estufa' }, first)).toBe('same');
  const fridge = { issue: 'appl.fridge', family: 'fridge', summary: 'La nevera está rota' };
  expect(relationOf(fridge, first)).toBe('new');
});

test('an open request is preferred to a closed one', () => {
  const closed = anEarlierTrouble({ requestId: 'mr-0', isOpen: false, closedAt: NOW });
  const by = { leaseId: 'lease-1', now: NOW, repeatWithinDays };
  expect(relate(aTrouble(), { ...by, earlier: [closed, anEarlierTrouble()] })).toEqual({
    kind: 'same',
    requestId: 'mr-1',
  });
});

test('a repair counts as a repeat for 30 days', () => {
  const closedDaysAgo = (days: number) =>
    anEarlierTrouble({
      isOpen: false,
      closedAt: new Date(Date.parse(NOW) - days * 24 * HOUR_MS).toISOString(),
    });
  expect(relationOf(aTrouble(), closedDaysAgo(30))).toBe('repeat');
  expect(relationOf(aTrouble(), closedDaysAgo(31))).toBe('new');
  expect(relationOf(aTrouble({ issue: 'disposal.jam' }), closedDaysAgo(1))).toBe('new');
});
