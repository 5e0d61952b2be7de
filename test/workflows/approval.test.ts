import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { NO_EDITS } from '../../src/domain/approval-edits.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import {
  approvalState,
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

/** A house where the first decision is found to be about something else than what stands. */
function changedOnce(): () => 'ended' | 'changed' {
  let writes = 0;
  return () => {
    writes += 1;
    return writes === 1 ? 'changed' : 'ended';
  };
}

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
    const second = handle.executeUpdate(decide, {
      args: [{ staffId: 'rufus', decision: 'reject', reasonId: 'r-1', edits: null, digest }],
    });
    release();
    expect(await second).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
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
    const second = handle.executeUpdate(decide, {
      args: [{ ...yes, staffId: 'rufus', edits: others, digest }],
    });
    release();
    expect(await second).toEqual({ state: 'approved', decidedBy: 'mara', edits });
    await first;
    expect(await handle.result()).toEqual({ state: 'approved', decidedBy: 'mara', edits });
    expect(script.of('endApproval')).toMatchObject([{ state: 'approved', staffId: 'mara', edits }]);
  });
});

// Money: a decision is about exactly what was shown.
test('edits of something else than stands are refused, and the next decision counts', async () => {
  const script = scriptedActivities({ endApproval: changedOnce() });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const edits = { ...NO_EDITS, ceilingCents: 45_000 };
    const refused = await handle
      .executeUpdate(decide, { args: [{ ...yes, edits, digest: 'e'.repeat(64) }] })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ cause: { type: 'changed' } });
    await handle.executeUpdate(decide, { args: [{ ...yes, digest }] });
    expect(await handle.result()).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
    expect(script.of('endApproval')).toMatchObject([
      { edits, digest: 'e'.repeat(64) },
      { edits: null, digest },
    ]);
    expect(script.of('tellRequest')).toHaveLength(1);
  });
});

// Money: a decision is about exactly what was shown.
test('a decision about something else than stands is refused, and the clocks go on as they were', async () => {
  const script = scriptedActivities({ endApproval: changedOnce() });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    await expect(
      handle.executeUpdate(decide, { args: [{ ...yes, digest: 'e'.repeat(64) }] }),
    ).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    expect(await handle.query(approvalState)).toEqual({
      state: 'pending',
      decidedBy: null,
      edits: null,
    });
    expect(await handle.result()).toEqual({ state: 'expired', decidedBy: null, edits: null });
    expect(script.of('announce').map(({ step }) => step)).toEqual([
      'asked',
      'reminded',
      'escalated',
      'expired',
    ]);
  });
});

// Money: who decides while another's decision is found to be about something else must not be answered with that one.
test('a second decision waits for the first to be written, and counts where that one did not', async () => {
  let release = (): void => undefined;
  const found = new Promise<'changed'>((resolve) => (release = () => resolve('changed')));
  const script = scriptedActivities({
    endApproval: ({ staffId }: { staffId: string }) => (staffId === 'mara' ? found : 'ended'),
  });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval({ remind: 12, escalate: 24, expire: 168 });
    const first = handle
      .executeUpdate(decide, { args: [{ ...yes, digest: 'e'.repeat(64) }] })
      .catch((error: unknown) => error);
    await script.called('endApproval');
    const second = handle.executeUpdate(decide, {
      args: [{ ...yes, staffId: 'rufus', digest }],
    });
    release();
    expect(await first).toMatchObject({ cause: { type: 'changed' } });
    expect(await second).toEqual({ state: 'approved', decidedBy: 'rufus', edits: null });
    await handle.result();
    expect(script.of('tellRequest')).toHaveLength(1);
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
    const taken = handle.executeUpdate(revoke, {
      args: [{ revocation: 'request-cancelled' }],
    });
    release();
    expect(await taken).toEqual({ state: 'approved', decidedBy: 'mara', edits: null });
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
