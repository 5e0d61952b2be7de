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

let conversations = 0;

/** Has one message answered by this script. */
async function answered(script: ReturnType<typeof scriptedActivities>): Promise<void> {
  conversations += 1;
  const conversationId = `c-again-${conversations}`;
  await house.withWorker(script.activities, async () => {
    const handle = await house.env.client.workflow.signalWithStart('conversation', {
      workflowId: conversationWorkflowId(conversationId),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ conversationId, quietMs: 0, carried: null }],
      signal: messageReceived,
      signalArgs: [aMessageReceived(1)],
    });
    await script.called('reply');
    await handle.terminate();
  });
}

const UNKNOWN = { ...aProposal([]).identity, assurance: 'unknown' as const };
const AGAIN: Decision = {
  kind: 'reopen-request',
  part: 0,
  requestId: 'mr-1',
  circumstances: [],
};

test('a closed request is opened again for who may write, and the reply says so', async () => {
  const script = scriptedActivities({ proposeDecisions: () => aProposal([AGAIN]) });
  await answered(script);
  expect(script.of('reopenRequest')).toMatchObject([{ decision: AGAIN }]);
  expect(script.of('reply')).toMatchObject([
    { outcomes: [{ kind: 'request-reopened', requestId: 'mr-1' }], verdicts: ['allowed'] },
  ]);
});

const PAST = { ...aProposal([]).identity, status: 'past' as const };

// A former resident, a stranger, a phase that does not write, a stop switch: nothing is opened.
test.each([
  ['a past resident', { identity: PAST }],
  ['somebody unknown', { identity: UNKNOWN }],
  ['a property that only reads', { rollout: { phase: 'reads', skills: {}, stopped: [] } }],
  [
    'a stopped skill',
    { rollout: { phase: 'writes', skills: {}, stopped: ['maintenance' as const] } },
  ],
] as const)('opens nothing again for %s', async (_name, by) => {
  const script = scriptedActivities({
    proposeDecisions: () => ({ ...aProposal([AGAIN]), ...by }),
  });
  await answered(script);
  expect(script.of('reopenRequest')).toHaveLength(0);
  expect(script.of('reply')).toHaveLength(1);
});
