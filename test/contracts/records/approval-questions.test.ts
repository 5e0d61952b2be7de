import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createApprovalQuestionActivities } from '../../../src/activities/approval-questions.ts';
import { createApprovalActivities } from '../../../src/activities/approvals.ts';
import { createPortalChannel } from '../../../src/adapters/channels/portal/index.ts';
import type { Channels } from '../../../src/ports/channel.ts';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import {
  aConversation,
  aDelivery,
  aTurn,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';
import { aNewRequest } from './request-records.ts';
import { aHouse } from './told-scene.ts';

let records: HouseRecords;
const { processes, told } = notedProcesses();
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());
beforeEach(() => {
  told.length = 0;
});

const run = <By, Result>(activity: (by: By) => Promise<Result>, by: By): Promise<Result> =>
  new MockActivityEnvironment().run(activity, by);
const activities = (channels: Channels = { portal: createPortalChannel() }) =>
  createApprovalQuestionActivities({ ...aHouse(records, processes), channels });

let made = 0;

/** An approval about somebody who wrote in the portal; `writes` commits their next message. */
async function aScene(changes: { residentId?: string } = {}) {
  made += 1;
  const { residentId = `resident-asked-${made}` } = changes;
  const from = { kind: 'portal_user', value: `asked-${made}` } as const;
  const door = { channel: 'portal', from, residentId, propertyId: 'elm-house' } as const;
  const message = { ...door, assurance: 'channel' } as const;
  const { conversationId } = await aConversation(records, message);
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId, residentId }),
  );
  const { requestId, reference, propertyId, trade } = request;
  const approvalId = `ap-asked-${made}`;
  await records.approvals.open({
    approvalId,
    subject: { requestId, reference, propertyId, class: 'P3', trade, ceilingCents: 100_000 },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-24T12:00:00.000Z',
    escalateAt: '2026-11-25T12:00:00.000Z',
    expiresAt: '2026-11-30T12:00:00.000Z',
  });
  const scene = made;
  return {
    approvalId,
    requestId,
    reference,
    conversationId,
    async offers(questionId = `aq-${scene}`, text = 'canary: does it still drip?') {
      const asked = { questionId, approvalId, conversationId, askedBy: 'mara' };
      await records.approvalQuestions.offer({ ...asked, text });
      return questionId;
    },
    async writes(text: string): Promise<CommittedMessage> {
      records.clock.pass(1000);
      return records.inbox.commit(aDelivery({ ...message, text }));
    },
    end: () =>
      run(createApprovalActivities({ ...aHouse(records, processes) }).endApproval, {
        approvalId,
        state: 'approved',
        staffId: 'mara',
        reasonId: null,
        revocation: null,
        edits: null,
      }),
  };
}

/** A turn over a message, taken. */
async function turnOf(
  message: CommittedMessage,
): Promise<{ turnId: string; conversationId: string }> {
  const turn = aTurn(message);
  await records.conversations.takeTurn(turn);
  return turn;
}

const linesOf = async (conversationId: string) =>
  (await records.conversations.view({ conversationId, after: 0, reader: 'staff' })).lines.filter(
    ({ from }) => from !== 'resident',
  );

it('asks the resident once, in words of staff that name the request, whoever retries', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await scene.offers(); // the button was pressed twice
  expect(await linesOf(scene.conversationId)).toEqual([]);
  expect(await records.approvalQuestions.list(scene.approvalId)).toEqual([]);
  const first = await run(activities().askResident, { questionId });
  expect(first.remindAt).toMatch(/^20/);
  await run(activities().askResident, { questionId });
  expect(await linesOf(scene.conversationId)).toMatchObject([
    {
      from: 'staff',
      text: `Our team has a question about ${scene.reference}: canary: does it still drip?`,
      state: 'sent',
    },
  ]);
  expect(await records.approvalQuestions.list(scene.approvalId)).toMatchObject([
    { text: 'canary: does it still drip?', delivery: { state: 'sent' }, answer: null },
  ]);
});

