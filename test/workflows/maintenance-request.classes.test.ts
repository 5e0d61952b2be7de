import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PriorityClass } from '../../src/domain/priority.ts';
import {
  approvalEnded,
  classCorrected,
  requestCancelled,
  requestRaised,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { AN_APPROVAL, startRequest, storyOf, written } from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

/** What another class makes of a request: a vendor is due in so many hours from now. */
async function becoming(to: PriorityClass, by: { hours: number; approval?: typeof AN_APPROVAL }) {
  const at = (await house.env.currentTimeMs()) + by.hours * 3_600_000;
  const due = new Date(at).toISOString();
  return {
    class: to,
    selfHelp: null,
    approval: by.approval ?? null,
    deadlines: { acceptBy: due, dispatchBy: due, doneBy: due, legal: [] },
  };
}

async function cancelAndEnd(handle: WorkflowHandle): Promise<void> {
  await handle.signal(requestCancelled, { by: 'staff' });
  await handle.result();
}

test('a class that a person lowered rings by its own clock and not by the old one', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house); // a vendor is due in 24 hours
    await script.called('askIntake');
    await handle.signal(classCorrected, await becoming('P3', { hours: 72 }));
    await house.env.sleep('30h');
    expect(script.of('missClock')).toEqual([]);
    await house.env.sleep('48h');
    expect(script.of('missClock')).toMatchObject([{ clock: 'dispatch' }]);
    await cancelAndEnd(handle);
  });
});

test.each([
  ['a person raised', classCorrected],
  ['the resident’s words raised', requestRaised],
])('a class that %s is due sooner, though the wait had begun', async (_name, signal) => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await script.called('askIntake');
    await handle.signal(signal, await becoming('P1', { hours: 1 }));
    await house.env.sleep('2h');
    expect(script.of('missClock')).toMatchObject([{ clock: 'dispatch' }]);
    await cancelAndEnd(handle);
  });
});

// Safety: what became an emergency waits for no manager.
test('an emergency takes the question back from the managers and releases its order, and nobody hears that it was approved', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await written(handle, 'confirmed');
    await handle.signal(classCorrected, await becoming('P1', { hours: 1 }));
    await script.called('releaseWorkOrder');
    expect(script.of('revokeApproval')).toEqual([
      { approvalId: 'ap-1', revocation: 'no-longer-needed' },
    ]);
    await script.called('advance', 3);
    expect(storyOf(script)).toEqual(['opening', 'awaiting-approval', 'open']);
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'revoked' });
    await cancelAndEnd(handle);
    expect(script.of('releaseWorkOrder')).toHaveLength(1);
  });
});

// Money: silence and a new class never approve.
test('another class that needs the approval as well goes on waiting for it, by the new clock', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    const lower = await becoming('P3', { hours: 72, approval: AN_APPROVAL });
    await handle.signal(classCorrected, lower);
    await house.env.sleep('30h');
    expect(script.of('missClock')).toEqual([]);
    await house.env.sleep('48h');
    expect(script.of('missClock')).toMatchObject([{ clock: 'approval' }]);
    expect(script.of('releaseWorkOrder')).toEqual([]);
    await cancelAndEnd(handle);
  });
});
