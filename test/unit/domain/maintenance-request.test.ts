import { expect, test } from 'vitest';
import { ENDED_STATES, questionOf } from '../../../src/domain/maintenance-request.ts';

test('a step asks what its news asks', () => {
  expect(questionOf({ to: 'self-help', news: 'self-help-offer' })).toBe('self-help');
  expect(questionOf({ to: 'closed', news: 'survey' })).toBe('survey');
  expect(questionOf({ to: 'awaiting-completion-check', news: 'done' })).toBe('completed');
  expect(questionOf({ to: 'awaiting-completion-check', news: 'completion-reminder' })).toBe(
    'completed',
  );
});

test('all other steps ask nothing', () => {
  expect(questionOf({ to: 'open', news: 'opened' })).toBeNull();
  expect(questionOf({ to: 'scheduled', news: 'scheduled' })).toBeNull();
  expect(questionOf({ to: 'closed', news: 'closed' })).toBeNull();
  expect(questionOf({ to: 'needs-person', news: null })).toBeNull();
});

test('what waits for somebody has not ended', () => {
  expect(ENDED_STATES).toEqual(['closed', 'dropped', 'cancelled']);
});