it('brings the answer back once, to the approval that waits, and thanks for it', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await run(activities().askResident, { questionId });
  const turn = await turnOf(await scene.writes('canary: every morning'));
  expect(await records.approvalQuestions.findAwaited(turn)).toEqual({
    requests: [{ requestId: scene.requestId, issue: 'drain.sink_bath' }],
    overtaken: [],
  });
  expect(await run(activities().passOnAnswer, turn)).toEqual({ kind: 'passed-on' });
  // The worker was lost before the process had heard.
  expect(await run(activities().passOnAnswer, turn)).toEqual({ kind: 'passed-on' });
  const answered = {
    name: 'tellQuestionAnswered',
    by: { approvalId: scene.approvalId, questionId },
  };
  expect(told).toEqual([answered, answered]);
  expect(await records.approvalQuestions.list(scene.approvalId)).toMatchObject([
    { answer: { text: 'canary: every morning', at: records.clock.at } },
  ]);
  // A later message is another matter.
  const later = await turnOf(await scene.writes('And one more thing'));
  expect(await records.approvalQuestions.findAwaited(later)).toBeNull();
  expect(await run(activities().passOnAnswer, later)).toBeNull();
});

// Privacy: neither question nor answer stands in plain columns, or on the record.
it('keeps no word of the question or the answer outside of sealed columns', async () => {
  const entries = JSON.stringify(
    await records.postgres.query(
      `select facts from audit_entries where event like 'approval.question%'`,
    ),
  );
  expect(entries).toContain('questionId');
  expect(entries).not.toContain('canary');
  const rows = JSON.stringify(
    await records.postgres.query('select row_to_json(q)::text from approval_questions q'),
  );
  expect(rows).not.toContain('canary');
});

it('takes a message for no answer that came before the question, or while nobody was asked yet', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  const before = await turnOf(await scene.writes('Hello?'));
  expect(await records.approvalQuestions.findAwaited(before)).toBeNull();
  records.clock.pass(1000);
  await run(activities().askResident, { questionId });
  expect(await records.approvalQuestions.findAwaited(before)).toBeNull();
  const after = await turnOf(await scene.writes('Every morning'));
  expect(await records.approvalQuestions.findAwaited(after)).not.toBeNull();
});

it('attaches one answer to all that was asked before it', async () => {
  const scene = await aScene();
  for (const questionId of [await scene.offers('aq-one'), await scene.offers('aq-two', 'Pets?')]) {
    await run(activities().askResident, { questionId });
  }
  const turn = await turnOf(await scene.writes('Every morning, and no pets'));
  await run(activities().passOnAnswer, turn);
  expect(told).toHaveLength(2);
  expect(await records.approvalQuestions.list(scene.approvalId)).toMatchObject([
    { questionId: 'aq-one', answer: { text: 'Every morning, and no pets' } },
    { questionId: 'aq-two', answer: { text: 'Every morning, and no pets' } },
  ]);
});

it('an answer after the decision goes to no approval: a person reads it instead', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await run(activities().askResident, { questionId });
  const turn = await turnOf(await scene.writes('Every morning'));
  expect(await records.approvalQuestions.findAwaited(turn)).not.toBeNull();
  await scene.end();
  expect(await run(activities().passOnAnswer, turn)).toBeNull();
  expect(await records.approvalQuestions.findAwaited(turn)).toBeNull();
  expect(told.map(({ name }) => name)).not.toContain('tellQuestionAnswered');
});

it('asks and reminds nobody of what was decided meanwhile', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await scene.end();
  expect(await run(activities().askResident, { questionId })).toEqual({ remindAt: null });
  await run(activities().remindResident, { questionId });
  expect(await linesOf(scene.conversationId)).toEqual([]);
});

