import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  conversationWorkflowId,
  messageReceived,
} from '../../src/workflows/conversation/contract.ts';
import { aMessageReceived } from '../builders.ts';
import { aProposal, scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const BALANCE: Decision = { kind: 'read-account', part: 0, topic: 'balance' };

test('a worker lost in the middle of a turn changes nothing: the next one does what is left of it', async () => {
  let isAway = true;
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([BALANCE]),
    reply: () => {
      if (isAway) throw new Error('the database is away');
    },
  });
  const handle = await house.withWorker(script.activities, async () => {
    const started = await house.env.client.workflow.signalWithStart('conversation', {
      workflowId: conversationWorkflowId('c-lost'),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ conversationId: 'c-lost', quietMs: 0, carried: null }],
      signal: messageReceived,
      signalArgs: [aMessageReceived(1)],
    });
    await script.called('reply');
    return started;
  });
  isAway = false;
  await house.withWorker(script.activities, async () => {
    await house.env.sleep('1m'); // whatever the first worker left to be tried again
    await handle.signal(messageReceived, aMessageReceived(1));
    await house.env.sleep('1m');
    expect(script.of('proposeDecisions')).toHaveLength(1);
    expect(script.of('readAccount')).toHaveLength(1);
    expect(new Set(script.of('reply').map(({ turnId }) => turnId)).size).toBe(1);
    await handle.terminate();
  });
});
