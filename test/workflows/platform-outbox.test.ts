import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  paused,
  platformOutboxWorkflowId,
  resumed,
  rowQueued,
  type PlatformOutboxInput,
} from '../../src/workflows/platform-outbox/contract.ts';
import type { RecordedRun } from '../replay/histories.ts';
import { scriptedOutbox } from '../fakes/scripted-outbox.ts';
import { answersIn } from '../support/activity-answers.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

let connections = 0;

function aWriter({ isPaused = false } = {}): Promise<WorkflowHandle> {
  connections += 1;
  const input: PlatformOutboxInput = { connectionId: `connection-${connections}`, isPaused };
  return house.env.client.workflow.start('platformOutbox', {
    workflowId: platformOutboxWorkflowId(input.connectionId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const lostAnswer = (): never => {
  throw ApplicationFailure.create({ type: 'ProviderAmbiguous' });
};

/** Runs a writer over these rows until nothing is left to do; answers with its history. */
async function drained(outbox: ReturnType<typeof scriptedOutbox>): Promise<RecordedRun> {
  return house.withWorker(outbox.activities, async () => {
    const handle = await aWriter();
    await house.env.sleep('10m');
    await outbox.emptied();
    await house.env.sleep('1s'); // an activity of a terminated workflow would hold the clock
    const history = await handle.fetchHistory();
    await handle.terminate();
    return history;
  });
}

test('writes what is next, one row after another, and then waits', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1' }, { outboxId: 'o-2' }, { outboxId: 'o-3' });
  await drained(outbox);
  expect(outbox.steps()).toEqual(['sendWrite o-1', 'sendWrite o-2', 'sendWrite o-3']);
});

// One ticket: a lost answer is a state, and it is looked up before anything is sent again.
test('a lost answer is marked, searched for twice, and only then sent again', async () => {
  const searchedAt: number[] = [];
  const outbox = scriptedOutbox({
    outboxId: 'o-1',
    searchGapMs: 30_000,
    onSend: (sent) => sent === 1 && lostAnswer(),
    onSearch: async () => {
      searchedAt.push(await house.env.currentTimeMs());
      return false;
    },
  });
  await drained(outbox);
  expect(outbox.steps()).toEqual([
    'sendWrite o-1',
    'markAmbiguous o-1',
    'searchWrite o-1',
    'searchWrite o-1',
    'sendWrite o-1',
  ]);
  const [first = 0, second = 0] = searchedAt;
  expect(second - first).toBeGreaterThanOrEqual(30_000);
});

// Whoever opens the writer's page after a night's trouble must see that nobody knew for a while.
test('a lost answer stands in the history as ambiguous, and so does the row when its turn comes again', async () => {
  const outbox = scriptedOutbox({
    outboxId: 'o-1',
    onSend: lostAnswer,
    onSearch: () => true,
  });
  const answers = await answersIn(await drained(outbox));
  const ambiguous = { state: 'ambiguous' };
  expect(answers).toContainEqual({ activity: 'markAmbiguous', answer: ambiguous });
  expect(answers).toContainEqual({
    activity: 'nextWrite',
    answer: expect.objectContaining({ kind: 'due', outboxId: 'o-1', ...ambiguous }),
  });
});

// One ticket: the platform had it all along.
test.each([
  ['at once', 1],
  ['a while later', 2],
])('a write that is found %s is never sent again', async (_when, foundAt) => {
  const outbox = scriptedOutbox({
    outboxId: 'o-1',
    onSend: lostAnswer,
    onSearch: (searched) => searched === foundAt,
  });
  await drained(outbox);
  const searches = Array.from({ length: foundAt }, () => 'searchWrite o-1');
  expect(outbox.steps()).toEqual(['sendWrite o-1', 'markAmbiguous o-1', ...searches]);
});

// One ticket: the writer before us was lost half way, so nobody knows whether it was sent.
test.each(['sending', 'ambiguous'] as const)(
  'a row found %s is searched for before it is sent',
  async (state) => {
    const outbox = scriptedOutbox({ outboxId: 'o-1', state });
    await drained(outbox);
    expect(outbox.steps()).toEqual(['searchWrite o-1', 'searchWrite o-1', 'sendWrite o-1']);
  },
);

test('after two lost answers a person looks, and the next row is written', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1', onSend: lostAnswer }, { outboxId: 'o-2' });
  await drained(outbox);
  expect(outbox.steps().filter((step) => step.startsWith('sendWrite'))).toEqual([
    'sendWrite o-1',
    'sendWrite o-1',
    'sendWrite o-2',
  ]);
  expect(outbox.steps()).toContain('leaveToPerson o-1');
});

test('a search that the platform refuses calls a person, and the next row is written', async () => {
  const outbox = scriptedOutbox(
    {
      outboxId: 'o-1',
      state: 'sending',
      onSearch: () => {
        throw ApplicationFailure.create({ type: 'ProviderUnauthorized' });
      },
    },
    { outboxId: 'o-2' },
  );
  await drained(outbox);
  expect(outbox.steps()).toEqual(['searchWrite o-1', 'leaveToPerson o-1', 'sendWrite o-2']);
});

test('a search during an outage is tried until the platform answers, and nothing is sent before', async () => {
  const outbox = scriptedOutbox({
    outboxId: 'o-1',
    state: 'ambiguous',
    onSearch: (searched) => {
      if (searched < 20) throw ApplicationFailure.create({ type: 'ProviderUnavailable' });
      return true;
    },
  });
  await drained(outbox);
  expect(outbox.steps()).toEqual(Array.from({ length: 20 }, () => 'searchWrite o-1'));
});

test('writes nothing while paused, and all of it when resumed', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1' });
  await house.withWorker(outbox.activities, async () => {
    const handle = await aWriter();
    await house.env.sleep('1m');
    await handle.signal(paused);
    outbox.queue({ outboxId: 'o-2' });
    await handle.signal(rowQueued);
    await house.env.sleep('1 day');
    expect(outbox.steps()).toEqual(['sendWrite o-1']);
    await handle.signal(resumed);
    await house.env.sleep('1m');
    expect(outbox.steps()).toEqual(['sendWrite o-1', 'sendWrite o-2']);
    await handle.terminate();
  });
});

test('a writer that starts paused asks for nothing', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1' });
  await house.withWorker(outbox.activities, async () => {
    const handle = await aWriter({ isPaused: true });
    await house.env.sleep('1 day');
    expect(outbox.deeds).toEqual([]);
    await handle.terminate();
  });
});

