import { expect, test } from 'vitest';
import { deadlineOf, ENDED_STATES, questionOf } from '../../../src/domain/maintenance-request.ts';

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

const deadlines = {
  acceptBy: '2026-11-23T13:00:00.000Z',
  dispatchBy: '2026-11-24T12:00:00.000Z',
  doneBy: '2026-11-30T12:00:00.000Z',
  legal: [],
};
const approval = {
  approvalId: 'ap-1',
  ceilingCents: 100_000,
  remindAt: '2026-11-24T00:00:00.000Z',
  escalateAt: '2026-11-25T00:00:00.000Z',
  expiresAt: '2026-11-27T12:00:00.000Z',
};
const now = '2026-11-23T12:00:00.000Z';

test('a request is held to the clock of its state, also to one that has run out', () => {
  expect(deadlineOf('open', { deadlines, approval: null, now })).toBe(deadlines.dispatchBy);
  const late = { deadlines, approval: null, now: '2026-12-24T12:00:00.000Z' };
  expect(deadlineOf('open', late)).toBe(deadlines.dispatchBy);
  expect(deadlineOf('scheduled', late)).toBe(deadlines.doneBy);
  expect(deadlineOf('awaiting-completion-check', late)).toBeNull();
  expect(deadlineOf('closed', late)).toBeNull();
});

test('an approval is held to the promise of news first, and then to its own end', () => {
  expect(deadlineOf('awaiting-approval', { deadlines, approval, now })).toBe(deadlines.dispatchBy);
  const late = { deadlines, approval, now: '2026-11-25T12:00:00.000Z' };
  expect(deadlineOf('awaiting-approval', late)).toBe(approval.expiresAt);
});
