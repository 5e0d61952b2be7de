import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  handOffReleased,
  handOffTaken,
  handOffWorkflowId,
  type HandOffInput,
} from '../../src/workflows/hand-off/contract.ts';
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

const MINUTE_MS = 60_000;
let handOffs = 0;

/** Warns 15 minutes after it was opened, breaches after 30. */
async function aHandOff({ openedMinutesAgo = 0 } = {}): Promise<WorkflowHandle> {
  handOffs += 1;
  const openedMs = (await house.env.currentTimeMs()) - openedMinutesAgo * MINUTE_MS;
  const at = (minutes: number): string => new Date(openedMs + minutes * MINUTE_MS).toISOString();
  const input: HandOffInput = {
    handOffId: `ho-${handOffs}`,
    conversationId: 'c-1',
    propertyId: 'harbor-court',
    reason: 'asked-for-person',
    openedAt: at(0),
    warnAt: at(15),
    breachAt: at(30),
  };
  return house.env.client.workflow.start('handOff', {
    workflowId: handOffWorkflowId(input.handOffId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const namesOf = (script: ReturnType<typeof scriptedActivities>): string[] =>
  script.deeds.map(({ name }) => name);

test('warns the desk, then tells the managers, once each, and waits on until somebody is done', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aHandOff();
    await house.env.sleep('14m');
    expect(namesOf(script)).toEqual([]);
    await house.env.sleep('2m');
    expect(namesOf(script)).toEqual(['warn']);
    await house.env.sleep('3 days');
    expect(namesOf(script)).toEqual(['warn', 'breach']);
    await handle.signal(handOffTaken);
    await handle.signal(handOffReleased);
    await handle.result();
  });
});

test('a person who takes it in time hears of no clock, however long they need', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aHandOff();
    await house.env.sleep('10m');
    await handle.signal(handOffTaken);
    await house.env.sleep('3 days');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.signal(handOffReleased);
    await handle.result();
    expect(namesOf(script)).toEqual([]);
  });
});

test('taken after the warning, it does not breach', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aHandOff();
    await house.env.sleep('20m');
    await handle.signal(handOffTaken);
    await house.env.sleep('1h');
    await handle.signal(handOffReleased);
    await handle.result();
    expect(namesOf(script)).toEqual(['warn']);
  });
});

test('released before anybody took it, it ends and rings nobody', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await aHandOff();
    await handle.signal(handOffReleased);
    await handle.result();
    expect(namesOf(script)).toEqual([]);
  });
});

test('clocks that ran out before a worker lived are told as soon as one does', async () => {
  const script = scriptedActivities();
  const handle = await aHandOff({ openedMinutesAgo: 120 });
  await house.withWorker(script.activities, async () => {
    await script.called('breach');
    expect(namesOf(script)).toEqual(['warn', 'breach']);
    await handle.signal(handOffReleased);
    await handle.result();
  });
});

test('a worker lost between its clocks changes nothing', async () => {
  const script = scriptedActivities();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await aHandOff();
    await house.env.sleep('20m');
    return started;
  });
  await house.withWorker(script.activities, async () => {
    await house.env.sleep('20m');
    expect(namesOf(script)).toEqual(['warn', 'breach']);
    await handle.signal(handOffReleased);
    await handle.result();
  });
});

test('a desk that cannot be reached is tried again until it hears', async () => {
  let failures = 3;
  const script = scriptedActivities({
    warn: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await aHandOff();
    await house.env.sleep('20m');
    expect(namesOf(script)).toEqual(['warn', 'warn', 'warn', 'warn']);
    await handle.signal(handOffReleased);
    await handle.result();
  });
});

// The engine was away when staff pressed the button: only the row knows.
test.each([
  ['released', ['warn'], 'COMPLETED'],
  ['owned', ['warn'], 'RUNNING'],
] as const)(
  'one that its row says is %s rings no manager, though nobody told its process',
  async (state, rung, status) => {
    const script = scriptedActivities({ warn: () => state });
    await house.withWorker(script.activities, async () => {
      const handle = await aHandOff();
      await house.env.sleep('1 day');
      expect(namesOf(script)).toEqual(rung);
      expect((await handle.describe()).status.name).toBe(status);
      await handle.signal(handOffReleased).catch(() => undefined); // the released one has ended
      await handle.result();
    });
  },
);
