import { describe, expect, test } from 'vitest';
import { accessLines, mergedAccess, NO_ACCESS } from '../../../src/domain/access.ts';
import {
  circumstanceToAsk,
  factToAsk,
  isHeldBy,
  tellingCircumstances,
  withAsked,
  type IntakeState,
} from '../../../src/domain/intake.ts';
import { issueOf } from '../../../src/domain/issue.ts';
import { correctedWords } from '../../../src/domain/maintenance-request.ts';
import { defaultPack as pack } from './default-pack.ts';

const state = (changes: Partial<IntakeState> = {}): IntakeState => ({
  issue: 'drain.sink_bath',
  class: 'P3',
  access: NO_ACCESS,
  location: null,
  facts: {},
  ...changes,
});

describe('the one question before a request is confirmed', () => {
  test('asks what would raise the class and was not said', () => {
    expect(circumstanceToAsk(pack, state({ issue: 'toilet.other' }))).toBe('only-one');
  });

  test('asks for nothing that was said, nor a second time', () => {
    const told = state({ issue: 'drain.sink_bath', facts: { circumstances: 'only-one' } });
    expect(circumstanceToAsk(pack, told)).toBeNull();
    const asked = state({ issue: 'toilet.other', facts: { asked: 'only-one' } });
    expect(circumstanceToAsk(pack, asked)).toBeNull();
  });

  test('asks nothing where no answer could raise the class', () => {
    expect(circumstanceToAsk(pack, state({ issue: 'fin.wall_floor', class: 'P4' }))).toBeNull();
    expect(circumstanceToAsk(pack, state({ issue: 'drain.sink_bath', class: 'P2' }))).toBeNull();
  });

  // Safety: an emergency is not delayed by a question.
  test.each(['P0', 'P1'] as const)('asks nothing of %s', (now) => {
    expect(circumstanceToAsk(pack, state({ issue: 'water.flood', class: now }))).toBeNull();
  });

  test('knows which answer is the bad one', () => {
    expect(isHeldBy(pack, { circumstance: 'only-one', answer: 'no' })).toBe(true);
    expect(isHeldBy(pack, { circumstance: 'only-one', answer: 'yes' })).toBe(false);
    expect(isHeldBy(pack, { circumstance: 'near-electrics', answer: 'yes' })).toBe(true);
    expect(isHeldBy(pack, { circumstance: 'near-electrics', answer: 'no' })).toBe(false);
  });
});

// What the catalogue calls contained is not asked about again; what would be worse counts when it is told.
test('asks only about what the pack lists', () => {
  expect(circumstanceToAsk(pack, state({ issue: 'water.leak_contained', class: 'P2' }))).toBeNull();
});

describe('the facts of a visit', () => {
  test('are asked for one at a time, each once', () => {
    const lacking = state({ facts: { missing: 'location,symptom' } });
    expect(factToAsk(pack, lacking)).toBe('location');
    const after = withAsked(lacking.facts, 'location');
    expect(factToAsk(pack, { ...lacking, facts: after })).toBe('symptom');
    const last = withAsked(after, 'symptom');
    expect(factToAsk(pack, { ...lacking, facts: last })).toBe('access');
    expect(factToAsk(pack, { ...lacking, facts: withAsked(last, 'access') })).toBeNull();
  });

  test('are not asked for when they were told', () => {
    const access = { ...NO_ACCESS, entry: 'yes' as const };
    expect(factToAsk(pack, state({ access }))).toBeNull();
    const located = state({ facts: { missing: 'location' }, location: 'the bath', access });
    expect(factToAsk(pack, located)).toBeNull();
  });

  test.each(['gas.odor', 'fire.active', 'light.common', 'lift.out'])(
    '%s asks nobody about cats and keys',
    (issue) => {
      expect(factToAsk(pack, state({ issue, class: 'P1' }))).toBeNull();
    },
  );

  test('the later word counts, and silence takes nothing back', () => {
    const before = { entry: 'yes' as const, pets: 'a cat', times: null };
    expect(mergedAccess(before, { ...NO_ACCESS, entry: 'no', times: 'after 3' })).toEqual({
      entry: 'no',
      pets: 'a cat',
      times: 'after 3',
    });
    expect(accessLines(before)).toEqual(['Entry: may enter when nobody is home', 'Pets: a cat']);
  });
});

test('a circumstance counts only for the issues that the pack ties it to', () => {
  const issue = issueOf({ pack, id: 'heat.none' });
  expect(
    tellingCircumstances(pack, { issue, told: ['near-electrics', 'vulnerable-person'] }),
  ).toEqual(['vulnerable-person']);
});

describe('a correction', () => {
  const words = { summary: 'kitchen sink leaks', description: 'My kitchen sink leaks' };

  test('keeps what the trouble is', () => {
    expect(correctedWords(words, "no, it's the bathroom sink")).toEqual({
      summary: "kitchen sink leaks (no, it's the bathroom sink)",
      description: "My kitchen sink leaks\nno, it's the bathroom sink",
    });
  });

  test('of a correction stands in its place, and a retry adds nothing', () => {
    const first = correctedWords(words, 'no, the bathroom');
    const second = correctedWords(first, 'I meant the guest bathroom');
    expect(second.summary).toBe('kitchen sink leaks (I meant the guest bathroom)');
    expect(correctedWords(second, 'I meant the guest bathroom')).toEqual(second);
  });
});
