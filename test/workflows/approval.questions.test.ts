import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  approvalWorkflowId,
  ask,
  decide,
  openQuestions,
  questionAnswered,
  type ApprovalInput,
} from '../../src/workflows/approval/contract.ts';
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
const digest = 'd'.repeat(64);
let approvals = 0;

/** Reminds after 24 hours, escalates after 48, expires after 168. */
async function anApproval(): Promise<WorkflowHandle> {
  approvals += 1;
  const now = await house.env.currentTimeMs();
  const at = (hours: number): string => new Date(now + hours * HOUR_MS).toISOString();
  const input: ApprovalInput = {
    approvalId: `ap-asking-${approvals}`,
    subject: {
      requestId: 'mr-1',
      reference: 'MR-7K2M4Q9XTB',
      propertyId: 'harbor-court',
      class: 'P2',
      trade: 'plumbing',
      ceilingCents: 100_000,
    },
    digest,
    remindAt: at(24),
    escalateAt: at(48),
    expiresAt: at(168),
  };
  return house.env.client.workflow.start('approval', {
    workflowId: approvalWorkflowId(input.approvalId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

/** A house that reminds the resident four hours after it asked. */
const reminding = (script: Parameters<typeof scriptedActivities>[0] = {}) =>
  scriptedActivities({
    askResident: async () => {
      const now = await house.env.currentTimeMs();
      return { remindAt: new Date(now + 4 * HOUR_MS).toISOString() };
    },
    ...script,
  });

const asks = (handle: WorkflowHandle, questionId: string) =>
  handle.executeUpdate(ask, { args: [{ questionId }], updateId: `ask/${questionId}` });
const answers = (handle: WorkflowHandle, questionId: string) =>
  handle.signal(questionAnswered, { questionId });
const approves = (handle: WorkflowHandle) =>
  handle.executeUpdate(decide, {
    args: [{ staffId: 'mara', decision: 'approve', reasonId: null, edits: null, digest }],
  });

test('the resident is asked, their answer is announced once, and it is approved then', async () => {
  const script = reminding();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    expect(await handle.query(openQuestions)).toEqual(['aq-1']);
    await answers(handle, 'aq-1');
    await answers(handle, 'aq-1'); // told again
    await script.called('announceAnswer');
    expect(await handle.query(openQuestions)).toEqual([]);
    await approves(handle);
    await handle.result();
    expect(script.of('askResident')).toEqual([{ questionId: 'aq-1' }]);
    expect(script.of('announceAnswer')).toEqual([{ questionId: 'aq-1' }]);
    expect(script.of('remindResident')).toEqual([]);
  });
});

// Silence never approves, and a question stops no clock.
test('a resident who stays silent is reminded once, and the approval expires on its day', async () => {
  const script = reminding();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    expect(await handle.result()).toMatchObject({ state: 'expired' });
    // The server's clock runs on behind the end; the run itself knows when it ended.
    const { startTime, closeTime } = await handle.describe();
    const tookMs = (closeTime?.getTime() ?? 0) - startTime.getTime();
    expect(Math.floor(tookMs / HOUR_MS)).toBe(168);
    expect(script.of('remindResident')).toEqual([{ questionId: 'aq-1' }]);
    expect(script.of('announce').map(({ step }) => step)).toEqual([
      'asked',
      'reminded',
      'escalated',
      'expired',
    ]);
  });
});

test('stays decidable while an answer is awaited, and nobody is reminded of it any more', async () => {
  const script = reminding();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    expect(await approves(handle)).toMatchObject({ state: 'approved' });
    await handle.result(); // and an ended workflow reminds nobody
    expect(script.of('remindResident')).toEqual([]);
  });
});

test('several questions are asked one after another, each asked, answered and reminded of by itself', async () => {
  const script = reminding();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    await answers(handle, 'aq-1');
    await asks(handle, 'aq-2');
    await asks(handle, 'aq-3');
    await answers(handle, 'aq-3');
    await script.called('announceAnswer', 2);
    await house.env.sleep('5h');
    await approves(handle);
    await handle.result();
    expect(script.of('askResident')).toHaveLength(3);
    expect(script.of('announceAnswer')).toEqual([{ questionId: 'aq-1' }, { questionId: 'aq-3' }]);
    expect(script.of('remindResident')).toEqual([{ questionId: 'aq-2' }]);
  });
});

test('the same question asked again, after a lost answer of ours, is asked once', async () => {
  const script = reminding();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    await handle.executeUpdate(ask, { args: [{ questionId: 'aq-1' }], updateId: 'another' });
    expect(script.of('askResident')).toHaveLength(1);
    await approves(handle);
    await handle.result();
  });
});

test('a message that could not go out leaves no question open, and nobody is reminded', async () => {
  const script = scriptedActivities({ askResident: () => ({ remindAt: null }) });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    expect(await handle.query(openQuestions)).toEqual([]);
    await house.env.sleep('5h');
    expect(script.of('remindResident')).toEqual([]);
    await approves(handle);
    await handle.result();
  });
});

test('a question that comes while the decision is being written asks nobody, nor does a late answer ring', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = reminding({ endApproval: () => written });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    const approved = approves(handle);
    await script.called('endApproval');
    const asked = asks(handle, 'aq-2');
    await answers(handle, 'aq-1');
    release();
    await Promise.all([approved, asked]);
    await handle.result();
    expect(script.of('askResident')).toEqual([{ questionId: 'aq-1' }]);
    expect(script.of('announceAnswer')).toEqual([]);
  });
});

// What a worker was lost over is taken up by the next one.
test('another worker in the middle remembers what was asked, reminds once and hears the answer', async () => {
  const script = reminding();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await anApproval();
    await asks(started, 'aq-1');
    return started;
  });
  await house.withWorker(script.activities, async () => {
    await house.env.sleep('5h');
    await script.called('remindResident');
  });
  await house.withWorker(script.activities, async () => {
    expect(await handle.query(openQuestions)).toEqual(['aq-1']);
    await answers(handle, 'aq-1');
    await script.called('announceAnswer');
    await approves(handle);
    await handle.result();
    expect(script.of('askResident')).toHaveLength(1);
    expect(script.of('remindResident')).toHaveLength(1);
  });
});

test('an announcement that cannot be made does not end what a manager is asked', async () => {
  const script = reminding({
    announceAnswer: () => {
      throw ApplicationFailure.nonRetryable('gone', 'RecordNotFound');
    },
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval();
    await asks(handle, 'aq-1');
    await answers(handle, 'aq-1');
    await script.called('announceAnswer');
    expect(await approves(handle)).toMatchObject({ state: 'approved' });
    await handle.result();
  });
});
