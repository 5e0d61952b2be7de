import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PresenceChange } from '../../../src/ports/desk-events.ts';
import { hire } from './desk-team.ts';
import {
  aConversation,
  aTurn,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
  await hire(records, { staffId: 'theo' });
  await hire(records, { staffId: 'mara' });
});
afterAll(() => records.stop());

const SECRET = 'Sounds upset; her sister Ottoline has the spare key.';

// Privacy: what staff say about a resident is neither for the resident nor for a model.
it('keeps a note from the resident, the transcript, the turns and whoever reads the rows', async () => {
  const message = await aConversation(records, { channel: 'portal' });
  const { conversationId } = message;
  await records.notes.add({ conversationId, staffId: 'theo', key: 'one', text: SECRET });
  const views = await Promise.all(
    (['resident', 'staff'] as const).map((reader) =>
      records.conversations.view({ conversationId, after: 0, reader }),
    ),
  );
  const facts = await records.conversations.takeTurn(aTurn(message));
  const [inboxRow] = await records.deskInbox.list({
    queue: 'all',
    staffId: 'theo',
    propertyIds: 'all',
    propertyId: null,
    channel: null,
    language: null,
    reason: null,
    waitingSince: null,
    offset: 0,
  });
  expect(JSON.stringify([views, facts, inboxRow])).not.toContain('Ottoline');
  const rows = await records.postgres.query(`select encode(body_sealed, 'escape') as sealed
    from staff_notes`);
  expect(JSON.stringify(rows)).not.toContain('Ottoline');
});

it('stands in the order of the conversation, once per key, with who wrote it, on the record and live', async () => {
  const first = await aConversation(records, { channel: 'portal', propertyId: 'elm-house' });
  const { conversationId } = first;
  const cursor = await records.deskEvents.now();
  const note = { conversationId, staffId: 'theo', key: 'twice', text: SECRET };
  const [one, again] = await Promise.all([records.notes.add(note), records.notes.add(note)]);
  expect(one).toEqual(again);
  await queueReply(records, { conversationId });
  const [written, ...others] = await records.notes.list(conversationId);
  expect(others).toEqual([]);
  expect(written).toMatchObject({ text: SECRET, writtenBy: 'Theo', at: records.clock.at });
  const { lines } = await records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  const [before = 0, after = 0] = lines.map(({ position }) => position);
  expect(written?.position).toBeGreaterThan(before);
  expect(written?.position).toBeLessThan(after);
  const read = await records.deskEvents.readAfter(cursor);
  expect(read).toMatchObject({
    events: [{ topic: 'conversation', subjectId: conversationId }, {}],
  });
  const entries = await records.postgres.query(
    `select facts from audit_entries where event = 'note.written' and facts->>'noteId' = $1`,
    [one.noteId],
  );
  expect(entries).toEqual([{ facts: { noteId: one.noteId, conversationId, staffId: 'theo' } }]);
});

it('can no longer be read once the key of the person was destroyed', async () => {
  const { conversationId } = await aConversation(records);
  await records.notes.add({ conversationId, staffId: 'theo', key: 'gone', text: SECRET });
  await records.postgres.query(
    `update person_keys set wrapped_key = null, destroyed_at = now() where key_id = (
      select key_id from persons join conversations using (person_id) where conversation_id = $1)`,
    [conversationId],
  );
  const elsewhere = await records.another(); // where no key is remembered
  expect(await elsewhere.notes.list(conversationId)).toMatchObject([{ text: '' }]);
});

it('says who of the staff wrote a reply, to staff only, and on the record', async () => {
  const { conversationId } = await aConversation(records, { channel: 'portal' });
  const sendId = await records.outbox.queue({
    conversationId,
    dedupeKey: 'by-theo',
    purpose: 'staff',
    text: 'Hello.',
    sources: [],
    turnId: null,
    staffId: 'theo',
  });
  await records.outbox.sendOnce(sendId, {
    windowMs: () => null,
    deliver: async () => ({ providerMessageId: 'p-theo' }),
  });
  const names = async (reader: 'staff' | 'resident') => {
    const { lines } = await records.conversations.view({ conversationId, after: 0, reader });
    return lines.map(({ staffName }) => staffName);
  };
  expect(await names('staff')).toEqual([null, 'Theo']);
  expect(await names('resident')).toEqual([null, null]);
  const entries = await records.postgres.query(
    `select facts->>'staffId' as by from audit_entries where entry_key = $1`,
    [`reply/${sendId}`],
  );
  expect(entries).toEqual([{ by: 'theo' }]);
});