it('reminds once, and not of what was answered', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await run(activities().askResident, { questionId });
  await run(activities().remindResident, { questionId });
  await run(activities().remindResident, { questionId });
  expect((await linesOf(scene.conversationId)).map(({ from, text }) => [from, text])).toEqual([
    ['staff', expect.stringContaining('has a question')],
    ['assistant', expect.stringMatching(/^We still need your answer about MR-/)],
  ]);
  expect(await records.approvalQuestions.list(scene.approvalId)).toMatchObject([
    { isReminded: true },
  ]);
  const other = await aScene();
  const answered = await other.offers();
  await run(activities().askResident, { questionId: answered });
  await run(activities().passOnAnswer, await turnOf(await other.writes('Every morning')));
  await run(activities().remindResident, { questionId: answered });
  expect(await linesOf(other.conversationId)).toHaveLength(1);
});

// The fence of a takeover: whoever holds the conversation is not spoken over.
it('asks nobody whom somebody else holds, and the assistant reminds nobody whom anybody holds', async () => {
  const scene = await aScene();
  const { conversationId } = scene;
  const questionId = await scene.offers();
  await records.handOffs.takeOver({ conversationId, staffId: 'theo' });
  expect(await run(activities().askResident, { questionId })).toEqual({ remindAt: null });
  expect(await linesOf(conversationId)).toEqual([]);
  await records.handOffs.release({ conversationId, staffId: 'theo' });
  await records.handOffs.takeOver({ conversationId, staffId: 'mara' });
  await run(activities().askResident, { questionId });
  await run(activities().remindResident, { questionId });
  expect((await linesOf(conversationId)).map(({ state }) => state)).toEqual(['sent', 'withheld']);
  // Nobody but the holder answers a resident then.
  const turn = await turnOf(await scene.writes('Every morning'));
  expect(await run(activities().passOnAnswer, turn)).toEqual({ kind: 'noted' });
});

it('says so where the channel’s window has closed, and waits for no answer then', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  records.clock.pass(25 * 3_600_000);
  const portal = { ...createPortalChannel(), windowMs: 24 * 3_600_000 };
  expect(await run(activities({ portal }).askResident, { questionId })).toEqual({ remindAt: null });
  expect(await records.approvalQuestions.list(scene.approvalId)).toMatchObject([
    { delivery: { state: 'withheld', failureCode: 'window-closed' } },
  ]);
  await run(activities({ portal }).remindResident, { questionId });
  expect(await linesOf(scene.conversationId)).toHaveLength(1);
  const turn = await turnOf(await scene.writes('Is anybody there?'));
  expect(await records.approvalQuestions.findAwaited(turn)).toBeNull();
});

// Privacy: an address may pass to somebody else, who must not answer for the one before.
it('takes nothing of somebody else for the answer, though it comes from the same address', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await run(activities().askResident, { questionId });
  const message = await scene.writes('Every morning');
  await records.postgres.query(
    `update conversations set person_id = (
      select person_id from persons where person_id <> conversations.person_id limit 1)
    where conversation_id = $1`,
    [scene.conversationId],
  );
  const turn = await turnOf(message);
  expect(await records.approvalQuestions.findAwaited(turn)).toBeNull();
});

it('rings for an answer once, and for nobody any more once it is decided', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  await run(activities().askResident, { questionId });
  await run(activities().announceAnswer, { questionId });
  await run(activities().announceAnswer, { questionId });
  const ringing = async () =>
    (await records.deskAlerts.list({ state: 'ringing', propertyIds: 'all' })).filter(
      ({ subjectId }) => subjectId === scene.approvalId,
    );
  expect(await ringing()).toMatchObject([
    { kind: 'approval', headline: expect.stringMatching(/the resident has answered/) },
  ]);
  await scene.end();
  expect(await ringing()).toEqual([]);
});

it('counts on the desk what waits for an answer', async () => {
  const scene = await aScene();
  const questionId = await scene.offers();
  const open = async () => (await records.deskApprovals.find(scene.approvalId))?.openQuestions;
  expect(await open()).toBe(0);
  await run(activities().askResident, { questionId });
  expect(await open()).toBe(1);
  await run(activities().passOnAnswer, await turnOf(await scene.writes('Every morning')));
  expect(await open()).toBe(0);
});

it('leaves a record that holds together', async () => {
  expect(await records.auditLog.verify()).toEqual([]);
});
