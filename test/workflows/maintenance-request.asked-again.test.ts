import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import type { PriorityClass } from '../../src/domain/priority.ts';
import {
  approvalEnded,
  approvalWished,
  classCorrected,
  requestCancelled,
  requestRaised,
  workOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { AN_APPROVAL, news, startRequest, storyOf, written } from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

// A no, or no answer, is not the end of a request: what staff do about it afterwards.

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

type Scripted = ReturnType<typeof scriptedActivities>;

const AGAIN = { ...AN_APPROVAL, approvalId: 'ap-1-a2' };
const ENDS = ['rejected', 'expired'] as const;
const BEFORE = ['opening', 'awaiting-approval'];

/** A request whose order the platform holds, and whose approval ended without a yes. */
async function given(script: Scripted, state: (typeof ENDS)[number]): Promise<WorkflowHandle> {
  const handle = await startRequest(house, { approval: AN_APPROVAL });
  await script.called('openApproval');
  await written(handle, 'confirmed');
  await handle.signal(approvalEnded, { approvalId: 'ap-1', state });
  await script.called('openHandOff');
  return handle;
}

async function raise(to: PriorityClass) {
  const due = new Date((await house.env.currentTimeMs()) + 3_600_000).toISOString();
  const deadlines = { acceptBy: due, dispatchBy: due, doneBy: due, legal: [] };
  return { class: to, selfHelp: null, approval: null, deadlines };
}

async function cancelAndEnd(handle: WorkflowHandle): Promise<void> {
  await handle.signal(requestCancelled, { by: 'staff' });
  await handle.result();
}

test.each(ENDS)(
  'one that was %s can be asked about anew, and a yes releases its order',
  async (end) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await given(script, end);
      await handle.signal(approvalWished, AGAIN);
      await handle.signal(approvalWished, AGAIN); // two who click at once
      await script.called('openApproval', 2);
      expect(script.of('openApproval')[1]).toMatchObject({ approval: { approvalId: 'ap-1-a2' } });
      await handle.signal(approvalEnded, { approvalId: 'ap-1', state: end }); // told twice
      await house.env.sleep('1h');
      expect(script.of('releaseWorkOrder')).toEqual([]);
      await handle.signal(approvalEnded, { approvalId: 'ap-1-a2', state: 'approved' });
      await script.called('releaseWorkOrder');
      await script.called('advance', 5);
      await house.env.sleep('1h');
      expect(storyOf(script)).toEqual([
        ...BEFORE,
        `needs-person: approval-${end}`,
        'awaiting-approval: waiting-for-approval',
        'open: approved',
      ]);
      expect(script.of('openApproval')).toHaveLength(2);
      expect(script.of('releaseWorkOrder')).toHaveLength(1);
      await cancelAndEnd(handle);
    });
  },
);

test('a second no gives it to a person again, and a third question can be put', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await given(script, 'rejected');
    await handle.signal(approvalWished, AGAIN);
    await script.called('openApproval', 2);
    await handle.signal(approvalEnded, { approvalId: 'ap-1-a2', state: 'expired' });
    await script.called('openHandOff', 2);
    expect(storyOf(script).at(-1)).toBe('needs-person: approval-expired');
    await handle.signal(approvalWished, { ...AGAIN, approvalId: 'ap-1-a3' });
    await script.called('openApproval', 3);
    await cancelAndEnd(handle);
    expect(script.of('revokeApproval')).toEqual([
      { approvalId: 'ap-1-a3', revocation: 'request-cancelled' },
    ]);
  });
});

// Safety: what became an emergency waits for no manager, also when they have said no.
test.each([
  ['rejected', requestRaised],
  ['expired', classCorrected],
] as const)(
  'one that was %s and becomes an emergency has its order released',
  async (end, signal) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await given(script, end);
      await handle.signal(signal, await raise('P1'));
      await script.called('releaseWorkOrder');
      await script.called('advance', 4);
      expect(storyOf(script).at(-1)).toBe('open'); // and nobody hears that it was approved
      await handle.signal(approvalWished, AGAIN); // too late: it has gone on
      await house.env.sleep('10m');
      expect(script.of('openApproval')).toHaveLength(1);
      await cancelAndEnd(handle);
      expect(script.of('releaseWorkOrder')).toHaveLength(1);
    });
  },
);

test('an emergency takes a second question back as it does the first', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await given(script, 'rejected');
    await handle.signal(approvalWished, AGAIN);
    await script.called('openApproval', 2);
    await handle.signal(requestRaised, await raise('P0'));
    await script.called('releaseWorkOrder');
    expect(script.of('revokeApproval')).toEqual([
      { approvalId: 'ap-1-a2', revocation: 'no-longer-needed' },
    ]);
    await cancelAndEnd(handle);
  });
});

// Staff who sent somebody at the platform have decided; releasing the order anew would send them away.
test('what staff moved on at the platform after a no is neither asked about nor released by a raise', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await given(script, 'rejected');
    await handle.signal(workOrderChanged, news('on-hold')); // says nothing of an order that we hold
    await handle.signal(workOrderChanged, news('assigned'));
    await script.called('advance', 4);
    await handle.signal(approvalWished, AGAIN);
    await handle.signal(requestRaised, await raise('P1'));
    await house.env.sleep('10m');
    expect(storyOf(script).slice(2)).toEqual([
      'needs-person: approval-rejected',
      'vendor-assigned: vendor-chosen',
    ]);
    expect(script.of('openApproval')).toHaveLength(1);
    expect(script.of('releaseWorkOrder')).toEqual([]);
    await cancelAndEnd(handle);
  });
});

test('a request without a conversation rings the managers when its approval ends without a yes', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL, conversationId: null });
    await script.called('openApproval');
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'expired' });
    await script.called('giveToPerson');
    expect(script.of('giveToPerson')).toMatchObject([{ reason: 'expired-approval' }]);
    await cancelAndEnd(handle);
  });
});

test('a worker lost between the wish and the answer asks once and hears the answer', async () => {
  const script = scriptedActivities();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await given(script, 'expired');
    await started.signal(approvalWished, AGAIN);
    await script.called('openApproval', 2);
    await house.env.sleep('1m');
    return started;
  });
  await handle.signal(approvalEnded, { approvalId: 'ap-1-a2', state: 'approved' });
  const other = scriptedActivities();
  await house.withWorker(other.activities, async () => {
    await other.called('releaseWorkOrder');
    expect(other.of('openApproval')).toEqual([]);
    await cancelAndEnd(handle);
  });
});
