import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  alertAccepted,
  alertClosed,
  onCallAlertWorkflowId,
  type OnCallAlertInput,
} from '../../src/workflows/on-call-alert/contract.ts';
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

const FIRST = ['first'];
const SECOND = ['second'];
const EVERYONE = ['first', 'second', 'manager'];
const LADDER = [
  { contacts: FIRST, waitMinutes: 5 },
  { contacts: SECOND, waitMinutes: 5 },
  { contacts: EVERYONE, waitMinutes: 30 },
];
let alerts = 0;

async function anAlert(more: Partial<OnCallAlertInput> = {}): Promise<WorkflowHandle> {
  alerts += 1;
  const input: OnCallAlertInput = {
    alertId: `al-${alerts}`,
    propertyId: 'harbor-court',
    kind: 'danger',
    class: 'P0',
    headline: 'P0 gas reported at Harbor Court.',
    conversationId: 'c-1',
    ladder: LADDER,
    attempt: 0,
    ...more,
  };
  return house.env.client.workflow.start('onCallAlert', {
    workflowId: onCallAlertWorkflowId(input.alertId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const accept = async (handle: WorkflowHandle): Promise<void> => {
  await handle.signal(alertAccepted, { staffId: 'mara' });
  await handle.result();
};

const rings = (script: ReturnType<typeof scriptedActivities>): unknown[] =>
  script.of('ring').map(({ contacts }) => contacts);

// Safety: somebody hears at once, then somebody else, then everybody.
test('rings rung by rung, each after its wait', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await script.called('ring');
    expect(rings(script)).toEqual([FIRST]);
    await house.env.sleep('6m');
    expect(rings(script)).toEqual([FIRST, SECOND]);
    await house.env.sleep('5m');
    expect(rings(script)).toEqual([FIRST, SECOND, EVERYONE]);
    await accept(handle);
  });
});

// Safety: an alert gives up for nobody, and a long one is carried over to a fresh history.
test('rings the last rung for days, over continue-as-new, and counts on', async () => {
  const script = scriptedActivities();
  await house.withCachingWorker(script.activities, async () => {
    const handle = await anAlert();
    const firstRun = (await handle.describe()).runId;
    await house.env.sleep('3 days');
    const attempts = script.of('ring').map(({ attempt }) => attempt);
    expect(attempts.length).toBeGreaterThan(140);
    expect(attempts).toEqual(attempts.map((_, index) => index));
    expect(rings(script).slice(2)).toEqual(attempts.slice(2).map(() => EVERYONE));

    const latest = house.env.client.workflow.getHandle(handle.workflowId);
    expect((await latest.describe()).runId).not.toBe(firstRun);
    await accept(latest);
  });
});

test('goes on where it was when it starts with an attempt', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert({ attempt: 1 });
    await script.called('ring');
    expect(script.of('ring')).toMatchObject([{ attempt: 1, contacts: SECOND }]);
    await accept(handle);
  });
});

test('rings nobody any more once somebody has accepted', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await script.called('ring');
    await accept(handle);
    await house.env.sleep('1 day');
    expect(rings(script)).toEqual([FIRST]);
  });
});

test('the resident hears once that somebody has accepted, and never before', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await house.env.sleep('1h');
    expect(script.of('tellAccepted')).toHaveLength(0);
    await accept(handle);
    expect(script.of('tellAccepted')).toHaveLength(1);
  });
});

// The door of alerts is down at first, and again for the second contact.
test('the next contact is rung on time however late the door took this ring, and a minute after it at the least', async () => {
  const downUntil = [3, 12, 0]; // minutes after the start
  const rang: number[] = [];
  const now = () => house.env.currentTimeMs();
  let startedAt = 0;
  const script = scriptedActivities({
    ring: async ({ attempt }: { attempt: number }) => {
      const minutes = ((await now()) - startedAt) / 60_000;
      if (minutes < (downUntil[attempt] ?? 0)) throw new Error('the door is down');
      rang.push(minutes);
      return 'recorded';
    },
  });
  await house.withWorker(script.activities, async () => {
    startedAt = await now();
    const handle = await anAlert();
    await house.env.sleep('14m');
    await accept(handle);
  });
  const within = (from: number, until: number) =>
    expect.toSatisfy((minutes: number) => minutes >= from && minutes < until);
  expect(rang).toEqual([within(3, 3.2), within(12, 12.2), within(13, 13.4)]);
});

