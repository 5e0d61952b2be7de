import { expect, test } from 'vitest';
import { furthestPhase, phaseOf, reaches } from '../../../src/domain/rollout.ts';
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
