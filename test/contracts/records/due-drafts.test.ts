import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewSend } from '../../../src/ports/outbox.ts';
import { aDraftScene, anOpenDraft, aStaffReply } from './draft-scene.ts';
import { aCarrier, startHouseRecords, type HouseRecords } from './house-records.ts';

// What is left of drafts when nobody holds the person any more: nothing promised is missed, nothing stale is told.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const SCHEDULED = {
  state: 'scheduled',
  windowFromAt: '2099-12-01T15:00:00.000Z',
  windowToAt: '2099-12-01T17:00:00.000Z',
} as const;
const BEGUN = { state: 'in-progress' } as const;

test('news that is still true is told at the release, once, in the words of that hour', async () => {
  const scene = await aDraftScene(records);
  await scene.takeOver();
  await scene.tell('news-scheduled', SCHEDULED);
  // The window moves while somebody holds the person: the state stays what it was.
  const moved = {
    windowFromAt: '2099-12-02T15:00:00.000Z',
    windowToAt: '2099-12-02T17:00:00.000Z',
  };
  await records.maintenanceRequests.change(scene.requestId, moved);
  await scene.release();
  await scene.tellHeldNews();
  await scene.tellHeldNews();
  expect(scene.reached).toHaveLength(1);
  expect(scene.reached[0]).toContain(`${scene.reference} is scheduled: Wednesday 2 December`);
  expect(await scene.ends()).toEqual(['told']);
});

test('of several the newest decides: stale news is never told, and how it stands now always is', async () => {
  const scene = await aDraftScene(records);
  await scene.takeOver();
  await scene.tell('news-vendor-chosen', { state: 'vendor-assigned', vendorName: 'Copperline' });
  await scene.tell('news-scheduled', SCHEDULED);
  await records.maintenanceRequests.change(scene.requestId, { state: 'cancelled' }); // told by nobody
  await scene.release();
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([`${scene.reference} (Sink blocked) is cancelled.`]);
  expect(await scene.ends()).toEqual(['dropped', 'told']);
});

test('when the newest draft was sent by staff, an older one is let go', async () => {
  const scene = await aDraftScene(records);
  await scene.takeOver();
  await scene.tell('news-vendor-chosen', { state: 'vendor-assigned', vendorName: 'Copperline' });
  await scene.tell('news-in-progress', BEGUN);
  const newest = (await scene.drafts()).at(-1)?.draftId ?? 'none';
  await records.drafts.reply({
    draftId: newest,
    staffId: 'staff-1',
    send: aStaffReply(scene, 'new'),
  });
  await scene.release();
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([]);
  expect(await scene.ends()).toEqual(['dropped', 'sent']);
});

test('a question that was answered meanwhile is not asked any more', async () => {
  const scene = await aDraftScene(records);
  await scene.takeOver();
  await scene.tell('ask-location', { state: 'open', question: 'location' });
  await records.maintenanceRequests.change(scene.requestId, { question: null });
  await scene.release();
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([
    expect.stringContaining(`${scene.reference} (Sink blocked) is open.`),
  ]);
});

// The release and the telling are two steps: whoever comes between them finds the fence up again.
test('a person taken over again before they were told keeps their draft, and hears nothing', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  await scene.release();
  const { conversationId } = scene;
  expect(await records.drafts.listDue(conversationId)).toMatchObject([{ draftId }]);
  await scene.takeOver('staff-2');
  const send = { ...aStaffReply(scene, 'late'), purpose: 'news' as const };
  expect(await records.drafts.tell({ draftId, send })).toBeNull();
  await records.drafts.drop({ draftId, conversationId });
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([]);
  expect(await scene.drafts()).toMatchObject([{ draftId }]);
});

test('news told at a release that meets the next takeover is a draft again', async () => {
  const scene = await aDraftScene(records);
  const draftId = await anOpenDraft(scene);
  await scene.release();
  const { conversationId } = scene;
  const news = { kind: 'request', requestId: scene.requestId, key: 'news-in-progress' } as const;
  const send: NewSend = {
    ...aStaffReply(scene, 'again', 'It has begun.'),
    purpose: 'news',
    news: { ...news, state: 'in-progress', question: null },
  };
  const sendId = await records.drafts.tell({ draftId, send });
  await scene.takeOver('staff-2');
  await records.outbox.sendOnce(sendId ?? 'none', aCarrier());
  expect(await scene.drafts()).toMatchObject([{ draftId: sendId, text: 'It has begun.' }]);
  expect(await records.drafts.listDue(conversationId)).toEqual([]);
});

test('a release is told until the conversation was reached, and again where nothing came of it', async () => {
  const scene = await aDraftScene(records);
  await anOpenDraft(scene);
  const { conversationId } = scene;
  const untold = async () =>
    (await records.drafts.listUntold()).filter((each) => each.conversationId === conversationId);
  expect(await untold()).toEqual([]);
  await scene.release();
  expect(await untold()).toEqual([{ conversationId, propertyId: null }]);
  await records.drafts.markTold(conversationId);
  expect(await untold()).toEqual([]);
  await scene.takeOver();
  await scene.release();
  expect(await untold()).toHaveLength(1); // another release is other news
  await records.drafts.markTold(conversationId);
  records.clock.pass(300_001);
  expect(await untold()).toHaveLength(1);
  await scene.tellHeldNews();
  expect(await untold()).toEqual([]);
});

test('the managers hear of news that cannot be told after a release', async () => {
  const scene = await aDraftScene(records);
  await anOpenDraft(scene);
  await scene.release();
  await records.postgres.query(
    'update conversations set opted_out_at = now() where conversation_id = $1',
    [scene.conversationId],
  );
  await scene.tellHeldNews();
  expect(scene.reached).toEqual([]);
  expect(scene.rung()).toMatchObject([
    { headline: `${scene.reference}: the resident could not be told (withheld).` },
  ]);
});
