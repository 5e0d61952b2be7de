import { expect, test } from 'vitest';
import { requestClocks, type Passage } from '../../../src/domain/request-clocks.ts';
import type { LegalDeadline } from '../../../src/domain/legal-clock.ts';

const law: LegalDeadline = {
  clock: 'legal_clock:us-ny',
  item: 'begun',
  meaning: 'repairs must begin',
  goal: 'begun',
  warnAt: '2026-11-24T06:00:00.000Z',
  dueAt: '2026-11-24T12:00:00.000Z',
};
const deadlines = {
  acceptBy: '2026-11-23T13:00:00.000Z',
  dispatchBy: '2026-11-24T12:00:00.000Z',
  doneBy: '2026-11-30T12:00:00.000Z',
  legal: [law],
};
const openedAt = '2026-11-23T12:00:00.000Z';
const opened: Passage = { state: 'open', at: openedAt };

const standings = (passages: Passage[], now = '2026-11-23T13:00:00.000Z') =>
  requestClocks({ deadlines, passages, openedAt, now }).map(({ status }) => status);

test('runs our clocks and the law’s from the report on', () => {
  expect(standings([opened])).toEqual(['running', 'running', 'running']);
  expect(standings([opened], '2026-11-24T10:00:00.000Z')).toEqual([
    'due-soon',
    'running',
    'due-soon',
  ]);
  expect(standings([opened], '2026-11-25T10:00:00.000Z')).toEqual([
    'breached',
    'running',
    'breached',
  ]);
});

test('keeps a promise when its goal is reached, late when it is late', () => {
  const sent: Passage = { state: 'vendor-assigned', at: '2026-11-23T15:00:00.000Z' };
  const begun: Passage = { state: 'in-progress', at: '2026-11-25T15:00:00.000Z' };
  const done: Passage = { state: 'awaiting-completion-check', at: '2026-11-26T15:00:00.000Z' };
  expect(standings([opened, sent, begun, done])).toEqual(['met', 'met', 'met-late']);
});

test('owes again what was reopened', () => {
  const sent: Passage = { state: 'vendor-assigned', at: '2026-11-23T15:00:00.000Z' };
  const again: Passage = { state: 'open', at: '2026-11-24T15:00:00.000Z' };
  expect(standings([opened, sent, again], '2026-11-25T10:00:00.000Z')[0]).toBe('breached');
});

test('owes nothing more of what was cancelled', () => {
  const cancelled: Passage = { state: 'cancelled', at: '2026-11-25T10:00:00.000Z' };
  expect(standings([opened, cancelled], '2027-01-01T00:00:00.000Z')).toEqual([
    'void',
    'void',
    'void',
  ]);
});
