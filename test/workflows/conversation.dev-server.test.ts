import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  conversationWorkflowId,
  messageReceived,
} from '../../src/workflows/conversation/contract.ts';
import { aMessageReceived } from '../builders.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  startDevServerEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startDevServerEnvironment();
});
afterAll(() => house.stop());

const tell = (sequence: number) =>
  house.env.client.workflow.signalWithStart('conversation', {
    workflowId: conversationWorkflowId('c-long'),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ conversationId: 'c-long', quietMs: 0, carried: null }],
    signal: messageReceived,
    signalArgs: [aMessageReceived(sequence)],
  });

test('continues as new under way and still knows what it has answered', async () => {
  const script = scriptedActivities();
  await house.withCachingWorker(script.activities, async () => {
    const handle = await tell(1);
    const firstRun = (await handle.describe()).runId;
    const runId = async (): Promise<string> =>
      (await house.env.client.workflow.getHandle(handle.workflowId).describe()).runId;
    await script.called('reply');
    let sequence = 1;
    while ((await runId()) === firstRun && sequence < 200) {
      sequence += 1;
      await tell(sequence);
      await script.called('reply', sequence);
    }
    expect(await runId()).not.toBe(firstRun);

    for (const old of [1, 2, sequence]) await tell(old);
    await tell(sequence + 1);
    await script.called('reply', sequence + 1);
    const taken = script.of('proposeDecisions').flatMap(({ messageIds }) => messageIds);
    expect(taken).toEqual(
      Array.from({ length: sequence + 1 }, (_, index) => `message-${index + 1}`),
    );
    await handle.terminate();
  });
});
