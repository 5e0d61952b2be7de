import { afterAll, beforeAll, expect, test } from 'vitest';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Approvals } from '../../src/ports/approvals.ts';
import { createDecideApproval } from '../../src/temporal/decide-approval.ts';
import { createProcesses } from '../../src/temporal/processes.ts';
import { MAIN_TASK_QUEUE } from '../../src/temporal/task-queues.ts';
import type { approval } from '../../src/workflows/index.ts';
import {
  approvalState,
  approvalWorkflowId,
  ask,
  decide,
  type ApprovalInput,
} from '../../src/workflows/approval/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  startDevServerEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startDevServerEnvironment();
});
afterAll(() => house.stop());

const digest = 'd'.repeat(64);
const yes = { staffId: 'mara', decision: 'approve', reasonId: null, edits: null, digest } as const;

/** How an approval is started. */
function startOf(approvalId: string) {
  const input: ApprovalInput = {
    approvalId,
    subject: {
      requestId: 'mr-1',
      reference: 'MR-7K2M4Q9XTB',
      propertyId: 'harbor-court',
      class: 'P2',
      trade: 'plumbing',
      ceilingCents: 100_000,
    },
    digest,
    remindAt: '2100-01-01T00:00:00.000Z',
    escalateAt: '2100-01-02T00:00:00.000Z',
    expiresAt: '2100-01-03T00:00:00.000Z',
  };
  return {
    workflowId: approvalWorkflowId(approvalId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input] as [ApprovalInput],
  };
}

const anApproval = (approvalId: string) =>
  house.env.client.workflow.start<typeof approval>('approval', startOf(approvalId));

test('is decided by an update, and the request is told', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval('ap-decided');
    expect(await handle.query(approvalState)).toEqual({
      state: 'pending',
      decidedBy: null,
      edits: null,
    });
    const decided = { state: 'approved', decidedBy: 'mara', edits: null };
    expect(await handle.executeUpdate(decide, { args: [yes], updateId: 'by-mara' })).toEqual(
      decided,
    );
    expect(await handle.result()).toEqual(decided);
    expect(script.of('tellRequest')).toEqual([{ approvalId: 'ap-decided' }]);
    // The button was pressed twice, or its answer was lost: the same update has the same outcome, also when all is over.
    expect(await handle.executeUpdate(decide, { args: [yes], updateId: 'by-mara' })).toEqual(
      decided,
    );
    expect(script.of('endApproval')).toHaveLength(1);
  });
});

// Money: a decision is about exactly what was shown.
test('refuses an update about something else than stands, says why, and waits on', async () => {
  const script = scriptedActivities({ endApproval: () => 'changed' });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval('ap-changed');
    const refused = await handle
      .executeUpdate(decide, { args: [{ ...yes, digest: 'e'.repeat(64) }] })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
    expect(refused).toMatchObject({ cause: { type: 'changed' } });
    expect(refused).toMatchObject({ cause: expect.any(ApplicationFailure) });
    expect(await handle.query(approvalState)).toEqual({
      state: 'pending',
      decidedBy: null,
      edits: null,
    });
    expect(script.of('tellRequest')).toHaveLength(0);
    await handle.terminate();
  });
});

// A worker that was gone finds the start and what came after it in one task.
test('hears a question and a decision that came before its first step', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const withStart = (approvalId: string) =>
      new WithStartWorkflowOperation<typeof approval>('approval', {
        ...startOf(approvalId),
        workflowIdConflictPolicy: 'FAIL',
      });
    await house.env.client.workflow.executeUpdateWithStart(ask, {
      args: [{ questionId: 'aq-1' }],
      startWorkflowOperation: withStart('ap-asked-at-once'),
    });
    expect(script.of('askResident')).toEqual([{ questionId: 'aq-1' }]);
    const decided = await house.env.client.workflow.executeUpdateWithStart(decide, {
      args: [yes],
      startWorkflowOperation: withStart('ap-decided-at-once'),
    });
    expect(decided).toMatchObject({ state: 'approved', decidedBy: 'mara' });
  });
});

// Money: nothing that was taken back is approved afterwards, not even while its end is being written.
test('is taken back once, however often that is asked, and a decision hears that it was', async () => {
  let release = (): void => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const script = scriptedActivities({ endApproval: () => written });
  const { client } = house.env;
  const processes = createProcesses({ client, deadlineMs: 10_000, quietMs: 0 });
  // Its row still says that it waits.
  const approvals: Pick<Approvals, 'find'> = { find: async () => null };
  const decideApproval = createDecideApproval({ client, approvals });
  await house.withWorker(script.activities, async () => {
    const handle = await anApproval('ap-revoked');
    const takeBack = () =>
      processes.revokeApproval({ approvalId: 'ap-revoked', revocation: 'request-cancelled' });
    const taken = [takeBack(), takeBack()];
    await script.called('endApproval');
    expect(await decideApproval({ ...yes, approvalId: 'ap-revoked' })).toEqual({
      state: 'revoked',
      decidedBy: null,
      edits: null,
    });
    release();
    await Promise.all(taken);
    await handle.result();
    await takeBack(); // it has ended: nothing to take back
    expect(script.of('endApproval')).toMatchObject([{ revocation: 'request-cancelled' }]);
  });
});
