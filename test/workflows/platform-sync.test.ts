import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import { platformSyncWorkflowId } from '../../src/workflows/platform-sync/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const aReading = () =>
  house.env.client.workflow.start('platformSync', {
    workflowId: platformSyncWorkflowId('embedded'),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ connectionId: 'embedded' }],
  });

test('reads the changes of its own connection once, and ends', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    await (await aReading()).result();
    expect(script.deeds).toEqual([{ name: 'syncWorkOrders', input: { connectionId: 'embedded' } }]);
  });
});

test('a platform that is down is read as soon as it is back', async () => {
  let failures = 8;
  const script = scriptedActivities({
    syncWorkOrders: () => {
      failures -= 1;
      if (failures >= 0) throw ApplicationFailure.create({ type: 'ProviderUnavailable' });
      return { told: 1 };
    },
  });
  await house.withWorker(script.activities, async () => {
    await (await aReading()).result();
    expect(script.of('syncWorkOrders')).toHaveLength(9);
  });
});

test('refused credentials end the reading at once; the schedule begins another', async () => {
  const script = scriptedActivities({
    syncWorkOrders: () => {
      throw ApplicationFailure.create({ type: 'ProviderUnauthorized' });
    },
  });
  await house.withWorker(script.activities, async () => {
    await expect((await aReading()).result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect(script.of('syncWorkOrders')).toHaveLength(1);
  });
});
