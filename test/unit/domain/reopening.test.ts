import { expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import { maintenanceRequestStates } from '../../../src/domain/maintenance-request.ts';
import {
  planReopening,
  reopenedCase,
  reopeningVerdict,
  type ClosedRequest,
} from '../../../src/domain/reopening.ts';
import { requestText } from '../../../src/domain/request-text.ts';
import type { Language } from '../../../src/domain/resident.ts';
import { aRequest } from '../../builders.ts';
import { defaultPack as pack } from './default-pack.ts';

// A Monday, 9:00 in Houston.
const NOW = '2026-11-23T15:00:00.000Z';
const calendar = calendarOf({ pack, zone: 'America/Chicago' });
const withinDays = pack.modifiers.repeatWithinDays;

const aClosed = (about: Partial<ClosedRequest> = {}): ClosedRequest => ({
  requestId: 'mr_1',
  reference: 'MR-0123456789',
  conversationId: 'c-1',
  propertyId: 'harbor-court',
  issue: 'drain.sink_bath',
  trade: 'plumbing',
  class: 'P3',
  isRepeat: false,
  packVersion: pack.version,
  reopenings: 0,
  ...about,
});
const plan = (about: Partial<ClosedRequest> = {}) =>
  planReopening(aClosed(about), { pack, calendar, now: NOW });

test.each([
  ['2026-10-24T15:00:00.000Z', 'reopen'], // thirty days to the minute
  ['2026-10-24T14:59:59.000Z', 'late'],
  ['2026-11-23T14:59:00.000Z', 'reopen'],
] as const)('what was closed at %s: %s', (closedAt, verdict) => {
  expect(reopeningVerdict({ state: 'closed', closedAt }, { now: NOW, withinDays })).toBe(verdict);
});

test('only what was closed is opened again, whatever its state is', () => {
  for (const state of maintenanceRequestStates) {
    const verdict = reopeningVerdict({ state, closedAt: NOW }, { now: NOW, withinDays });
    const isGivenUp = state === 'cancelled' || state === 'dropped';
    const expected = state === 'closed' ? 'reopen' : isGivenUp ? 'unfinished' : 'open';
    expect(verdict, state).toBe(expected);
  }
});

test('a class rises by one, once for all times that it comes back, and never beyond P0', () => {
  expect(plan({ class: 'P4' }).class).toBe('P3');
  expect(plan({ class: 'P3' }).class).toBe('P2');
  expect(plan({ class: 'P0' }).class).toBe('P0');
  expect(plan({ class: 'P2', isRepeat: true, reopenings: 1 }).class).toBe('P2');
});

test('clocks begin now, and the approval is one of its own', () => {
  const { deadlines, approval } = plan({ issue: 'water.leak_contained', class: 'P3' });
  expect(deadlines.dispatchBy > NOW).toBe(true);
  expect(approval?.approvalId).toBe('ap_1-r1');
});

test('an emergency waits for no manager', () => {
  expect(plan({ issue: 'water.leak_contained', class: 'P2' })).toMatchObject({
    class: 'P1',
    approval: null,
  });
});

// Whoever starts it, also the sweep an hour later, starts the same.
test('its process begins from the row alone, and asks nobody to confirm', () => {
  const { deadlines, class: raised } = plan({ issue: 'water.leak_contained', class: 'P3' });
  const row = {
    ...aClosed({ issue: 'water.leak_contained', class: raised, isRepeat: true, reopenings: 1 }),
    reopenedAt: NOW,
    connectionId: 'embedded',
    deadlines,
  };
  expect(reopenedCase(row, { pack, calendar })).toEqual({
    requestId: 'mr_1',
    reference: 'MR-0123456789',
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    connectionId: 'embedded',
    class: 'P2',
    trade: 'plumbing',
    packVersion: pack.version,
    needsConfirmation: false,
    selfHelp: null,
    approval: plan({ issue: 'water.leak_contained', class: 'P3' }).approval,
    deadlines,
    reopening: 1,
  });
});

test.each<Language>(['en', 'es'])(
  'in %s the texts say how long, and why not any more',
  (language) => {
    const text = (key: string): string =>
      requestText(key, { pack, language, calendar, now: NOW, request: aRequest() });
    for (const key of ['news-closed', 'news-completion-reminder', 'request-anew-late']) {
      expect(text(key), key).toMatch(/\b30 (?:days|días)\b/);
    }
    for (const key of ['request-anew-late', 'request-anew-unfinished']) {
      expect(text(key), key).toContain('MR-9876543210'); // the earlier one
    }
    for (const key of ['request-reopened', 'request-reopened-approval', 'news-reopened']) {
      expect(text(key), key).toContain('MR-0123456789');
    }
  },
);
