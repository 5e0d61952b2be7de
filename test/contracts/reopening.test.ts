import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRequestOpeningActivities } from '../../src/activities/request-opening.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import {
  runActivity,
  startReopeningScene,
  type ReopeningScene,
  type SpokenTurn,
} from './reopening-scene.ts';

// What a resident's word does to a request that has ended.

let scene: ReopeningScene;
beforeAll(async () => {
  scene = await startReopeningScene();
});
afterAll(() => scene.stop());
beforeEach(() => scene.reset());

// Promise of the texts: "write within 30 days to reopen it".
test('a resident who writes in time opens the same request again, more urgent, with clocks from now', async () => {
  const message = await scene.aVisitor();
  const { conversationId } = message;
  const closed = await scene.aRequest({ conversationId, closedDaysAgo: 29 });
  const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
  expect(await scene.reopen(turn, closed)).toEqual({
    kind: 'request-reopened',
    requestId: closed.requestId,
  });
  const row = await scene.rowOf(closed);
  expect(row).toMatchObject({ reference: closed.reference, state: 'opening', class: 'P2' });
  expect(row.words.description).toContain('It is blocked again.');
  expect(Date.parse(row.deadlines.dispatchBy)).toBeGreaterThan(Date.now());
  expect(scene.of('reopenMaintenanceRequest')).toMatchObject([
    { requestId: closed.requestId, class: 'P2', reopening: 1, needsConfirmation: false },
  ]);
});

// Once: the worker is lost after any step of the activity, and the turn is tried again.
test('a turn that is tried again reopens once and says the same', async () => {
  const message = await scene.aVisitor();
  const closed = await scene.aRequest({ conversationId: message.conversationId });
  const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
  const first = await scene.reopen(turn, closed);
  expect(await scene.reopen(turn, closed)).toEqual(first);
  expect(await scene.rowOf(closed)).toMatchObject({ reopenings: 1, class: 'P2' });
});

test('two who write at once open it once, and both are heard', async () => {
  const one = await scene.aVisitor();
  const other = await scene.aVisitor();
  const closed = await scene.aRequest({ conversationId: one.conversationId });
  const turns = [
    await scene.aTurnThatSays(one, 'It is blocked again.'),
    await scene.aTurnThatSays(other, 'The sink is full.'),
  ];
  const outcomes = await Promise.all(turns.map((turn) => scene.reopen(turn, closed)));
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
    'request-joined',
    'request-reopened',
  ]);
  const row = await scene.rowOf(closed);
  expect(row).toMatchObject({ reopenings: 1, state: 'opening' });
  expect(row.words.description).toMatch(/again[\s\S]*full|full[\s\S]*again/);
});

// One class for coming back, not one for each time: a tap that drips on is no danger to life.
test('a request that comes back a second time keeps its class', async () => {
  const message = await scene.aVisitor();
  const closed = await scene.aRequest({ conversationId: message.conversationId });
  await scene.reopen(await scene.aTurnThatSays(message, 'Again.'), closed);
  await scene.records.maintenanceRequests.change(closed.requestId, { state: 'closed' });
  const later = await scene.aVisitor();
  await scene.reopen(await scene.aTurnThatSays(later, 'And again.'), closed);
  expect(await scene.rowOf(closed)).toMatchObject({ reopenings: 2, class: 'P2' });
});

