import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LegalDeadline } from '../../src/domain/legal-clock.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  maintenanceRequestWorkflowId,
  requestCancelled,
  requestState,
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
const CLOCK = 'legal_clock:us-wa';
let requests = 0;

/** A request whose law ends so many hours from now, its warning in the last quarter. */
async function aRequest(
  hours: number,
  more: Partial<MaintenanceRequestInput> = {},
): Promise<WorkflowHandle> {
  requests += 1;
  const now = await house.env.currentTimeMs();
  const at = (after: number): string => new Date(now + after * HOUR_MS).toISOString();
  const legal: LegalDeadline = {
    clock: CLOCK,
    item: 'essential-services',
    meaning: 'Repair begins within 24 hours.',
    goal: 'begun',
    warnAt: at((hours * 3) / 4),
    dueAt: at(hours),
  };
  const input: MaintenanceRequestInput = {
    requestId: `legal-${requests}`,
    reference: 'MR-7K2M4Q9XTB',
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    connectionId: 'embedded',
    class: 'P1',
    trade: 'hvac',
    packVersion: '2026-11-1',
    needsConfirmation: false,
    selfHelp: null,
    approval: null,
    deadlines: { acceptBy: at(1), dispatchBy: at(200), doneBy: at(200), legal: [legal] },
    carried: null,
    ...more,
  };
  return house.env.client.workflow.start('maintenanceRequest', {
    workflowId: maintenanceRequestWorkflowId(input.requestId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const CARRIED: MaintenanceRequestInput['carried'] = {
  mailbox: {
    heard: [],
    answers: [],
    changes: [],
    lastChange: null,
    written: 'confirmed',
    approval: null,
    asked: null,
    wish: null,
    cancelledBy: null,
    raise: null,
  },
  progress: {
    state: 'open',
    isDispatched: false,
    isRefusalTold: false,
    isReleased: true,
    steps: [],
  },
};

async function cancel(handle: WorkflowHandle): Promise<void> {
  await handle.signal(requestCancelled, { by: 'staff' });
  await handle.result();
}

test('managers are warned in the last quarter of a legal clock, and it is missed once when it has run out', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest(24);
    await house.env.sleep('17h');
    expect(script.of('warnLegalClock')).toHaveLength(0);
    await house.env.sleep('2h');
    expect(script.of('warnLegalClock')).toMatchObject([{ clock: CLOCK }]);
    expect(script.of('missClock')).toHaveLength(0);
    await house.env.sleep('6h');
    expect(script.of('missClock')).toMatchObject([{ clock: CLOCK }]);
    await house.env.sleep('100h');
    expect(script.of('missClock')).toHaveLength(1);
    await cancel(handle);
  });
});

test('a legal clock runs while the resident is still asked to confirm, and ends with the request', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest(0.2, { needsConfirmation: true });
    await house.env.sleep('15m');
    expect(script.of('missClock')).toMatchObject([{ clock: CLOCK }]);
    expect(script.of('openUnconfirmed')).toHaveLength(0);
    await cancel(handle);

    const ended = await aRequest(24);
    await cancel(ended);
    await house.env.sleep('48h');
    expect(script.of('warnLegalClock')).toHaveLength(1);
  });
});

test('a fresh history goes on with the clock, and one that ran out before the report came is missed at once', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const carried = await aRequest(24, { carried: CARRIED });
    await house.env.sleep('25h');
    expect(script.of('warnLegalClock')).toHaveLength(1);
    expect(script.of('missClock')).toHaveLength(1);
    await cancel(carried);

    const late = await aRequest(-1);
    await script.called('missClock', 2);
    expect(script.of('warnLegalClock')).toHaveLength(1);
    await cancel(late);
  });
});

test('a legal clock whose step fails for good stops neither the work order nor its news', async () => {
  const script = scriptedActivities({
    warnLegalClock: () => {
      throw ApplicationFailure.nonRetryable('no such request', 'RecordNotFound');
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest(24);
    await house.env.sleep('19h');
    await handle.signal(workOrderChanged, {
      newsId: 'assigned',
      status: 'assigned',
      windowFromAt: null,
      windowToAt: null,
    });
    await script.called('advance', 2);
    expect(await handle.query(requestState)).toBe('vendor-assigned');
    await cancel(handle);
  });
});

test('a request that is cancelled as a process takes its legal clock with it', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aRequest(24);
    await script.called('queueWorkOrder');
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    await house.env.sleep('48h');
    expect(script.of('warnLegalClock')).toHaveLength(0);
  });
});
