import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import type { MaintenanceRequestCase } from '../../src/domain/maintenance-request.ts';
import { createProcesses } from '../../src/temporal/processes.ts';
import {
  approvalEnded,
  maintenanceRequestWorkflowId,
  requestCancelled,
  workOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  AN_APPROVAL,
  answer,
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

const processes = () =>
  createProcesses({ client: house.env.client, deadlineMs: 10_000, quietMs: 0 });

/** A request as its row has it after its n-th reopening. */
async function aReopened(
  requestId: string,
  more: Partial<MaintenanceRequestCase> = {},
): Promise<MaintenanceRequestCase> {
  const now = await house.env.currentTimeMs();
  const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
  return {
    requestId,
    reference: 'MR-7K2M4Q9XTB',
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    connectionId: 'embedded',
    class: 'P2',
    trade: 'plumbing',
    packVersion: '2026-11-1',
    needsConfirmation: false,
    selfHelp: null,
    approval: null,
    deadlines: { acceptBy: at(1), dispatchBy: at(24), doneBy: at(72), legal: [] },
    reopening: 1,
    ...more,
  };
}

const handleOf = (requestId: string): WorkflowHandle =>
  house.env.client.workflow.getHandle(maintenanceRequestWorkflowId(requestId));

/** A first round that has ended: done, and nobody answered. */
async function closed(requestId: string): Promise<void> {
  const handle = await startRequest(house, { requestId });
  await handle.signal(workOrderChanged, news('done', `${requestId}/first`));
  await handle.result();
}

test('begins anew under its old name: reported, approved, followed and closed a second time', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    await closed('mr-anew');
    script.deeds.length = 0;
    await processes().reopenMaintenanceRequest(
      await aReopened('mr-anew', { approval: { ...AN_APPROVAL, approvalId: 'ap-1-r1' } }),
    );
    const handle = handleOf('mr-anew');
    await script.called('openApproval');
    expect(script.of('beginReopening')).toEqual([{ requestId: 'mr-anew', reopening: 1 }]);
    expect(script.of('queueWorkOrder')).toHaveLength(1); // held again, before anybody approved
    await written(handle, 'confirmed');
    await handle.signal(approvalEnded, { approvalId: 'ap-1-r1', state: 'approved' });
    await script.called('releaseWorkOrder');
    await handle.signal(workOrderChanged, news('assigned'));
    await handle.signal(workOrderChanged, news('done', 'second'));
    await script.called('advance', 5);
    await answer(handle, 'completed', 'yes');
    await answer(handle, 'survey', 'yes');
    await handle.result();
    expect(storyOf(script)).toEqual([
      'opening',
      'awaiting-approval',
      'open: approved',
      'vendor-assigned: vendor-chosen',
      'awaiting-completion-check: done',
      'awaiting-completion-check: survey',
      'closed',
    ]);
  });
});

// One reopening: two who start it at once, a retry and the sweep come to one run that does anything.
test('is begun once, however often it is started', async () => {
  let taken: string | null = null;
  const script = scriptedActivities({
    beginReopening: () => {
      const isFirst = taken === null;
      taken = 'run-1';
      return isFirst;
    },
  });
  await house.withWorker(script.activities, async () => {
    await closed('mr-once');
    script.deeds.length = 0;
    const reopened = await aReopened('mr-once');
    const start = () => processes().reopenMaintenanceRequest(reopened);
    await Promise.all([start(), start()]);
    const handle = handleOf('mr-once');
    await script.called('queueWorkOrder');
    await handle.signal(requestCancelled, { by: 'resident' });
    await handle.result();
    await start(); // late: the row knows another run
    await handleOf('mr-once').result();
    expect(script.of('queueWorkOrder')).toHaveLength(1);
    expect(storyOf(script)).toEqual(['opening', 'cancelled']);
  });
});

test('waits for its old run to end: a start before that begins nothing and fails nobody', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const first = await startRequest(house, { requestId: 'mr-early' });
    await script.called('queueWorkOrder');
    const reopened = await aReopened('mr-early');
    await processes().reopenMaintenanceRequest(reopened);
    await first.signal(requestCancelled, { by: 'staff' });
    await first.result();
    expect(script.of('beginReopening')).toEqual([]);
    await processes().reopenMaintenanceRequest(reopened); // the sweep comes again
    await script.called('beginReopening');
    await handleOf('mr-early').signal(requestCancelled, { by: 'staff' });
    await handleOf('mr-early').result();
  });
});

test('a worker lost after it has begun goes on without beginning again', async () => {
  const script = scriptedActivities();
  const requestId = 'mr-lost';
  await house.withWorker(script.activities, async () => {
    await closed(requestId);
    script.deeds.length = 0;
    await processes().reopenMaintenanceRequest(await aReopened(requestId));
    await script.called('queueWorkOrder');
    await house.env.sleep('1m');
  });
  const other = scriptedActivities();
  await house.withWorker(other.activities, async () => {
    const handle = handleOf(requestId);
    await handle.signal(workOrderChanged, news('assigned'));
    await other.called('advance');
    await handle.signal(requestCancelled, { by: 'staff' });
    await handle.result();
  });
  expect(script.of('beginReopening')).toHaveLength(1);
  expect(other.of('beginReopening')).toHaveLength(0);
  expect(storyOf(other)).toEqual(['vendor-assigned: vendor-chosen', 'cancelled: cancelled']);
});

test('one that is called off at once is cancelled, with its order', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    await closed('mr-off');
    script.deeds.length = 0;
    await processes().reopenMaintenanceRequest(await aReopened('mr-off'));
    await handleOf('mr-off').signal(requestCancelled, { by: 'resident' });
    await handleOf('mr-off').result();
    expect(script.of('cancelWorkOrder')).not.toEqual([]);
    expect(storyOf(script).at(-1)).toBe('cancelled');
  });
});

// Whoever said yes may find the floor wet an hour later, while the survey still stands.
test('a resident who takes their yes back before it is closed has it open again', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('done', 'first'));
    await script.called('advance', 2);
    await answer(handle, 'completed', 'yes');
    await script.called('advance', 3);
    await answer(handle, 'completed', 'no');
    await script.called('reopenWorkOrder');
    await handle.signal(workOrderChanged, news('done', 'second'));
    await script.called('advance', 5);
    await answer(handle, 'completed', 'yes');
    await answer(handle, 'survey', 'yes');
    await handle.result();
    expect(storyOf(script)).toEqual([
      'opening',
      'awaiting-completion-check: done',
      'awaiting-completion-check: survey',
      'open: reopened',
      'awaiting-completion-check: done',
      'awaiting-completion-check: survey',
      'closed',
    ]);
  });
});
