import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import { documentQuestionWorkflowId } from '../../src/workflows/document-question/contract.ts';
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

const start = (questionId: string) =>
  house.env.client.workflow.start('documentQuestion', {
    workflowId: documentQuestionWorkflowId({ questionId }),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ questionId }],
  });

test('has the question answered, and again until that has worked', async () => {
  let failures = 3;
  const script = scriptedActivities({
    answerDocumentQuestion: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
    },
  });
  await house.withWorker(script.activities, async () => {
    await (await start('one')).result();
    expect(script.of('answerDocumentQuestion')).toHaveLength(4);
    expect(script.of('answerDocumentQuestion')[0]).toEqual({ questionId: 'one' });
  });
});

test('a question asked while no worker runs is answered by the next one', async () => {
  const script = scriptedActivities();
  const handle = await start('two');
  await house.withWorker(script.activities, async () => {
    await handle.result();
    expect(script.of('answerDocumentQuestion')).toEqual([{ questionId: 'two' }]);
  });
});
