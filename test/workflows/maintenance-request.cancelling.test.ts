import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle as Handle } from '@temporalio/client';
import {
  approvalEnded,
  requestCancelled,
  workOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  answer,
  AN_APPROVAL,
  news,
  startRequest,
  storyOf,
  written,
} from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const CANCELLED = 'cancelled: cancelled';
const byStaff = { by: 'staff' } as const;
const cancellings = (script: ReturnType<typeof scriptedActivities>): number =>
  storyOf(script).filter((step) => step === CANCELLED).length;

test('cancelled before it was confirmed, nothing is reported and the resident hears it once', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { needsConfirmation: true });
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
    expect(storyOf(script)).toEqual([CANCELLED]);
    expect(script.of('queueWorkOrder')).toHaveLength(0);
  });
});

test('cancelled during self-help, nothing is reported and nobody is asked', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { selfHelp: 'SH-plunge', approval: AN_APPROVAL });
    await script.called('advance');
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
    expect(storyOf(script)).toEqual(['self-help: self-help-offer', CANCELLED]);
    expect(script.of('queueWorkOrder')).toHaveLength(0);
    expect(script.of('openApproval')).toHaveLength(0);
  });
});

// A live order that nobody wants sends a vendor to a closed door.
test('cancelled while its order is being reported, the order is cancelled as soon as the platform says that it has it', async () => {
  let orders = 0;
  const script = scriptedActivities({
    cancelWorkOrder: () => ((orders += 1) === 1 ? 'unsettled' : 'settled'),
  });
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await script.called('queueWorkOrder');
    await handle.signal(requestCancelled, byStaff);
    await house.env.sleep('3 days'); // the platform is down
    expect(storyOf(script)).toEqual(['opening', CANCELLED]); // the resident need not wait for it
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await written(handle, 'confirmed');
    await handle.result();
    expect(script.of('cancelWorkOrder')).toHaveLength(2);
    expect(cancellings(script)).toBe(1);
  });
});

test.each([
  [
    'the resident cancels',
    'request-cancelled',
    async (handle: Handle) => handle.signal(requestCancelled, { by: 'resident' }),
  ],
  [
    'staff cancel the request',
    'request-cancelled',
    async (handle: Handle) => handle.signal(requestCancelled, { by: 'staff' }),
  ],
  [
    'staff cancel the order at the platform',
    'request-cancelled',
    async (handle: Handle) => handle.signal(workOrderChanged, news('cancelled')),
  ],
])(
  'when %s while the approval waits, the managers are not asked any more',
  async (_name, revocation, cancel) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await startRequest(house, { approval: AN_APPROVAL });
      await script.called('openApproval');
      await written(handle, 'confirmed');
      await cancel(handle);
      await handle.result();
      expect(script.of('revokeApproval')).toEqual([{ approvalId: 'ap-1', revocation }]);
      // A resident who cancelled was answered in the chat.
      expect(storyOf(script).at(-1)).toMatch(/^cancelled/);
      expect(script.of('releaseWorkOrder')).toHaveLength(0);
    });
  },
);

test('an order that staff moved on at the platform takes the question back, and a late yes releases nothing', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await written(handle, 'confirmed');
    await handle.signal(workOrderChanged, news('assigned'));
    await script.called('revokeApproval');
    expect(script.of('revokeApproval')).toMatchObject([{ revocation: 'moved-on' }]);
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'approved' });
    await house.env.sleep('1h');
    expect(script.of('releaseWorkOrder')).toHaveLength(0);
    expect(storyOf(script)).toEqual([
      'opening',
      'awaiting-approval',
      'vendor-assigned: vendor-chosen',
    ]);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

// Money, and no contradictory news: approved and cancelled at once is cancelled.
test('what was approved and is cancelled before the platform has it is never released', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'approved' });
    await house.env.sleep('1h');
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
    expect(storyOf(script)).toEqual(['opening', 'awaiting-approval', 'opening', CANCELLED]);
    expect(script.of('releaseWorkOrder')).toHaveLength(0);
    expect(script.of('cancelWorkOrder')).toHaveLength(1);
  });
});

test('cancelled while a vendor is on it, the order is cancelled at the platform', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('assigned'));
    await script.called('advance', 2);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
    expect(script.of('cancelWorkOrder')).toHaveLength(1);
    expect(cancellings(script)).toBe(1);
  });
});

test('cancelled after it was done, it ends at once and leaves the done order alone', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('done'));
    await script.called('advance', 2);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
    expect(storyOf(script)).toEqual(['opening', 'awaiting-completion-check: done', CANCELLED]);
    expect(script.of('cancelWorkOrder')).toHaveLength(0);
  });
});

test('a worker lost while it cancels changes nothing', async () => {
  const script = scriptedActivities({
    cancelWorkOrder: () => (script.of('cancelWorkOrder').length === 1 ? 'unsettled' : 'settled'),
  });
  const handle = await house.withWorker(script.activities, async () => {
    const started = await startRequest(house);
    await script.called('queueWorkOrder');
    await started.signal(requestCancelled, byStaff);
    await house.env.sleep('1m');
    return started;
  });
  await written(handle, 'confirmed');
  await answer(handle, 'completed', 'no'); // too late to matter
  await house.withWorker(script.activities, async () => {
    await handle.result();
    expect(cancellings(script)).toBe(1);
    expect(script.of('cancelWorkOrder')).toHaveLength(2);
  });
});
