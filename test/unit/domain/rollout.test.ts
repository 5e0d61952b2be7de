import { describe, expect, test } from 'vitest';
import {
  furthestPhase,
  isSameRollout,
  phaseOf,
  reaches,
  ROLLOUT_PHASES,
  rolloutFor,
  SKILLS,
  withStop,
  type Rollout,
} from '../../../src/domain/rollout.ts';
import { aRollout } from '../../builders.ts';

test('a skill stands where it was put, else where the property stands', () => {
  const rollout = aRollout({ phase: 'answers', skills: { maintenance: 'writes' } });
  expect(phaseOf(rollout, 'maintenance')).toBe('writes');
  expect(phaseOf(rollout, 'account')).toBe('answers');
});

test('a stop switch is stronger than any phase', () => {
  const skills = { account: 'writes' } as const;
  expect(phaseOf(aRollout({ skills, stopped: ['account'] }), 'account')).toBe('off');
  expect(phaseOf(aRollout({ skills, stopped: ['all'] }), 'account')).toBe('off');
  expect(phaseOf(aRollout({ skills, stopped: ['documents'] }), 'account')).toBe('writes');
});

test('what belongs to no skill goes as far as the furthest skill', () => {
  expect(furthestPhase(aRollout({ stopped: ['documents'] }))).toBe('writes');
  expect(furthestPhase(aRollout({ phase: 'off', skills: { documents: 'answers' } }))).toBe(
    'answers',
  );
  expect(furthestPhase(aRollout({ stopped: ['documents', 'account', 'maintenance'] }))).toBe('off');
});

test('each phase reaches itself and what came before it', () => {
  expect(reaches('writes', 'answers')).toBe(true);
  expect(reaches('reads', 'reads')).toBe(true);
  expect(reaches('shadow', 'answers')).toBe(false);
});

describe('for one conversation', () => {
  // By the hash these two stand on different sides of a half.
  const inside = '';
  const outside = 'conversation-1';
  const shadow = aRollout({ phase: 'shadow', sharePercent: 50, skills: { account: 'reads' } });
  const running = { isOrganisationStopped: false };

  test('shadow counts in the share, and is off outside of it; other phases count for everybody', () => {
    const within = rolloutFor(inside, { rollout: shadow, ...running });
    const without = rolloutFor(outside, { rollout: shadow, ...running });
    expect([within, without].map((rollout) => phaseOf(rollout, 'documents'))).toEqual([
      'shadow',
      'off',
    ]);
    expect([within, without].map((rollout) => phaseOf(rollout, 'account'))).toEqual([
      'reads',
      'reads',
    ]);
  });

  test('a skill alone may be in shadow, with the share of its property', () => {
    const rollout = aRollout({ sharePercent: 50, skills: { maintenance: 'shadow' } });
    const phases = [inside, outside].map((id) =>
      phaseOf(rolloutFor(id, { rollout, ...running }), 'maintenance'),
    );
    expect(phases).toEqual(['shadow', 'off']);
  });

  test('where nobody set a share, shadow takes in everybody', () => {
    const rollout = aRollout({ phase: 'shadow' });
    expect(phaseOf(rolloutFor(outside, { rollout, ...running }), 'documents')).toBe('shadow');
  });

  // Table: every phase and share, every skill, both sides.
  test('a stopped organisation stops every skill in every phase, on both sides of the share', () => {
    for (const phase of ROLLOUT_PHASES) {
      for (const id of [inside, outside]) {
        const rollout = aRollout({ phase, sharePercent: 50, skills: { maintenance: 'writes' } });
        const stopped = rolloutFor(id, { rollout, isOrganisationStopped: true });
        expect(SKILLS.map((skill) => phaseOf(stopped, skill))).toEqual(['off', 'off', 'off']);
        expect(furthestPhase(stopped)).toBe('off');
      }
    }
  });
});

describe('a stop switch', () => {
  test('is set once, however often it is pressed, and takes nothing else with it', () => {
    const rollout = aRollout({ stopped: ['account'] });
    const twice = withStop(withStop(rollout, { what: 'all', isStopped: true }), {
      what: 'all',
      isStopped: true,
    });
    expect(twice.stopped).toEqual(['account', 'all']);
    expect(withStop(twice, { what: 'all', isStopped: false })).toEqual(rollout);
  });
});

test.each<[boolean, Partial<Rollout>, Partial<Rollout>]>([
  [true, { sharePercent: 100 }, {}],
  [true, { stopped: ['all', 'account'] }, { stopped: ['account', 'all'] }],
  [false, { sharePercent: 99 }, {}],
  [false, { phase: 'reads' }, { phase: 'writes' }],
  [false, { skills: { account: 'writes' } }, {}],
  [false, { stopped: ['account'] }, { stopped: ['documents'] }],
  [false, { stopped: ['all'] }, {}],
])('whether switches come to the same: %s for %j and %j', (isSame, one, other) => {
  expect(isSameRollout(aRollout(one), aRollout(other))).toBe(isSame);
});
