import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createProcesses } from '../../src/temporal/processes.ts';
import {
  approvalEnded,
  workOrderChanged,
  maintenanceRequestWorkflowId,
} from '../../src/workflows/maintenance-request/contract.ts';
import { handOffTaken, handOffWorkflowId } from '../../src/workflows/hand-off/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import { AN_APPROVAL, news } from '../support/request-story.ts';
import {
  startDevServerEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startDevServerEnvironment();
});
afterAll(() => house.stop());

const FAR = {
  acceptBy: '2100-02-01T00:00:00.000Z',
  dispatchBy: '2100-02-02T00:00:00.000Z',
  doneBy: '2100-02-03T00:00:00.000Z',
  legal: [],
};

/** Ids of the running processes that a query finds; the server's search follows its processes a moment later. */
async function found(query: string, workflowIds: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const ids: string[] = [];
      for await (const { workflowId } of house.env.client.workflow.list({ query })) {
        ids.push(workflowId);
      }
      expect(ids.toSorted(), query).toEqual(workflowIds.toSorted());
    },
    { timeout: 10_000, interval: 100 },
  );
}

const inState = (type: string, state: string): string =>
  `WorkflowType = '${type}' AND NightPorterState = '${state}' AND ExecutionStatus = 'Running'`;

test('an operator finds requests by the state and the clock that they have now', async () => {
  const script = scriptedActivities();
  const processes = createProcesses({ client: house.env.client, deadlineMs: 10_000, quietMs: 0 });
  const open = (requestId: string, approval: typeof AN_APPROVAL | null) =>
    processes.openMaintenanceRequest({
      requestId,
      reference: 'MR-7K2M4Q9XTB',
      conversationId: null,
      propertyId: 'harbor-court',
      connectionId: 'embedded',
      class: 'P2',
      trade: 'plumbing',
      packVersion: '2026-11-1',
      needsConfirmation: false,
      selfHelp: null,
      approval,
      deadlines: FAR,
    });
  const handleOf = (requestId: string) =>
    house.env.client.workflow.getHandle(maintenanceRequestWorkflowId(requestId));

  await house.withWorker(script.activities, async () => {
    await open('mr-held', AN_APPROVAL);
    await open('mr-plain', null);
    const held = maintenanceRequestWorkflowId('mr-held');
    const plain = maintenanceRequestWorkflowId('mr-plain');
    await found(inState('maintenanceRequest', 'awaiting-approval'), [held]);
    await found(inState('maintenanceRequest', 'opening'), [plain]);

    await handleOf('mr-plain').signal(workOrderChanged, news('in-progress'));
    await handleOf('mr-held').signal(approvalEnded, { approvalId: 'ap-1', state: 'rejected' });
    await found(inState('maintenanceRequest', 'in-progress'), [plain]);
    await found(inState('maintenanceRequest', 'needs-person'), [held]);
    await found(inState('maintenanceRequest', 'awaiting-approval'), []);
    await found(`NightPorterNextDeadline > '2100-02-02T12:00:00Z'`, [plain]);
    await found(`NightPorterNextDeadline < '2100-02-02T12:00:00Z'`, [held]);

    await handleOf('mr-plain').signal(workOrderChanged, news('done'));
    await found(`NightPorterNextDeadline IS NULL AND WorkflowId = '${plain}'`, [plain]);
    await handleOf('mr-plain').terminate();
    await handleOf('mr-held').terminate();
  });
});

test('an operator finds who waits for a person, and who is being answered', async () => {
  const script = scriptedActivities();
  const processes = createProcesses({ client: house.env.client, deadlineMs: 10_000, quietMs: 0 });
  await house.withWorker(script.activities, async () => {
    await processes.openHandOff({
      handOffId: 'ho-listed',
      conversationId: 'c-1',
      propertyId: 'harbor-court',
      reason: 'asked-for-person',
      openedAt: '2100-01-01T00:00:00.000Z',
      warnAt: '2100-01-01T00:15:00.000Z',
      breachAt: '2100-01-01T00:30:00.000Z',
    });
    const workflowId = handOffWorkflowId('ho-listed');
    await found(inState('handOff', 'waiting'), [workflowId]);
    await house.env.client.workflow.getHandle(workflowId).signal(handOffTaken);
    await found(inState('handOff', 'owned'), [workflowId]);
    await found(inState('handOff', 'waiting'), []);
    await house.env.client.workflow.getHandle(workflowId).terminate();
  });
});

test('an operator finds what rings, and when it rings again', async () => {
  const script = scriptedActivities();
  const processes = createProcesses({ client: house.env.client, deadlineMs: 10_000, quietMs: 0 });
  await house.withWorker(script.activities, async () => {
    await processes.openAlert({
      alertId: 'al-listed',
      propertyId: 'harbor-court',
      kind: 'operator',
      class: null,
      headline: 'The platform refuses our credentials.',
      conversationId: null,
      ladder: [{ contacts: ['first'], waitMinutes: 60 }],
    });
    await found(`${inState('onCallAlert', 'ringing')} AND NightPorterNextDeadline IS NOT NULL`, [
      'on-call/al-listed',
    ]);
    await processes.tellAlertAccepted({ alertId: 'al-listed', staffId: 'mara' });
    await found(`NightPorterState = 'accepted' AND NightPorterNextDeadline IS NULL`, [
      'on-call/al-listed',
    ]);
  });
});
