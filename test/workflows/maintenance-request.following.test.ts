import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  approvalEnded,
  requestCancelled,
  requestState,
  workOrderChanged,
  type MailboxSnapshot,
  type Progress,
} from '../../src/workflows/maintenance-request/contract.ts';
import { scriptedActivities } from '../fakes/scripted-activities.ts';
import {
  answer,
  AN_APPROVAL,
  news,
  startRequest,
  storyOf,
  written,
} from '../support/request-story.ts';
import {
  startWorkflowEnvironment,
  type WorkflowEnvironment,
} from '../support/workflow-environment.ts';

let house: WorkflowEnvironment;
beforeAll(async () => {
  house = await startWorkflowEnvironment();
});
afterAll(() => house.stop());

const byStaff = { by: 'staff' } as const;
const DONE = 'awaiting-completion-check: done';

test.each([
  ['cancels it', news('cancelled'), 'cancelled: cancelled'],
  ['sets another window', news('scheduled'), 'scheduled: scheduled'],
  ['sends another vendor', news('assigned'), 'vendor-assigned: vendor-chosen'],
  ['opens it anew', news('reopened'), 'open: reopened'],
])(
  'while it waits to hear that it is done, a platform that %s is heard at once',
  async (_name, change, told) => {
    const script = scriptedActivities();
    await house.withWorker(script.activities, async () => {
      const handle = await startRequest(house);
      await handle.signal(workOrderChanged, news('done'));
      await script.called('advance', 2);
      await handle.signal(workOrderChanged, change);
      await script.called('advance', 3);
      expect(storyOf(script)).toEqual(['opening', DONE, told]);
      await house.env.sleep('3 days'); // nobody is asked any more whether it is done
      expect(storyOf(script)).toEqual(['opening', DONE, told]);
      expect(script.of('reopenWorkOrder')).toHaveLength(0);
      await handle.signal(requestCancelled, byStaff).catch(() => undefined); // the cancelled one has ended
      await handle.result();
    });
  },
);

test('a second "done" asks the resident no second time, and is not mistaken for news after they said no', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('done', 'done/1'));
    await script.called('advance', 2);
    await handle.signal(workOrderChanged, news('done', 'done/2'));
    await handle.signal(workOrderChanged, news('other'));
    await house.env.sleep('1h');
    await answer(handle, 'completed', 'no');
    await script.called('reopenWorkOrder');
    await handle.signal(workOrderChanged, news('reopened')); // our own opening, seen by the sync
    await house.env.sleep('1h');
    expect(storyOf(script)).toEqual(['opening', DONE, 'open: reopened']);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

test('an answer about work that was opened anew does not close the next round', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('done', 'done/1'));
    await script.called('advance', 2);
    await handle.signal(workOrderChanged, news('reopened'));
    await script.called('advance', 3);
    await answer(handle, 'completed', 'yes'); // about the first round
    await handle.signal(workOrderChanged, news('done', 'done/2'));
    await script.called('advance', 4);
    await house.env.sleep('1h');
    expect(await handle.query(requestState)).toBe('awaiting-completion-check');
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

// A word of the operator's own must not make us forget that nobody has been sent.
test('an unknown word of the platform does not stop the clock for a vendor', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house);
    await handle.signal(workOrderChanged, news('other'));
    await house.env.sleep('2 days');
    expect(script.of('missClock')).toMatchObject([{ clock: 'dispatch' }]);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

test('an approved order that the platform takes late is released late, once', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { approval: AN_APPROVAL });
    await script.called('openApproval');
    await handle.signal(approvalEnded, { approvalId: 'ap-1', state: 'approved' });
    await script.called('advance', 3);
    await written(handle, 'needs-human'); // refused credentials
    await script.called('openHandOff');
    expect(script.of('releaseWorkOrder')).toHaveLength(0);
    await house.env.sleep('12h');
    await written(handle, 'confirmed'); // an operator has mended them
    await written(handle, 'confirmed');
    await script.called('releaseWorkOrder');
    await house.env.sleep('1h');
    expect(script.of('releaseWorkOrder')).toHaveLength(1);
    expect(script.of('openHandOff')).toMatchObject([{ reason: 'platform-refused' }]);
    expect(storyOf(script)).toEqual([
      'opening',
      'awaiting-approval',
      'opening', // approved, and not at the platform yet
      'needs-person: approved-not-ordered',
      'open: approved',
    ]);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

const HEARD: MailboxSnapshot = {
  heard: [],
  answers: [],
  changes: [],
  lastChange: null,
  written: 'rejected',
  approval: null,
  asked: null,
  wish: null,
  cancelledBy: null,
  raise: null,
};
const COME: Progress = {
  state: 'open',
  isDispatched: false,
  isRefusalTold: true,
  isReleased: true,
  steps: ['2026-11-23T12:00:00.000Z open'],
};

test('carried on to a fresh history it says nothing twice, and still watches its clock', async () => {
  const script = scriptedActivities();
  await house.withWorker(script.activities, async () => {
    const handle = await startRequest(house, { carried: { mailbox: HEARD, progress: COME } });
    expect(await handle.query(requestState)).toBe('open');
    await house.env.sleep('2 days');
    expect(script.deeds).toMatchObject([{ name: 'missClock', input: { clock: 'dispatch' } }]);
    await handle.signal(requestCancelled, byStaff);
    await handle.result();
  });
});

test('continues as new under way, with what it has told and with an answer that came too early', async () => {
  const script = scriptedActivities();
  await house.withCachingWorker(script.activities, async () => {
    const handle = await startRequest(house);
    const firstRun = (await handle.describe()).runId;
    await written(handle, 'rejected');
    await script.called('openHandOff');
    await answer(handle, 'survey', 'yes');
    for (let round = 1; round <= 100; round += 1) {
      await handle.signal(workOrderChanged, news('on-hold', `on-hold/${round}`));
      await script.called('advance', 2 + round);
    }
    const latest = house.env.client.workflow.getHandle(handle.workflowId);
    expect((await latest.describe()).runId).not.toBe(firstRun);
    expect(await latest.query(requestState)).toBe('in-progress');
    await latest.signal(workOrderChanged, news('done'));
    await script.called('advance', 103);
    await answer(latest, 'completed', 'yes');
    await latest.result(); // the survey was answered before the history was a fresh one
    expect(storyOf(script).at(-1)).toBe('closed');
    expect(script.of('openHandOff')).toHaveLength(1);
    expect(script.of('missClock')).toHaveLength(0);
  });
});
