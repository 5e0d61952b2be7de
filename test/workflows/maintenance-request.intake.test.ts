import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  maintenanceRequestWorkflowId,
  platformWriteEnded,
  requestCancelled,
  requestRaised,
  residentAnswered,
  workOrderChanged,
  type MaintenanceRequestInput,
} from '../../src/workflows/maintenance-request/contract.ts';
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

const HOUR_MS = 3_600_000;
let requests = 0;

async function aRequest(more: Partial<MaintenanceRequestInput> = {}): Promise<WorkflowHandle> {
  requests += 1;
  const now = await house.env.currentTimeMs();
  const at = (hours: number): string => new Date(now + hours * HOUR_MS).toISOString();
  const input: MaintenanceRequestInput = {
    requestId: `mr-intake-${requests}`,
    reference: 'MR-7K2M4Q9XTB',
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    connectionId: 'embedded',
    class: 'P2',
    trade: 'plumbing',
    packVersion: '2026-11-1',
    needsConfirmation: true,
    selfHelp: null,
    approval: null,
    deadlines: { acceptBy: at(1), dispatchBy: at(24), doneBy: at(72), legal: [] },
    carried: null,
    ...more,
  };
  return house.env.client.workflow.start('maintenanceRequest', {
    workflowId: maintenanceRequestWorkflowId(input.requestId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const APPROVAL = {
  approvalId: 'ap-1',
  ceilingCents: 100_000,
  remindAt: '2030-01-01T00:00:00.000Z',
  escalateAt: '2030-01-02T00:00:00.000Z',
  expiresAt: '2030-01-03T00:00:00.000Z',
};

const Advanced = z.object({ to: z.string(), news: z.string().nullable() });
const storyOf = (script: ReturnType<typeof scriptedActivities>): string[] =>
  script.of('advance').map((input) => {
    const { to, news } = Advanced.parse(input);
    return news ? `${to}: ${news}` : to;
  });
const namesOf = ({ deeds }: ReturnType<typeof scriptedActivities>): string[] =>
  deeds.map(({ name }) => name).filter((name) => name !== 'advance');
const byResident = (handle: WorkflowHandle) => handle.signal(requestCancelled, { by: 'resident' });

// Safety: nobody's keys or cats come before an emergency's order.
test('an emergency is asked how to come in only after its order was queued', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ class: 'P1', needsConfirmation: false });
    await script.called('askIntake');
    expect(namesOf(script)).toEqual(['queueWorkOrder', 'askIntake']);
    await handle.signal(requestCancelled, { by: 'staff' });
    await handle.result();
  });
});

test('silence about the visit holds nothing up', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ approval: APPROVAL });
    await house.env.sleep('31m'); // neither confirmed nor answered
    await script.called('openApproval');
    expect(namesOf(script)).toEqual([
      'openUnconfirmed',
      'openHandOff',
      'queueWorkOrder',
      'askIntake',
      'openApproval',
    ]);
    await handle.signal(requestCancelled, { by: 'staff' });
    await handle.result();
  });
});

test('a worker lost while it asks asks once more under the same name, and queues nothing twice', async () => {
  let isFirst = true;
  const script = scriptedActivities({
    askIntake: () => {
      if (!isFirst) return;
      isFirst = false;
      throw new Error('lost on the way');
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ needsConfirmation: false });
    await script.called('askIntake', 2);
    const [first, second] = script.of('askIntake');
    expect(second).toEqual(first); // the row and the send's key make the two one question
    expect(script.of('queueWorkOrder')).toHaveLength(1);
    await handle.signal(requestCancelled, { by: 'staff' });
    await handle.result();
  });
});

test('cancelled before it was confirmed, it never becomes an order', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest();
    await byResident(handle);
    await handle.result();
    expect(storyOf(script)).toEqual(['cancelled']);
    expect(script.of('queueWorkOrder')).toHaveLength(0);
  });
});

test('cancelled while a step is tried, it never becomes an order', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ needsConfirmation: false, selfHelp: 'SH-plunge' });
    await script.called('advance');
    await byResident(handle);
    await handle.result();
    expect(storyOf(script)).toEqual(['self-help: self-help-offer', 'cancelled']);
    expect(script.of('queueWorkOrder')).toHaveLength(0);
  });
});

test.each([
  ['waits for an approval', { approval: APPROVAL }, 'openApproval'],
  ['is open', {}, 'askIntake'],
] as const)(
  'cancelled while it %s, its order is taken back once and nobody is told twice',
  async (_, more, reached) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await aRequest({ needsConfirmation: false, ...more });
      await script.called(reached);
      await byResident(handle);
      await byResident(handle); // a retried signal
      await handle.result();
      expect(storyOf(script).at(-1)).toBe('cancelled'); // answered in the chat: no news on top
      expect(script.of('cancelWorkOrder')).toHaveLength(1);
    });
  },
);

test('cancelled with a vendor on the way, its order is taken back', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ needsConfirmation: false });
    const outcome = { outboxId: 'o-1', kind: 'confirmed', externalId: 'wo-1' } as const;
    await handle.signal(platformWriteEnded, outcome);
    await handle.signal(workOrderChanged, {
      newsId: 'assigned',
      status: 'assigned',
      windowFromAt: null,
      windowToAt: null,
    });
    await script.called('advance', 2);
    await byResident(handle);
    await handle.result();
    expect(script.of('cancelWorkOrder')).toHaveLength(1);
  });
});

test('what the platform cancelled is not cancelled there again', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ needsConfirmation: false });
    await handle.signal(workOrderChanged, {
      newsId: 'cancelled',
      status: 'cancelled',
      windowFromAt: null,
      windowToAt: null,
    });
    await handle.result();
    expect(storyOf(script).at(-1)).toBe('cancelled: cancelled');
    expect(script.of('cancelWorkOrder')).toHaveLength(0);
  });
});

test('what turned out an emergency skips the step and the approval that it would have waited for', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest({ class: 'P3', selfHelp: 'SH-plunge', approval: APPROVAL });
    const now = await house.env.currentTimeMs();
    const soon = new Date(now + HOUR_MS).toISOString();
    const deadlines = { acceptBy: soon, dispatchBy: soon, doneBy: soon, legal: [] };
    await handle.signal(requestRaised, { class: 'P1', selfHelp: null, approval: null, deadlines });
    await handle.signal(residentAnswered, {
      messageId: 'turn-1',
      question: 'confirm-request',
      answer: { kind: 'yes' },
    });
    await script.called('askIntake');
    await house.env.sleep('2h');
    expect(script.of('openApproval')).toHaveLength(0);
    expect(storyOf(script)).toEqual(['opening']);
    expect(script.of('missClock')).toMatchObject([{ clock: 'dispatch' }]); // the emergency's own clock
    await handle.signal(requestCancelled, { by: 'staff' });
    await handle.result();
  });
});
