import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { NO_EDITS } from '../../src/domain/approval-edits.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  approvalWorkflowId,
  decide,
  revoke,
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
let approvals = 0;

async function anApproval(hours: { remind: number; escalate: number; expire: number }) {
  approvals += 1;
  const now = await house.env.currentTimeMs();
  const at = (of: number): string => new Date(now + of * HOUR_MS).toISOString();
  const input: ApprovalInput = {
    approvalId: `ap-${approvals}`,
    subject: {
      requestId: 'mr-1',
      reference: 'MR-7K2M4Q9XTB',
      propertyId: 'harbor-court',
      class: 'P2',
      trade: 'plumbing',
      ceilingCents: 100_000,
    },
    digest: 'd'.repeat(64),
    remindAt: at(hours.remind),
    escalateAt: at(hours.escalate),
    expiresAt: at(hours.expire),
  };
  return house.env.client.workflow.start('approval', {
    workflowId: approvalWorkflowId(input.approvalId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
  });
}

const yes = { staffId: 'mara', decision: 'approve', reasonId: null, edits: null } as const;
const digest = 'd'.repeat(64);

test('a manager is asked, reminded, escalated to, and then it expires: silence never approves', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    expect(await handle.result()).toEqual({ state: 'expired', decidedBy: null, edits: null });
    expect(script.of('announce').map(({ step }) => step)).toEqual([
      'asked',
      'reminded',
      'escalated',
      'expired',
    ]);
    expect(script.of('endApproval')).toMatchObject([{ state: 'expired' }]);
    expect(script.of('tellRequest')).toHaveLength(1);
  });
});

test('an approval ends it at once, and nobody is reminded any more', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const result = await handle.executeUpdate(decide, { args: [{ ...yes, digest }] });
    expect(result).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    await handle.result();
    expect(script.of('announce').map(({ step }) => step)).toEqual(['asked']);
  });
});

test('deciding twice is one decision: the first stands', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({ endApproval: () => written });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const first = handle.executeUpdate(decide, { args: [{ ...yes, digest }] });
    await script.called('endApproval');
    const second = await handle.executeUpdate(decide, {
      args: [{ staffId: 'rufus', decision: 'reject', reasonId: 'r-1', edits: null, digest }],
    });
    expect(second).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    release();
    expect(await first).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    expect(script.of('endApproval')).toHaveLength(1);
    await handle.result();
  });
});

// Money: what was approved is what was edited, and no later word changes it.
test('an approval with edits ends with them, and a second one with others changes nothing', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({ endApproval: () => written });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const edits = { ...NO_EDITS, ceilingCents: 45_000, vendorId: 'v-1' };
    const first = handle.executeUpdate(decide, { args: [{ ...yes, edits, digest }] });
    await script.called('endApproval');
    const others = { ...NO_EDITS, ceilingCents: 90_000 };
    const second = await handle.executeUpdate(decide, {
      args: [{ ...yes, staffId: 'rufus', edits: others, digest }],
    });
    expect(second).toEqual({ state: 'approved', decidedBy: 'mara', edits });
    release();
    await first;
    expect(await handle.result()).toEqual({ state: 'approved', decidedBy: 'mara', edits });
    expect(script.of('endApproval')).toMatchObject([{ state: 'approved', staffId: 'mara', edits }]);
  });
});

// Money: a decision is about exactly what was shown.
test('edits of something else than was shown are refused and change nothing', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const edits = { ...NO_EDITS, ceilingCents: 45_000 };
    const refused = await handle
      .executeUpdate(decide, { args: [{ ...yes, edits, digest: 'e'.repeat(64) }] })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ cause: { type: 'changed' } });
    expect(script.of('endApproval')).toHaveLength(0);
    await handle.executeUpdate(revoke, { args: [{ revocation: 'request-cancelled' }] });
    await handle.result();
  });
});

// Money: a decision is about exactly what was shown.
test('a decision about something else than was shown is refused and changes nothing', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    await expect(
      handle.executeUpdate(decide, { args: [{ ...yes, digest: 'e'.repeat(64) }] }),
    ).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    expect(script.of('endApproval')).toHaveLength(0);
    await handle.executeUpdate(revoke, { args: [{ revocation: 'request-cancelled' }] });
    expect(await handle.result()).toEqual({ state: 'revoked', decidedBy: null, edits: null });
  });
});

test('an approval that waits for 45 days over a new worker is still decided', async () => {
  const script = scriptedActivities();
  const handle = await house.withWorker(script.activities, async () => {
    const started = await anApproval({ remind: 240, escalate: 480, expire: 60 * 24 });
    await script.called('announce');
    await house.env.sleep('1h');
    return started;
  });
  await house.withWorker(script.activities, async () => {
    await house.env.sleep('45 days');
    await handle.executeUpdate(decide, { args: [{ ...yes, digest }] });
    expect(await handle.result()).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    expect(script.of('announce')).toHaveLength(3);
  });
});

// Money: what has been cancelled must not be approved afterwards, and nobody is asked about it any more.
test('a question that is taken back reminds nobody, tells the request, and is decided by nobody', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({ endApproval: () => written });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const taken = handle.executeUpdate(revoke, { args: [{ revocation: 'moved-on' }] });
    await script.called('endApproval');
    const refused = await handle
      .executeUpdate(decide, { args: [{ ...yes, digest }] })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
    expect(refused).toMatchObject({ cause: { type: 'revoked' } });
    release();
    expect(await taken).toEqual({ state: 'revoked', decidedBy: null, edits: null });
    await handle.result();
    await house.env.sleep('8 days');
    expect(script.of('announce').map(({ step }) => step)).toEqual(['asked']);
    expect(script.of('endApproval')).toMatchObject([
      { state: 'revoked', staffId: null, revocation: 'moved-on' },
    ]);
    expect(script.of('tellRequest')).toHaveLength(1);
  });
});

test('a decision that came first stands when the question is taken back', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({ endApproval: () => written });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const approved = handle.executeUpdate(decide, { args: [{ ...yes, digest }] });
    await script.called('endApproval');
    const taken = await handle.executeUpdate(revoke, {
      args: [{ revocation: 'request-cancelled' }],
    });
    expect(taken).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    release();
    expect(await approved).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    await handle.result();
    expect(script.of('endApproval')).toMatchObject([{ state: 'approved' }]);
  });
});

// Money: whoever ends the process has decided nothing.
test('a cancellation ends it: nothing counts as decided, and the request is told nothing', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    await script.called('announce');
    await handle.cancel();
    const ended = await handle.result().catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(WorkflowFailedError);
    expect(ended).toMatchObject({ cause: expect.any(CancelledFailure) });
    expect(script.of('endApproval')).toHaveLength(0);
    expect(script.of('tellRequest')).toHaveLength(0);
    await house.env.sleep('1s'); // an activity of an ended workflow would hold the clock
  });
});