test.each([
  ['closed', 'late', { closedDaysAgo: 31 }],
  ['cancelled', 'unfinished', { end: { state: 'cancelled' } }],
  ['dropped', 'unfinished', { end: { state: 'dropped' } }],
] as const)(
  'what is %s and %s is reported anew, with the old number in it',
  async (state, reason, by) => {
    const message = await scene.aVisitor();
    const { conversationId } = message;
    const old = await scene.aRequest({ conversationId, ...by }, { unitId: `unit-of-${state}` });
    const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
    const outcome = await scene.reopen(turn, old);
    expect(outcome).toEqual({ kind: 'request-anew', requestId: expect.any(String), reason });
    expect(await scene.reopen(turn, old)).toEqual(outcome);
    expect(await scene.rowOf(old)).toEqual(old);
    const requestId = outcome.kind === 'request-anew' ? outcome.requestId : '';
    expect(await scene.rowOf({ requestId })).toMatchObject({
      state: 'awaiting-confirmation',
      facts: { earlier: old.reference },
      words: { summary: 'Sink blocked', description: 'It is blocked again.' },
    });
    expect(scene.of('reopenMaintenanceRequest')).toEqual([]);
    expect(scene.of('openMaintenanceRequest')).toMatchObject([{ requestId }, { requestId }]);
  },
);

test('what was reported from a former home is not theirs to open', async () => {
  const message = await scene.aVisitor({ leaseId: 'lease-2b' });
  const closed = await scene.aRequest({ conversationId: message.conversationId });
  const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
  expect(await scene.reopen(turn, closed)).toEqual({ kind: 'nothing-open' });
  expect(await scene.rowOf(closed)).toEqual(closed);
});

test.each(['completed', 'survey'] as const)(
  'work that was marked done is not done, also while the %s question stands',
  async (question) => {
    const message = await scene.aVisitor();
    const { conversationId } = message;
    const end = { state: 'awaiting-completion-check', question } as const;
    const asked = await scene.aRequest({ conversationId, end });
    const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
    expect(await scene.reopen(turn, asked)).toMatchObject({ kind: 'question-answered' });
    expect(scene.of('tellResidentAnswered')).toMatchObject([
      { question: 'completed', answer: { kind: 'no' } },
    ]);
    expect(await scene.rowOf(asked)).toMatchObject({ question: null, reopenings: 0 });
  },
);

/** Reports a blocked sink at a unit of which nothing else was reported. */
function report(turn: SpokenTurn, by: { unitId: string; class?: 'P1' | 'P3' }): Promise<Outcome> {
  return runActivity(createRequestOpeningActivities(scene.house(by.unitId)).openRequest, {
    ...turn,
    dangers: [],
    decision: {
      kind: 'report-problem',
      part: 0,
      issue: 'drain.sink_bath',
      class: by.class ?? 'P3',
      confidence: 1,
      missing: [],
      circumstances: [],
    },
  });
}

test('the same trouble reported in time opens the request of the household again, once', async () => {
  const message = await scene.aVisitor();
  const unitId = 'unit-of-the-same';
  const closed = await scene.aRequest({ conversationId: message.conversationId }, { unitId });
  const turn = await scene.aTurnThatSays(message, 'The sink is blocked again.');
  const reopened = { kind: 'request-reopened', requestId: closed.requestId };
  expect(await report(turn, { unitId })).toEqual(reopened);
  expect(await report(turn, { unitId })).toEqual(reopened); // its answer was lost
  expect(await scene.rowOf(closed)).toMatchObject({ reopenings: 1, class: 'P2' });
});

// Safety: help must not hang on what was reported once; and what others reported is theirs.
test.each([
  ['an emergency', { class: 'P1' }, {}],
  ['the trouble of a former household', {}, { leaseId: 'lease-of-before' }],
] as const)('%s is a request of its own, and a repeat', async (name, by, changes) => {
  const message = await scene.aVisitor();
  const unitId = `unit-of-${name.length}`;
  const closed = await scene.aRequest(
    { conversationId: message.conversationId },
    { unitId, ...changes },
  );
  const turn = await scene.aTurnThatSays(message, 'The sink is blocked again.');
  const outcome = await report(turn, { unitId, ...by });
  const requestId = 'requestId' in outcome ? outcome.requestId : '';
  expect(requestId).not.toBe(closed.requestId);
  expect(await scene.rowOf({ requestId })).toMatchObject({ isRepeat: true, reopenings: 0 });
  expect(await scene.rowOf(closed)).toEqual(closed);
});