let pages = 0;
/** A page of somebody that is open on a conversation. */
function aPage(
  conversationId: string,
  staffId: string,
  house = records as Pick<HouseRecords, 'presence'>,
) {
  pages += 1;
  const viewerId = `page-${pages}`;
  return {
    see: (isWriting = false) =>
      house.presence.see({ viewerId, conversationId, staffId, isWriting }),
    leave: () => house.presence.leave({ viewerId, conversationId, staffId }),
    viewerId,
  };
}

const mara = { staffId: 'mara', name: 'Mara', isWriting: false };

it('shows two people in one conversation each other, not themselves, whichever process they came to', async () => {
  const { conversationId } = await aConversation(records);
  const { conversationId: elsewhere } = await aConversation(records);
  const theo = aPage(conversationId, 'theo');
  const colleague = aPage(conversationId, 'mara', await records.another());
  await aPage(elsewhere, 'mara').see(true);
  expect(await theo.see()).toEqual([]);
  expect(await colleague.see(true)).toMatchObject([{ staffId: 'theo', isWriting: false }]);
  await aPage(conversationId, 'theo').see(); // a second tab
  expect(await theo.see()).toEqual([{ ...mara, isWriting: true }]);
  await colleague.leave();
  expect(await theo.see()).toEqual([]);
});

it('leaves no ghost of a page that was never closed', async () => {
  const { conversationId } = await aConversation(records);
  const theo = aPage(conversationId, 'theo');
  const lost = aPage(conversationId, 'mara');
  await lost.see(true);
  expect(await theo.see()).toHaveLength(1);
  await records.postgres.query(
    `update desk_presence set seen_at = seen_at - interval '26 seconds' where viewer_id = $1`,
    [lost.viewerId],
  );
  expect(await theo.see()).toEqual([]);
  await lost.see();
  expect(await theo.see()).toEqual([mara]);
});

it('lets nobody speak for the page of somebody else', async () => {
  const { conversationId } = await aConversation(records);
  const theo = aPage(conversationId, 'theo');
  const colleague = aPage(conversationId, 'mara');
  await colleague.see();
  const { viewerId } = colleague;
  const forged = { viewerId, conversationId, staffId: 'theo', isWriting: true };
  await records.presence.see(forged);
  await records.presence.leave(forged);
  expect(await theo.see()).toEqual([mara]);
});

it('tells every process who came, wrote or left, and nothing while all stays as it is', async () => {
  const { conversationId } = await aConversation(records, {
    channel: 'portal',
    propertyId: 'elm-house',
  });
  const { conversationId: last } = await aConversation(records);
  const heard: PresenceChange[] = [];
  const ended = Promise.withResolvers<void>();
  const listener = new Client({ connectionString: records.postgres.url });
  await listener.connect();
  listener.on('notification', ({ payload }) => {
    if (!payload) return;
    heard.push(JSON.parse(payload));
    if (heard.at(-1)?.conversationId === last) ended.resolve();
  });
  await listener.query('listen desk_events');
  const theo = aPage(conversationId, 'theo');
  await theo.see(); // told
  await theo.see();
  await theo.see(true); // told
  await theo.see(true);
  await theo.leave(); // told
  await theo.leave();
  await aPage(last, 'theo').see();
  await ended.promise;
  await listener.end();
  const change = { conversationId, propertyId: 'elm-house' };
  expect(heard).toEqual([change, change, change, { conversationId: last, propertyId: null }]);
});

it('calls back whoever listens in another process', async () => {
  const { conversationId } = await aConversation(records);
  const other = await records.another();
  const heard = Promise.withResolvers<PresenceChange>();
  const stop = other.deskEvents.onPresence(heard.resolve);
  const isListening = async () => {
    const rows = await records.postgres.query(
      `select from pg_stat_activity where query = 'listen desk_events'`,
    );
    return rows.length > 0;
  };
  while (!(await isListening()));
  await aPage(conversationId, 'theo').see();
  expect(await heard.promise).toEqual({ conversationId, propertyId: null });
  stop();
});
