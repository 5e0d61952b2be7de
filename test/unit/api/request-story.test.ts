import { expect, test } from 'vitest';
import { storyOf } from '../../../src/api/request-story.ts';
import type { RecordedStep } from '../../../src/ports/request-board.ts';

const at = '2026-11-23T12:00:00.000Z';
const step = (event: string, facts: RecordedStep['facts'], more: Partial<RecordedStep> = {}) => ({
  at,
  event,
  facts,
  staffName: null,
  reason: null,
  ...more,
});
const vendorNames = new Map([['v-1', 'Copperline']]);
const told = (...steps: RecordedStep[]) =>
  storyOf(steps, { vendorNames }).map(({ at: _at, ...line }) => line);

test('tells states, vendor, window and survey of the record, and nothing of the machinery', () => {
  expect(
    told(
      step('request.opened', { class: 'P2', state: 'awaiting-confirmation' }),
      step('request.changed', { question: 'confirm-request' }),
      step('request.changed', { vendorId: 'v-1' }),
      step('request.changed', {
        state: 'scheduled',
        windowFromAt: '2026-12-01T14:00:00.000Z',
        windowToAt: '2026-12-01T16:00:00.000Z',
      }),
      step('request.changed', { surveyScore: 5 }),
      step('work-order.started', { operation: 'create-work-order' }),
      step('work-order.ended', { operation: 'create-work-order', state: 'confirmed' }),
      step('work-order.ended', { operation: 'change-work-order', state: 'confirmed' }),
      step('call.ended', {}),
    ),
  ).toEqual([
    { kind: 'opened', class: 'P2', state: 'awaiting-confirmation' },
    { kind: 'vendor', name: 'Copperline' },
    { kind: 'window', fromAt: '2026-12-01T14:00:00.000Z', toAt: '2026-12-01T16:00:00.000Z' },
    { kind: 'moved', to: 'scheduled' },
    { kind: 'survey', score: 5 },
    { kind: 'platform', outcome: 'confirmed' },
  ]);
});

test('names who of the staff did what, and why a class was set', () => {
  const by = { staffName: 'Mara' };
  expect(
    told(
      step('work-order.queued', { staffId: 's', orderStatus: 'assigned' }, by),
      step('work-order.queued', { orderStatus: null }),
      step('request.cancel-asked', { staffId: 's' }, by),
      step('request.approval-wished', { staffId: 's' }, by),
      step('request.completion-told', { staffId: 's', isDone: false }, by),
      step('request.class-corrected', { from: 'P1', class: 'P3' }, { ...by, reason: 'why' }),
      step('approval.ended', { state: 'approved', staffId: 's' }, by),
    ),
  ).toEqual([
    { kind: 'asked', what: 'vendor', by: 'Mara' },
    { kind: 'asked', what: 'cancel', by: 'Mara' },
    { kind: 'asked', what: 'approval', by: 'Mara' },
    { kind: 'told-done', isDone: false, by: 'Mara' },
    { kind: 'corrected', from: 'P1', to: 'P3', by: 'Mara', reason: 'why' },
    { kind: 'approval', state: 'approved', by: 'Mara' },
  ]);
});

test('tells who opened a closed request again: its resident, or one of the staff and why', () => {
  const facts = { class: 'P2', from: 'P3', state: 'opening', number: 1 };
  expect(
    told(
      step('request.reopened', facts),
      step('request.reopened', { ...facts, staffId: 's' }, { staffName: 'Mara', reason: 'why' }),
    ),
  ).toEqual([
    { kind: 'reopened', to: 'P2', isByResident: true, by: null, reason: null },
    { kind: 'reopened', to: 'P2', isByResident: false, by: 'Mara', reason: 'why' },
  ]);
});