test('somebody who accepts while it still rings is heard', async () => {
  let release = (): void => undefined;
  const ringing = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({
    ring: async () => {
      await ringing;
      return 'recorded';
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await script.called('ring');
    await handle.signal(alertAccepted, { staffId: 'mara' });
    release();
    await handle.result();
    expect(rings(script)).toEqual([FIRST]);
  });
});

// The signal was lost between the row and the engine: the resident is told all the same, and once.
test('an alert that its row says is accepted ends without another ring and tells the resident', async () => {
  const script = scriptedActivities({
    ring: ({ attempt }: { attempt: number }) => (attempt === 0 ? 'recorded' : 'already-accepted'),
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await handle.result();
    expect(script.of('ring')).toHaveLength(2);
    expect(script.of('tellAccepted')).toHaveLength(1);
  });
});

test('an alert about what is over ends without another ring, and tells nobody that somebody accepted', async () => {
  const script = scriptedActivities({
    ring: ({ attempt }: { attempt: number }) => (attempt === 0 ? 'recorded' : 'closed'),
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await handle.result();
    expect(script.of('ring')).toHaveLength(2);
    expect(script.of('tellAccepted')).toHaveLength(0);
  });
});

test('an alert whose matter has ended rings nobody any more, and tells nobody that somebody accepted', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await script.called('ring');
    await handle.signal(alertClosed);
    await handle.result();
    expect(script.of('ring')).toHaveLength(1);
    expect(script.of('tellAccepted')).toHaveLength(0);
  });
});

// Safety: a ring that found nobody wakes nobody, so it is tried again like one that nobody accepts.
test('a ring for nobody tells the resident nothing and is followed by the next', async () => {
  const script = scriptedActivities({ ring: () => 'nobody' });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await house.env.sleep('6m');
    expect(script.of('ring')).toHaveLength(2);
    expect(script.of('tellAlerted')).toHaveLength(0);
    await accept(handle);
  });
});

// Safety: "has been alerted" must be true when it is said.
test('tells the resident only after a ring that its door took', async () => {
  const script = scriptedActivities({
    ring: ({ attempt }: { attempt: number }) => (attempt === 0 ? 'recorded' : 'accepted'),
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await house.env.sleep('1m');
    expect(script.of('tellAlerted')).toHaveLength(0);
    await house.env.sleep('5m');
    expect(script.of('tellAlerted')).toHaveLength(1);
    await accept(handle);
  });
});

// Safety: a resident who cannot be told must not keep the next contact asleep.
test.each([
  ['refuses', () => Promise.reject(ApplicationFailure.nonRetryable('gone', 'RecordNotFound'))],
  ['stays down', () => Promise.reject(new Error('the channel is away'))],
])('rings the next rung while the channel of the resident %s', async (_name, tellAlerted) => {
  const script = scriptedActivities({ ring: () => 'accepted', tellAlerted });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await house.env.sleep('12m');
    expect(rings(script)).toEqual([FIRST, SECOND, EVERYONE]);
    await accept(handle);
  });
});

test('a door that is down is knocked at again until it opens', async () => {
  let failures = 5;
  const script = scriptedActivities({
    ring: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the door is down');
      return 'recorded';
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anAlert();
    await house.env.sleep('30s');
    expect(script.of('ring').map(({ attempt }) => attempt)).toEqual([0, 0, 0, 0, 0, 0]);
    await accept(handle);
  });
});

// Safety: the ladder is climbed by whichever worker lives.
test('rings on after a worker was lost and nobody had accepted', async () => {
  const script = scriptedActivities();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await anAlert();
    await house.env.sleep('1m');
    return started;
  });
  expect(rings(script)).toEqual([FIRST]);
  await house.withWorker(script.activities, async () => {
    await house.env.sleep('12m');
    expect(script.of('ring').map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
    await accept(handle);
  });
});
