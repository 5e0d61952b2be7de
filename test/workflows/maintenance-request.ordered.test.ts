import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import {
  approvalEnded,
  requestCancelled,
  requestRaised,
  requestState,
  workOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { AN_APPROVAL, news, startRequest, storyOf, written } from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

// How the platform took the order, and what the request and its resident make of it.

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const APPROVED = { approvalId: 'ap-1', state: 'approved' } as const;
const REFUSED = { conversationId: 'c-1', reason: 'platform-refused' };

async function cancelAndEnd(handle: WorkflowHandle): Promise<void> {
  await handle.signal(requestCancelled, { by: 'staff' });
  await handle.result();
}

// A resident who asks in between heard "is being reported" for days, with the order long there.
test.each([
  ['the first time', {}],
  ['once more after it was closed', { reopening: 1 }],
])(
  'reported %s, it is open as soon as the platform has the order, and not before',
  async (_, more) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await startRequest(house, more);
      await script.called('queueWorkOrder');
      await house.env.sleep('3h'); // the platform is down
      expect(await handle.query(requestState)).toBe('opening');
      await written(handle, 'confirmed');
      await script.called('advance', 2);
      await written(handle, 'confirmed'); // told twice
      await house.env.sleep('1h');
      expect(storyOf(script)).toEqual(['opening', 'open']);
      expect(script.of('releaseWorkOrder')).toEqual([]); // nothing was held
      await handle.signal(workOrderChanged, news('assigned'));
      await script.called('advance', 3);
      expect(storyOf(script)).toEqual(['opening', 'open', 'vendor-assigned: vendor-chosen']);
      await cancelAndEnd(handle);
    });
  },
);

test('a vendor whom the sync has seen before the answer came is not lost when the answer comes', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('assigned'));
    await script.called('advance', 2);
    await written(handle, 'confirmed');
    await house.env.sleep('1h');
    expect(storyOf(script)).toEqual(['opening', 'vendor-assigned: vendor-chosen']);
    await cancelAndEnd(handle);
  });
});

test('a vendor whom the sync has seen stays sent when the answer to the order is given up for lost', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('assigned'));
    await script.called('advance', 2);
    await written(handle, 'needs-human');
    await script.called('openHandOff');
    await house.env.sleep('1h');
    expect(await handle.query(requestState)).toBe('vendor-assigned');
    await cancelAndEnd(handle);
  });
});

test.each(['rejected', 'needs-human'] as const)(
  'an order whose write ends %s goes to a person, once, and the resident hears so',
  async (kind) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await startRequest(house);
      await script.called('queueWorkOrder');
      await written(handle, kind);
      await house.env.sleep('1h');
      expect(script.of('openHandOff')).toEqual([REFUSED]);
      expect(script.of('giveToPerson')).toEqual([]); // one trouble, one alert
      expect(storyOf(script)).toEqual(['opening', 'needs-person: not-ordered']);
      await cancelAndEnd(handle);
    });
  },
);

test.each([
  ['has no conversation', { conversationId: null }],
  ['is an emergency, which waits for no business hours', { class: 'P1' as const }],
])('an order that was not taken rings the managers where the request %s', async (_, more) => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, more);
    await script.called('queueWorkOrder');
    await written(handle, 'rejected');
    await house.env.sleep('1h');
    expect(script.of('giveToPerson')).toMatchObject([{ reason: 'platform-refused' }]);
    expect(script.of('openHandOff')).toEqual([]);
    await cancelAndEnd(handle);
  });
});

test('an order that turns up after a person was given it opens the request', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await script.called('queueWorkOrder');
    await written(handle, 'needs-human');
    await script.called('openHandOff');
    await written(handle, 'confirmed');
    await script.called('advance', 3);
    expect(storyOf(script)).toEqual(['opening', 'needs-person: not-ordered', 'open']);
    await cancelAndEnd(handle);
  });
});

// Money and trust: what was approved and never ordered must not be called ordered.
test('an order that was not taken while the approval waits goes to a person at once, and a yes says what is true', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await written(handle, 'rejected');
    await script.called('openHandOff');
    await house.env.sleep('1h');
    expect(script.of('openHandOff')).toEqual([REFUSED]);
    expect(storyOf(script)).toEqual([
      'opening',
      'awaiting-approval',
      'awaiting-approval: not-ordered',
    ]);
    await handle.signal(approvalEnded, APPROVED);
    await script.called('advance', 4);
    await house.env.sleep('1h');
    expect(storyOf(script).at(-1)).toBe('needs-person: approved-not-ordered');
    expect(script.of('openHandOff')).toHaveLength(1);
    expect(script.of('releaseWorkOrder')).toEqual([]);
    await cancelAndEnd(handle);
  });
});

test('a request that became an emergency while its order was not taken waits for a person and not for a manager', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await written(handle, 'needs-human');
    await script.called('openHandOff');
    const due = new Date((await house.env.currentTimeMs()) + 3_600_000).toISOString();
    const deadlines = { acceptBy: due, dispatchBy: due, doneBy: due, legal: [] };
    await handle.signal(requestRaised, { class: 'P1', selfHelp: null, approval: null, deadlines });
    await script.called('revokeApproval');
    await script.called('advance', 4);
    expect(storyOf(script).at(-1)).toBe('needs-person');
    await written(handle, 'confirmed');
    await script.called('releaseWorkOrder');
    await script.called('advance', 5);
    expect(storyOf(script).at(-1)).toBe('open');
    await cancelAndEnd(handle);
  });
});

test('a worker lost while its order was refused under a waiting approval gives it to a person once', async () => {
  const script = scriptedActivities();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await written(started, 'rejected');
    await script.called('openHandOff');
    await house.env.sleep('1m');
    return started;
  });
  const other = scriptedActivities();
  await handle.signal(approvalEnded, APPROVED);
  await house.withWorker(other.activities, async () => {
    await other.called('advance');
    expect(storyOf(other)).toEqual(['needs-person: approved-not-ordered']);
    expect(other.of('openHandOff')).toEqual([]);
    await cancelAndEnd(handle);
  });
});
