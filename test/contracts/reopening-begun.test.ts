import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRequestReopeningActivities } from '../../src/activities/request-reopening.ts';
import { createRequestActivities } from '../../src/activities/requests.ts';
import { createStartReopened } from '../../src/api/start-reopened.ts';
import { runActivity, startReopeningScene, type ReopeningScene } from './reopening-scene.ts';

// From the row of a reopening to the run that takes it up.

let scene: ReopeningScene;
beforeAll(async () => {
  scene = await startReopeningScene();
});
afterAll(() => scene.stop());
beforeEach(() => scene.reset());

// Never forgotten: the row is committed, and the engine was away, or the worker was lost before it was asked.
test('a reopening whose start was lost is started by the sweep until a run has taken it up', async () => {
  const message = await scene.aVisitor();
  const closed = await scene.aRequest({ conversationId: message.conversationId });
  const { requestId } = closed;
  scene.engine.isAway = true;
  const turn = await scene.aTurnThatSays(message, 'It is blocked again.');
  await expect(scene.reopen(turn, closed)).rejects.toThrow('away');
  expect(await scene.rowOf(closed)).toMatchObject({ state: 'opening', reopenings: 1 });

  const { records: housed, policyPacks, processes } = scene.house();
  const connectionId = 'connection-1';
  const sweep = createStartReopened({ records: housed, policyPacks, processes, connectionId });
  const started = () =>
    scene.of('reopenMaintenanceRequest').filter((by) => JSON.stringify(by).includes(requestId));
  await sweep.left();
  expect(started()).toEqual([]); // whoever opened it is about to start it
  scene.records.clock.pass(5_000);
  await sweep.left(); // the engine is away still: nobody is thrown at
  scene.engine.isAway = false;
  await sweep.left();
  const { deadlines } = await scene.rowOf(closed);
  expect(started()).toMatchObject([{ requestId, reopening: 1, class: 'P2', deadlines }]);
  await scene.records.requestReopenings.takeUp({ requestId, number: 1, runId: 'run-1' });
  await sweep.left();
  expect(started()).toHaveLength(1);
});

const begin = (requestId: string, runId: string): Promise<boolean> => {
  const workflowExecution = { workflowId: `maintenance-request/${requestId}`, runId };
  const { beginReopening } = createRequestReopeningActivities(scene.house());
  return new MockActivityEnvironment({ workflowExecution }).run(beginReopening, {
    requestId,
    reopening: 1,
  });
};
const alertsOf = async (requestId: string) =>
  (await scene.records.deskAlerts.list({ state: null, propertyIds: 'all' })).filter(
    ({ subjectId }) => subjectId === requestId,
  );

test('a second run of a reopened request begins nothing and tells nobody', async () => {
  const message = await scene.aVisitor();
  const closed = await scene.aRequest({ conversationId: message.conversationId });
  const { requestId } = closed;
  await scene.reopen(await scene.aTurnThatSays(message, 'Again.'), closed);
  expect(await begin(requestId, 'run-1')).toBe(true);
  expect(await begin(requestId, 'run-1')).toBe(true); // its answer was lost
  expect(await begin(requestId, 'run-2')).toBe(false);
  expect(await alertsOf(requestId)).toMatchObject([
    { headline: expect.stringContaining('not solved') },
  ]);
});

test('one that is an emergency now rings the people on call, by an alert of its own round', async () => {
  const message = await scene.aVisitor();
  const { conversationId } = message;
  const closed = await scene.aRequest({ conversationId }, { class: 'P2' });
  const { requestId } = closed;
  await scene.reopen(await scene.aTurnThatSays(message, 'Again.'), closed);
  expect(await begin(requestId, 'run-1')).toBe(true);
  expect(scene.of('openAlert')).toContainEqual(
    expect.objectContaining({ class: 'P1', alertId: `al_${requestId}-r1` }),
  );
});

test('the resident is told once where staff opened it again', async () => {
  const message = await scene.aVisitor();
  const { conversationId } = message;
  const closed = await scene.aRequest({ conversationId });
  const { requestId, deadlines } = closed;
  await scene.records.requestReopenings.reopen({
    requestId,
    number: 1,
    key: 'staff/1',
    class: 'P2',
    deadlines,
    by: { staffId: 'staff-1', reason: 'She called.' },
  });
  for (const runId of ['run-1', 'run-1']) expect(await begin(requestId, runId)).toBe(true);
  const view = await scene.records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  const texts = view.lines.filter(({ from }) => from !== 'resident').map(({ text }) => text);
  expect(texts.filter((text) => text.includes(`reopened ${closed.reference}`))).toHaveLength(1);
});

// The step that closed it had written its row and not yet told its news when the resident wrote: it is tried again.
test('a late attempt of the step that closed it does not close what is open again', async () => {
  const message = await scene.aVisitor();
  const { conversationId } = message;
  const closed = await scene.aRequest({ conversationId });
  await scene.reopen(await scene.aTurnThatSays(message, 'Again.'), closed);
  const { advance } = createRequestActivities(scene.house());
  const { requestId } = closed;
  await runActivity(advance, { requestId, to: 'closed', news: 'closed', reopening: 0 });
  expect(await scene.rowOf(closed)).toMatchObject({ state: 'opening', closedAt: null });
  const { lines } = await scene.records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  expect(lines.filter(({ from }) => from === 'assistant')).toEqual([]);
  await runActivity(advance, { requestId, to: 'open', news: null, reopening: 1 });
  expect(await scene.rowOf(closed)).toMatchObject({ state: 'open' });
});
