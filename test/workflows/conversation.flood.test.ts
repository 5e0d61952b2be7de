import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  conversationWorkflowId,
  messageReceived,
  type MessageReceived,
} from '../../src/workflows/conversation/contract.ts';
import { aDanger, aMessageReceived } from '../builders.ts';
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

let conversations = 0;

/**
 * Somebody who writes once every `everyMs`, after so many messages on another channel; each message is marked as the
 * door marks it: from the 21st within a minute on.
 */
function writing(
  script: ReturnType<typeof scriptedActivities>,
  { everyMs, elsewhere = 0 }: { everyMs: number; elsewhere?: number },
) {
  conversations += 1;
  const conversationId = `c-${conversations}`;
  const isFast = Math.ceil(60_000 / everyMs) > 20;
  return {
    async write(sequence: number, about: Partial<MessageReceived> = {}): Promise<WorkflowHandle> {
      const isFlood = isFast && elsewhere + sequence > 20;
      const handle = await house.env.client.workflow.signalWithStart('conversation', {
        workflowId: conversationWorkflowId(conversationId),
        taskQueue: MAIN_TASK_QUEUE,
        args: [{ conversationId, quietMs: 1000, carried: null }],
        signal: messageReceived,
        signalArgs: [aMessageReceived(sequence, { isFlood, ...about })],
      });
      if (everyMs > 0) await house.env.sleep(everyMs);
      return handle;
    },
    /** How many messages each turn took up, in order. */
    turns: () => script.of('proposeDecisions').map(({ messageIds }) => Object(messageIds).length),
  };
}

const each = (count: number): number[] => Array.from({ length: count }, () => 1);

test('of a message every 2.9 seconds the first twenty are answered one by one, the rest of the minute at once', async () => {
  const script = scriptedActivities();
  const somebody = writing(script, { everyMs: 2_900 });
  await house.withCachingWorker(script.activities, async () => {
    let handle = await somebody.write(1);
    for (let sequence = 2; sequence <= 40; sequence += 1) handle = await somebody.write(sequence);
    expect(somebody.turns()).toEqual(each(20));
    await house.env.sleep('10s');
    expect(somebody.turns()).toEqual([...each(20), 20]);
    await handle.terminate();
  });
});

test('whoever never stops is answered once a minute, and each time again when they have calmed down', async () => {
  const script = scriptedActivities();
  const somebody = writing(script, { everyMs: 4_900 });
  await house.withCachingWorker(script.activities, async () => {
    const flooding = { isFlood: true }; // as one who writes on two channels at once
    let handle = await somebody.write(1, flooding);
    for (let sequence = 2; sequence <= 20; sequence += 1) await somebody.write(sequence, flooding);
    await house.env.sleep('10s');
    expect(somebody.turns()).toEqual([13, 7]);

    handle = await somebody.write(21, { isFlood: false });
    expect(somebody.turns()).toEqual([13, 7, 1]);
    await handle.terminate();
  });
});

test('a message every 3.1 seconds is answered each time', async () => {
  const script = scriptedActivities();
  const somebody = writing(script, { everyMs: 3_100, elsewhere: 15 });
  await house.withCachingWorker(script.activities, async () => {
    let handle = await somebody.write(1);
    for (let sequence = 2; sequence <= 10; sequence += 1) handle = await somebody.write(sequence);
    expect(somebody.turns()).toEqual(each(10));
    await handle.terminate();
  });
});

test('thirty messages at once become one turn', async () => {
  const script = scriptedActivities();
  const somebody = writing(script, { everyMs: 0 });
  await house.withCachingWorker(script.activities, async () => {
    let handle = await somebody.write(1);
    for (let sequence = 2; sequence <= 30; sequence += 1) handle = await somebody.write(sequence);
    await house.env.sleep('90s');
    expect(somebody.turns()).toEqual([30]);
    await handle.terminate();
  });
});

// Safety: whoever floods may be in danger, and then is told what happens next without waiting for the flood's end.
test('a danger in a flood is alarmed at once and ends the waiting, whichever net finds it', async () => {
  const danger = aDanger({ dangerId: 'd-found-late' });
  const script = scriptedActivities({
    classifyDanger: ({ messageId }: { messageId: string }) =>
      messageId === 'message-12' ? danger : null,
  });
  const somebody = writing(script, { everyMs: 2_900, elsewhere: 20 });
  await house.withCachingWorker(script.activities, async () => {
    for (let sequence = 1; sequence <= 4; sequence += 1) await somebody.write(sequence);
    expect(somebody.turns()).toEqual([]);
    await somebody.write(5, { danger: aDanger({ dangerId: 'd-told' }) });
    expect(script.of('raiseAlarm')).toEqual([{ dangerId: 'd-told' }]);
    expect(somebody.turns()).toEqual([5]);

    for (let sequence = 6; sequence <= 11; sequence += 1) await somebody.write(sequence);
    expect(somebody.turns()).toEqual([5]);
    const handle = await somebody.write(12);
    expect(script.of('raiseAlarm')).toHaveLength(2);
    expect(somebody.turns()).toEqual([5, 7]);
    await handle.terminate();
  });
});
