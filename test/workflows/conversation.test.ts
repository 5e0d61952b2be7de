import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  conversationReleased,
  conversationWorkflowId,
  messageReceived,
  standing,
  type MessageReceived,
} from '../../src/workflows/conversation/contract.ts';
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

const message = (sequence: number, more: Partial<MessageReceived> = {}): MessageReceived => ({
  messageId: `m-${sequence}`,
  sequence,
  danger: null,
  isFlood: false,
  ...more,
});

const gas = (dangerId: string) => ({
  dangerId,
  hazard: 'gas',
  issue: 'gas.odor',
  class: 'P0' as const,
  isNew: true,
});

function newConversation(quietMs = 1000) {
  conversations += 1;
  const conversationId = `c-${conversations}`;
  return async (received: MessageReceived): Promise<WorkflowHandle> =>
    house.env.client.workflow.signalWithStart('conversation', {
      workflowId: conversationWorkflowId(conversationId),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ conversationId, quietMs, carried: null }],
      signal: messageReceived,
      signalArgs: [received],
    });
}

test('answers a redelivered message once', async () => {
  const script = scriptedActivities();
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    await tell(message(1));
    await tell(message(1));
    await house.env.sleep('10s');
    const handle = await tell(message(1)); // long after its turn
    await house.env.sleep('10s');
    expect(script.of('reply')).toHaveLength(1);
    await handle.terminate();
  });
});

test('makes one turn of a burst, in the order of sequence whatever the order of arrival', async () => {
  const script = scriptedActivities();
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    await tell(message(2));
    await tell(message(1));
    const handle = await tell(message(3));
    await house.env.sleep('10s');
    expect(script.of('proposeDecisions').map(({ messageIds }) => messageIds)).toEqual([
      ['m-1', 'm-2', 'm-3'],
    ]);
    await handle.terminate();
  });
});

test('takes a message that was overtaken, once its gap closes', async () => {
  const script = scriptedActivities();
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    await tell(message(2));
    await house.env.sleep('10s');
    const handle = await tell(message(1));
    await house.env.sleep('10s');
    expect(script.of('proposeDecisions').map(({ messageIds }) => messageIds)).toEqual([
      ['m-2'],
      ['m-1'],
    ]);
    expect(await handle.query(standing)).toMatchObject({ takenUpTo: 2, takenAbove: [] });
    await handle.terminate();
  });
});

// Safety: an earlier turn must never stand between a danger and its alarm.
test('raises the alarm of a danger while an earlier turn hangs', async () => {
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({
    proposeDecisions: async ({ turnId }: { turnId: string }) => {
      if (turnId.endsWith('-1')) await hanging;
      return aProposal([]);
    },
  });
  const tell = newConversation(0);
  await house.withWorker(script.activities, async () => {
    await tell(message(1));
    await script.called('proposeDecisions');
    const handle = await tell(message(2, { danger: gas('d-1') }));
    await script.called('raiseAlarm');
    expect(script.of('reply')).toHaveLength(0); // the first turn has not ended
    release();
    await script.called('reply', 2);
    await house.env.sleep('1s'); // an activity of a terminated workflow would hold the clock
    await handle.terminate();
  });
});

test('rings for every new danger of a message, and tells the turn of all', async () => {
  const script = scriptedActivities();
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    const otherDangers = [
      { ...gas('d-fire'), hazard: 'fire', issue: 'fire.active' },
      { ...gas('d-lift'), hazard: 'lift', issue: 'lift.trapped' },
    ];
    const known = { ...gas('d-gas'), isNew: false };
    const handle = await tell(message(1, { danger: known, otherDangers }));
    await tell(message(1, { danger: known, otherDangers })); // a redelivery
    await house.env.sleep('10s');
    expect(script.of('raiseAlarm')).toHaveLength(2);
    expect(script.of('raiseAlarm')).toEqual(
      expect.arrayContaining([{ dangerId: 'd-fire' }, { dangerId: 'd-lift' }]),
    );
    expect(script.of('proposeDecisions')).toMatchObject([
      { dangers: [{ dangerId: 'd-gas' }, { dangerId: 'd-fire' }, { dangerId: 'd-lift' }] },
    ]);
    await handle.terminate();
  });
});

test('alarms a danger that only the second net found, and tells the turn of it', async () => {
  const danger = gas('d-2');
  const script = scriptedActivities({ classifyDanger: () => danger });
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    const handle = await tell(message(1));
    await script.called('raiseAlarm');
    await house.env.sleep('10s');
    expect(script.of('proposeDecisions')[0]).toMatchObject({ dangers: [{ dangerId: 'd-2' }] });
    await handle.terminate();
  });
});

// Safety: the second net failing must not stop the first.
test('a classifier that is down stops neither the alarm nor the answer', async () => {
  const script = scriptedActivities({
    classifyDanger: () => {
      throw ApplicationFailure.nonRetryable('down');
    },
  });
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    const handle = await tell(message(1, { danger: gas('d-3') }));
    await house.env.sleep('10s');
    expect(script.of('raiseAlarm')).toEqual([{ dangerId: 'd-3' }]);
    expect(script.of('reply')).toHaveLength(1);
    await handle.terminate();
  });
});

test('a turn that fails outside is handed to a person, and the next one is answered', async () => {
  const script = scriptedActivities({
    proposeDecisions: ({ turnId }: { turnId: string }) => {
      if (turnId.endsWith('-1')) throw ApplicationFailure.nonRetryable('gone', 'RecordNotFound');
      return aProposal([{ kind: 'answer', part: 0, confidence: 0.9 }]);
    },
  });
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    await tell(message(1));
    await house.env.sleep('10s');
    const handle = await tell(message(2));
    await house.env.sleep('10s');
    expect(script.of('openHandOff')).toMatchObject([{ reason: 'failed-turn' }]);
    expect(script.of('reply')).toMatchObject([
      { verdicts: ['failed-turn'] },
      { verdicts: ['allowed'] },
    ]);
    await handle.terminate();
  });
});

test('tells news that was held back as soon as it hears of the release, also while a turn hangs', async () => {
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({
    proposeDecisions: async () => {
      await hanging;
      return aProposal([]);
    },
  });
  const tell = newConversation(0);
  await house.withWorker(script.activities, async () => {
    const handle = await tell(message(1));
    await script.called('proposeDecisions');
    await handle.signal(conversationReleased);
    await script.called('tellHeldNews');
    expect(script.of('reply')).toHaveLength(0);
    release();
    await script.called('reply');
    await house.env.sleep('1s');
    await handle.terminate();
  });
});

test('answers on when held-back news cannot be told, and tells it at the next word of the release', async () => {
  let isAway = true;
  const script = scriptedActivities({
    tellHeldNews: () => {
      if (isAway) throw ApplicationFailure.nonRetryable('gone', 'RecordNotFound');
    },
  });
  const tell = newConversation();
  await house.withWorker(script.activities, async () => {
    const handle = await tell(message(1));
    await handle.signal(conversationReleased);
    await house.env.sleep('10s');
    expect(script.of('reply')).toHaveLength(1);
    isAway = false;
    await handle.signal(conversationReleased);
    await house.env.sleep('10s');
    expect(script.of('tellHeldNews')).toHaveLength(2);
    await handle.terminate();
  });
});
