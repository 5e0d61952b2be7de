import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Decision } from '../../src/domain/decision.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  conversationWorkflowId,
  messageReceived,
  type MessageReceived,
} from '../../src/workflows/conversation/contract.ts';
import { aMessageReceived } from '../builders.ts';
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

/** The first message of a new conversation, which begins its turn at once. */
function firstMessage(more: Partial<MessageReceived> = {}): Promise<WorkflowHandle> {
  conversations += 1;
  const conversationId = `c-${conversations}`;
  return house.env.client.workflow.signalWithStart('conversation', {
    workflowId: conversationWorkflowId(conversationId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ conversationId, quietMs: 0, carried: null }],
    signal: messageReceived,
    signalArgs: [aMessageReceived(1, { messageId: 'm-1', ...more })],
  });
}

/** Has one message answered by this script. */
async function answered(
  script: ReturnType<typeof scriptedActivities>,
  message?: Partial<MessageReceived>,
): Promise<void> {
  await house.withWorker(script.activities, async () => {
    const handle = await firstMessage(message);
    await house.env.sleep('2m');
    await handle.terminate();
  });
}

const BALANCE: Decision = { kind: 'read-account', part: 0, topic: 'balance' };
const LEAK: Decision = {
  kind: 'report-problem',
  part: 0,
  issue: 'plumbing.leak',
  class: 'P2',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};
const UNKNOWN = { ...aProposal([]).identity, assurance: 'unknown' as const };
const PERSON: Decision = { kind: 'hand-over', part: 0, reason: 'asked-for-person' };
const RUNNING = { phase: 'writes' as const, skills: {}, stopped: [] };
const SHADOW = { phase: 'shadow' as const, skills: {}, stopped: [] };

// Privacy: nobody unproven hears of an account.
test('asks who somebody is before it reads an account', async () => {
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([BALANCE], { identity: UNKNOWN }),
  });
  await answered(script);
  expect(script.of('askIdentity')).toHaveLength(1);
  expect(script.of('readAccount')).toHaveLength(0);
  expect(script.of('reply')).toMatchObject([
    { outcomes: [{ kind: 'identity-asked' }], verdicts: ['needs-identity'] },
  ]);
});

test('somebody known, but not surely enough for an account, is told to sign in', async () => {
  const known = { ...UNKNOWN, assurance: 'channel' as const };
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([BALANCE], { identity: known }),
  });
  await answered(script);
  expect(script.of('readAccount')).toHaveLength(0);
  expect(script.of('reply')).toMatchObject([{ outcomes: [{ kind: 'session-needed' }] }]);
});

test('in shadow a person answers: the proposal is kept, and nothing of it is done or said', async () => {
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([BALANCE, LEAK, PERSON], { rollout: SHADOW }),
  });
  await answered(script);
  // Why a person would have been asked anyway is told to staff, and not to the resident.
  expect(script.of('openHandOff')).toMatchObject([
    { reason: 'rollout', isSilent: true },
    { reason: 'rollout', isSilent: true },
    { reason: 'asked-for-person', isSilent: true },
  ]);
  const acts = ['readAccount', 'openRequest', 'askIdentity'];
  expect(script.deeds.filter(({ name }) => acts.includes(name))).toEqual([]);
  const handOff = { handOffId: 'ho-1' };
  expect(script.of('reply')).toMatchObject([
    {
      outcomes: [BALANCE, LEAK, PERSON].map(() => ({ kind: 'kept', handOff })),
      verdicts: ['kept', 'kept', 'kept'],
    },
  ]);
});

// Safety: a switch is read each turn, and what is under way needs no restart to hear of it.
test('a stop acts on the next turn of a conversation that runs, and taking it back too; danger stays', async () => {
  const stopped = { ...RUNNING, stopped: ['all' as const] };
  const emergency: Decision = { ...LEAK, class: 'P0' };
  const turns = [
    aProposal([BALANCE], { rollout: RUNNING }),
    aProposal([BALANCE, emergency], { rollout: stopped }),
    aProposal([BALANCE], { rollout: RUNNING }),
  ];
  const script = scriptedActivities({ proposeDecisions: () => turns.shift() });
  await house.withWorker(script.activities, async () => {
    const handle = await firstMessage();
    for (const sequence of [2, 3]) {
      await house.env.sleep('1m');
      await handle.signal(messageReceived, aMessageReceived(sequence));
    }
    await house.env.sleep('1m');
    await handle.terminate();
  });
  expect(script.of('reply').map(({ verdicts }) => verdicts)).toEqual([
    ['allowed'],
    ['needs-person', 'allowed'],
    ['allowed'],
  ]);
  expect(script.of('readAccount')).toHaveLength(2);
  expect(script.of('openRequest')).toMatchObject([{ decision: { class: 'P0' } }]);
});

test('a platform that is down while an account is read hands over, soon and with that reason', async () => {
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([BALANCE]),
    readAccount: () => {
      throw ApplicationFailure.create({ type: 'ProviderUnavailable' });
    },
  });
  await answered(script);
  expect(script.of('readAccount').length).toBeGreaterThan(1);
  expect(script.of('openHandOff')).toMatchObject([{ reason: 'platform-unavailable' }]);
  expect(script.of('reply')).toMatchObject([
    { outcomes: [{ kind: 'handed-over', reason: 'platform-unavailable' }], verdicts: ['allowed'] },
  ]);
});

