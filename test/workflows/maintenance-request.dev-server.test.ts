import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  approvalEnded,
  maintenanceRequestWorkflowId,
  platformWriteEnded,
  requestState,
  residentAnswered,
  workOrderChanged,
  type MaintenanceRequestInput,
  type WorkOrderChanged,
} from '../../src/workflows/maintenance-request/contract.ts';
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

const INPUT: MaintenanceRequestInput = {
  requestId: 'mr-1',
  reference: 'MR-7K2M4Q9XTB',
  conversationId: 'c-1',
  propertyId: 'harbor-court',
  connectionId: 'embedded',
  class: 'P2',
  trade: 'plumbing',
  packVersion: '2026-11-1',
  needsConfirmation: true,
  selfHelp: 'SH-plunge',
  approval: {
    approvalId: 'ap-1',
    ceilingCents: 100_000,
    remindAt: '2100-01-01T00:00:00.000Z',
    escalateAt: '2100-01-02T00:00:00.000Z',
    expiresAt: '2100-01-03T00:00:00.000Z',
  },
  deadlines: {
    acceptBy: '2100-01-01T00:00:00.000Z',
    dispatchBy: '2100-01-02T00:00:00.000Z',
    doneBy: '2100-01-03T00:00:00.000Z',
    legal: [],
  },
  carried: null,
};

const news = (status: WorkOrderChanged['status']): WorkOrderChanged => ({
  newsId: status,
  status,
  windowFromAt: null,
  windowToAt: null,
});

test('goes from the word of a resident to the survey on the real server', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await house.env.client.workflow.start('maintenanceRequest', {
      workflowId: maintenanceRequestWorkflowId(INPUT.requestId),
      taskQueue: MAIN_TASK_QUEUE,
      args: [INPUT],
    });
    const answer = (
      question: 'confirm-request' | 'self-help' | 'completed' | 'survey',
      to: 'yes' | 'no',
    ) =>
      handle.signal(residentAnswered, {
        messageId: `answer-${question}`,
        question,
        answer: { kind: to },
      });
    await answer('confirm-request', 'yes');
    await answer('self-help', 'no');
    await script.called('openApproval');
    expect(await handle.query(requestState)).toBe('awaiting-approval');
    await handle.signal(platformWriteEnded, {
      outboxId: 'o-1',
      kind: 'confirmed',
      externalId: 'wo-1',
    });
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'approved' });
    await script.called('releaseWorkOrder');
    for (const status of ['assigned', 'scheduled', 'in-progress', 'done'] as const) {
      await handle.signal(workOrderChanged, news(status));
    }
    await script.called('advance', 8);
    await answer('completed', 'yes');
    await answer('survey', 'yes');
    await handle.result();
    expect(script.of('advance').map(({ to }) => to)).toEqual([
      'self-help',
      'opening',
      'awaiting-approval',
      'open',
      'vendor-assigned',
      'scheduled',
      'in-progress',
      'awaiting-completion-check',
      'awaiting-completion-check',
      'closed',
    ]);
    expect(script.of('queueWorkOrder')).toHaveLength(1);
  });
});
