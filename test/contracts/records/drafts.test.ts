import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDraftScene, anOpenDraft, aStaffReply } from './draft-scene.ts';
import {
  aCarrier,
  aConversation,
  aHangingCarrier,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promise 8: under a takeover news of a request becomes a draft for whoever holds the person (decision 0027).

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

async function auditOf(draftId: string) {
  const rows = await records.postgres.query(
    `select event, facts->>'staffId' as staff from audit_entries
    where facts->>'draftId' = $1 order by position`,
    [draftId],
  );
  return rows.map(({ event, staff }) => [event, staff]);
}

test('keeps news under a takeover as a draft, with its words, and sends nothing', async () => {
  const scene = await aDraftScene(records);
  await scene.takeOver();
  await scene.tell('news-in-progress', { state: 'in-progress' });
  expect(scene.reached).toEqual([]);
  expect(await scene.drafts()).toMatchObject([
    {
      conversationId: scene.conversationId,
      channel: 'whatsapp',
      reference: scene.reference,
      text: `Work on ${scene.reference} has begun.`,
    },
  ]);
  expect(scene.rung()).toEqual([]); // a person sees it already
  const { lines } = await records.conversations.view({
    conversationId: scene.conversationId,
    after: 0,
    reader: 'staff',
  });
  expect(lines.map(({ from }) => from)).toEqual(['resident']);
  const summary = await records.deskInbox.find(scene.conversationId);
  expect(summary?.last).toMatchObject({ from: 'resident' }); // nor is it what was said last
});

test('shows the holder what was held back in another conversation of the person, and nobody else’s', async () => {
  const door = { residentId: 'resident-drafts', assurance: 'channel' } as const;
  const portal = await aConversation(records, { ...door, channel: 'portal' });
  const webChat = await aConversation(records, { ...door, channel: 'web-chat' });
  const stranger = await aConversation(records);
  await records.handOffs.takeOver({ conversationId: portal.conversationId, staffId: 'staff-1' });
  const { conversationId } = webChat;
  const sendId = await records.outbox.queue({
    conversationId,
    dedupeKey: 'news/elsewhere',
    purpose: 'news',
    text: 'Held back.',
    sources: [],
    turnId: null,
    news: { kind: 'alarm', dangerId: 'd-none' },
  });
  expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state: 'withheld' });
  const shown = await records.drafts.list({ conversationId: portal.conversationId });
  expect(shown).toMatchObject([{ draftId: sendId, conversationId, channel: 'web-chat' }]);
  const { conversationId: theirs } = stranger;
  expect(await records.drafts.list({ conversationId: theirs })).toEqual([]);
});

test('makes one draft of news however often its sending is tried, also by two processes at once', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const other = await records.another();
  await Promise.all([
    records.outbox.sendOnce(draftId, aCarrier()),
    other.outbox.sendOnce(draftId, aCarrier()),
  ]);
  expect(await scene.ends()).toEqual(['open']);
});

test('seals the words with the key of the person, and shows none once it is destroyed', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const plain = await records.postgres.query(
    `select drafts::text || sends.news::text as columns from drafts join sends using (send_id)
    where send_id = $1`,
    [draftId],
  );
  expect(plain[0]?.columns).not.toContain('has begun');
  await records.postgres.query(
    `update person_keys set wrapped_key = null, destroyed_at = now() where key_id =
      (select key_id from persons join conversations using (person_id) where conversation_id = $1)`,
    [scene.conversationId],
  );
  const later = await records.another(); // without a key in memory
  const { conversationId } = scene;
  expect(await later.drafts.list({ conversationId })).toMatchObject([{ draftId, text: '' }]);
  await scene.release();
  expect(await later.drafts.listDue(conversationId)).toMatchObject([{ isErased: true }]);
});

test('a draft is sent once by whoever holds the person, and the record says who did', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const other = await records.another();
  const outcomes = await Promise.all([
    records.drafts.reply({ draftId, staffId: 'staff-1', send: aStaffReply(scene, 'one') }),
    other.drafts.reply({ draftId, staffId: 'staff-1', send: aStaffReply(scene, 'two', 'Soon.') }),
  ]);
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'settled']);
  expect(await scene.drafts()).toEqual([]);
  expect(await auditOf(draftId)).toEqual([['draft.sent', 'staff-1']]);
  await scene.release();
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([]); // it had been told
});

test('the same reply pressed again is the send that stands', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const press = () =>
    records.drafts.reply({ draftId, staffId: 'staff-1', send: aStaffReply(scene, 'same') });
  const [first, second] = await Promise.all([press(), press()]);
  expect(first).toEqual(second);
  expect(await press()).toEqual(first);
  const { conversationId } = scene;
  const kept = { conversationId, draftId, staffId: 'staff-1' };
  expect(await records.drafts.discard(kept)).toEqual({ kind: 'settled' });
});

test('nobody sends or discards a draft of a person whom they do not hold', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const { conversationId } = scene;
  const foreign = { draftId, staffId: 'staff-2' };
  expect(await records.drafts.reply({ ...foreign, send: aStaffReply(scene, 'a') })).toEqual({
    kind: 'not-held',
  });
  expect(await records.drafts.discard({ ...foreign, conversationId })).toEqual({
    kind: 'not-held',
  });
  await expect(
    records.drafts.discard({ draftId: 'none', conversationId, staffId: 'staff-1' }),
  ).rejects.toThrow('no draft');
});

test('a discarded draft is not told at the release, and stands in the transcript as held back', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  const { conversationId } = scene;
  const mine = { conversationId, draftId, staffId: 'staff-1' };
  expect(await records.drafts.discard(mine)).toEqual({ kind: 'done' });
  expect(await records.drafts.discard(mine)).toEqual({ kind: 'done' });
  await scene.release();
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([]);
  expect(await auditOf(draftId)).toEqual([['draft.discarded', 'staff-1']]);
  const view = await records.conversations.view({ conversationId, after: 0, reader: 'staff' });
  expect(view.lines.map(({ state }) => state)).toEqual(['received', 'withheld']);
});

test('news that was on its way when the takeover came is no draft', async () => {
  const scene = await aDraftScene(records);
  const { carrier, begun, answer } = aHangingCarrier();
  const { conversationId } = scene;
  const sendId = await records.outbox.queue({
    ...aStaffReply(scene, 'under-way'),
    purpose: 'news',
    news: { kind: 'alarm', dangerId: 'd-none' },
  });
  const sending = records.outbox.sendOnce(sendId, carrier);
  await begun;
  const taken = await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  expect(taken?.alreadySending).toEqual([sendId]);
  answer.resolve({ providerMessageId: 'provider/under-way' });
  expect(await sending).toEqual({ sendId, state: 'sent' });
  expect(await scene.drafts()).toEqual([]);
});