// Safety: a request must know of the danger that was met in the same breath.
test('a request is opened with the dangers of its turn', async () => {
  const danger = {
    dangerId: 'd-1',
    hazard: 'gas',
    issue: 'gas.odor',
    class: 'P0' as const,
    isNew: true,
  };
  const script = scriptedActivities({ proposeDecisions: () => aProposal([LEAK]) });
  await answered(script, { danger });
  expect(script.of('openRequest')).toMatchObject([
    { decision: { issue: 'plumbing.leak' }, dangers: [{ dangerId: 'd-1', hazard: 'gas' }] },
  ]);
});

// Safety: a worker that is gone for a minute must not cost an emergency its work order.
test.each([
  ['of a danger is opened after a minute of failures', 'gas.odor', 'request-opened'],
  ['like any other goes to a person, who is sooner there', 'plumbing.leak', 'handed-over'],
])('a request %s', async (_, issue, kind) => {
  const danger = { dangerId: 'd-1', hazard: 'gas', issue: 'gas.odor', class: 'P0', isNew: true };
  let failuresLeft = 14; // half a second, then twice as long each time, five seconds at most
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([{ ...LEAK, issue }]),
    openRequest: () => {
      failuresLeft -= 1;
      if (failuresLeft >= 0) throw ApplicationFailure.create({ type: 'ProviderUnavailable' });
      return { kind: 'request-opened', requestId: 'mr-1', isDanger: true };
    },
  });
  await answered(script, { danger: { ...danger, class: 'P0' } });
  expect(script.of('reply')).toMatchObject([{ outcomes: [{ kind }] }]);
});

const TO_STAFF: Decision = { kind: 'answer-to-staff', part: 0 };

test('an answer to what staff asked goes to them, beside the other wishes of the turn', async () => {
  const script = scriptedActivities({ proposeDecisions: () => aProposal([BALANCE, TO_STAFF]) });
  await answered(script);
  expect(script.of('passOnAnswer')).toMatchObject([{ turnId: expect.stringMatching(/-1$/) }]);
  expect(script.of('openHandOff')).toEqual([]);
  expect(script.of('reply')).toMatchObject([
    { outcomes: [{ kind: 'answered' }, { kind: 'passed-on' }] },
  ]);
});

test('where the assistant may not speak the answer goes to staff all the same, and nothing is said', async () => {
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([TO_STAFF], { rollout: SHADOW }),
  });
  await answered(script);
  expect(script.of('passOnAnswer')).toHaveLength(1);
  expect(script.of('openHandOff')).toEqual([]);
  expect(script.of('reply')).toMatchObject([
    { outcomes: [{ kind: 'noted' }], verdicts: ['noted'] },
  ]);
});

// Not lost: the decision was faster than the answer.
test('an answer for which no approval waits any more is given to a person', async () => {
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([TO_STAFF]),
    passOnAnswer: () => null,
  });
  await answered(script);
  expect(script.of('openHandOff')).toMatchObject([{ reason: 'not-in-documents' }]);
  expect(script.of('reply')).toMatchObject([{ outcomes: [{ kind: 'handed-over' }] }]);
});

// Safety: no phase, identity or doubt stands before an emergency.
test('an emergency opens a request in shadow and for somebody unknown', async () => {
  const emergency: Decision = { ...LEAK, class: 'P0', confidence: 0.1 };
  const script = scriptedActivities({
    proposeDecisions: () => aProposal([emergency], { rollout: SHADOW, identity: UNKNOWN }),
  });
  await answered(script);
  expect(script.of('openRequest')).toHaveLength(1);
  expect(script.of('openHandOff')).toHaveLength(0);
});

test('each wish of a message is acted on, in order, and answered in one reply', async () => {
  const script = scriptedActivities({
    proposeDecisions: () =>
      aProposal([
        BALANCE,
        LEAK,
        { kind: 'hand-over', part: 2, reason: 'asked-for-person' },
        { kind: 'decline', part: 3, reason: 'out-of-scope' },
      ]),
  });
  await answered(script);
  const acts = ['readAccount', 'openRequest', 'openHandOff', 'reply'];
  const done = script.deeds.map(({ name }) => name).filter((name) => acts.includes(name));
  expect(done).toEqual(acts);
  expect(script.of('reply')[0]).toMatchObject({
    verdicts: ['allowed', 'needs-confirmation', 'needs-person', 'refused'],
  });
});

// A cancellation is somebody's will, never a failed turn.
test.each(['while it waits', 'during a turn'])('a cancellation %s ends it', async (when) => {
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({
    proposeDecisions: async () => {
      if (when === 'during a turn') await hanging;
      return aProposal([]);
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await firstMessage();
    await script.called(when === 'during a turn' ? 'proposeDecisions' : 'reply');
    await handle.cancel();
    const ended = await handle.result().catch((error: unknown) => error);
    release();
    expect(ended).toBeInstanceOf(WorkflowFailedError);
    expect(ended).toMatchObject({ cause: expect.any(CancelledFailure) });
    expect(script.of('openHandOff')).toHaveLength(0);
    await house.env.sleep('1s'); // an activity of an ended workflow would hold the clock
  });
});