test('wakes as soon as a row is queued, and sleeps without a timer until then', async () => {
  const outbox = scriptedOutbox();
  await house.withWorker(outbox.activities, async () => {
    const handle = await aWriter();
    await house.env.sleep('30 days');
    expect(outbox.of('nextWrite')).toHaveLength(1);
    outbox.queue({ outboxId: 'o-1' });
    await handle.signal(rowQueued);
    await outbox.called('sendWrite');
    await house.env.sleep('1s'); // an activity of a terminated workflow would hold the clock
    await handle.terminate();
  });
});

test('looks again by itself at rows that wait for their time', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1', laterTimes: 4 });
  await drained(outbox);
  expect(outbox.of('nextWrite').length).toBeGreaterThanOrEqual(5);
  expect(outbox.steps()).toEqual(['sendWrite o-1']);
});

test('a worker lost between two rows changes nothing', async () => {
  const outbox = scriptedOutbox({ outboxId: 'o-1' });
  const handle = await house.withWorker(outbox.activities, async () => {
    const started = await aWriter();
    await house.env.sleep('1m');
    return started;
  });
  outbox.queue({ outboxId: 'o-2' });
  await handle.signal(rowQueued);
  await house.withWorker(outbox.activities, async () => {
    await house.env.sleep('1m');
    expect(outbox.steps()).toEqual(['sendWrite o-1', 'sendWrite o-2']);
    await handle.terminate();
  });
});

test('continues as new under way and writes each row once', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({ outboxId: `o-${index + 1}` }));
  const outbox = scriptedOutbox(...rows);
  await house.withCachingWorker(outbox.activities, async () => {
    const handle = await aWriter();
    const firstRun = (await handle.describe()).runId;
    await outbox.emptied();
    await house.env.sleep('1s');
    expect(outbox.steps()).toEqual(rows.map(({ outboxId }) => `sendWrite ${outboxId}`));
    const latest = house.env.client.workflow.getHandle(handle.workflowId);
    expect((await latest.describe()).runId).not.toBe(firstRun);
    await latest.terminate();
  });
});
