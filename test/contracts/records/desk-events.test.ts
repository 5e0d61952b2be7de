import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeskEvent } from '../../../src/ports/desk-events.ts';
import {
  aConversation,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

async function eventsAfter(cursor: string): Promise<DeskEvent[]> {
  const read = await records.deskEvents.readAfter(cursor);
  if (read.kind === 'lost') throw new Error('events were lost');
  return read.events;
}

const changeName = `update properties set name = name || '.' where property_id = $1`;

async function open(): Promise<Client> {
  const client = new Client({ connectionString: records.postgres.url });
  await client.connect();
  return client;
}

async function saveProperties(...ids: string[]): Promise<void> {
  for (const propertyId of ids) {
    await records.postgres.query(
      `insert into properties (property_id, organisation_id, name, calendar, contacts, rollout)
      values ($1, 'org', 'House', '{}', '{}', '{}') on conflict do nothing`,
      [propertyId],
    );
  }
}

it('tells of a message, a send, a takeover and a hand-off with their conversation and its property', async () => {
  const cursor = await records.deskEvents.now();
  const door = {
    residentId: 'resident-live',
    propertyId: 'elm-house',
    assurance: 'channel',
  } as const;
  const { conversationId } = await aConversation(records, { ...door, channel: 'portal' });
  await queueReply(records, { conversationId });
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  await records.handOffs.open({
    handOffId: 'hand-off-live',
    conversationId,
    propertyId: 'elm-house',
    reason: 'asked-for-person',
    openedAt: records.clock.at,
    warnAt: records.clock.at,
    breachAt: records.clock.at,
  });
  const told = await eventsAfter(cursor);
  const places = new Set(
    told.map((event) => `${event.topic} ${event.subjectId} ${event.propertyId}`),
  );
  expect([...places].toSorted()).toEqual([
    `conversation ${conversationId} elm-house`,
    `hand-off ${conversationId} elm-house`,
  ]);
});

it('tells an alert, an approval, a request, a document and a property by their own ids', async () => {
  const cursor = await records.deskEvents.now();
  await saveProperties('oak-house');
  const { postgres } = records;
  await postgres.query(`insert into alerts (alert_id, dedupe_key, property_id, kind, headline, ladder, state)
    values ('alert-live', 'alert-live', 'oak-house', 'operator', 'h', '[]', 'ringing')`);
  await postgres.query(`insert into maintenance_requests (request_id, reference, dedupe_key, property_id, issue, family,
      trade, class, state, words_sealed, pack_version, deadlines)
    values ('mr-live', 'MR-LIVE', 'mr-live', 'oak-house', 'i', 'f', 't', 'P2', 'open', '', 'p', '{}')`);
  await postgres.query(`insert into approvals (approval_id, request_id, property_id, subject, digest, state, remind_at,
      escalate_at, expires_at)
    values ('ap-live', 'mr-live', 'oak-house', '{}', 'd', 'pending', now(), now(), now())`);
  await postgres.query(`insert into platform_outbox (outbox_id, connection_id, dedupe_key, operation, request_id, urgency,
      payload_sealed)
    values ('write-live', 'c', 'k', 'create-work-order', 'mr-live', 1, '')`);
  for (const [id, kind, scope] of [
    ['rules', 'property', 'oak-house'],
    ['lease-of-somebody', 'lease', 'oak-house-1'],
  ]) {
    await postgres.query(
      `insert into documents (document_id, version, title, kind, scope_kind, scope_id, state, file, sha256)
      values ($1, 1, 't', 'other', $2, $3, 'received', '', '')`,
      [id, kind, scope],
    );
  }
  const told = await eventsAfter(cursor);
  expect(told.map(({ topic, subjectId, propertyId }) => [topic, subjectId, propertyId])).toEqual([
    ['property', 'oak-house', 'oak-house'],
    ['alert', 'alert-live', 'oak-house'],
    ['request', 'mr-live', 'oak-house'],
    ['approval', 'ap-live', 'oak-house'],
    ['request', 'mr-live', 'oak-house'],
    ['document', 'rules', 'oak-house'],
    // Privacy: the id of a document of one lease is made from its title.
    ['document', '', null],
  ]);
});

it('misses nothing and doubles nothing when transactions end in another order than they began', async () => {
  await saveProperties('first', 'second', 'third');
  const cursor = await records.deskEvents.now();
  const [early, late] = [await open(), await open()];
  await early.query('begin');
  await early.query(changeName, ['first']);
  await late.query('begin');
  await late.query(changeName, ['second']);
  await late.query('commit');
  const between = await records.deskEvents.readAfter(cursor);
  expect(between).toEqual({ kind: 'events', events: [], hasMore: true });
  await early.query(changeName, ['third']);
  await early.query('commit');
  const told = await eventsAfter(cursor);
  expect(told.map(({ subjectId }) => subjectId)).toEqual(['first', 'third', 'second']);
  // Whoever was cut after any of them goes on with the next one.
  for (const [index, event] of told.entries()) {
    const rest = await eventsAfter(event.cursor);
    expect(rest.map((each) => each.cursor)).toEqual(
      told.slice(index + 1).map((each) => each.cursor),
    );
  }
  await early.end();
  await late.end();
});

it('reads the same events once, however many writers there are and wherever it is cut', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
  await saveProperties(...ids);
  let cursor = await records.deskEvents.now();
  const seen: string[] = [];
  let areWriting = true;
  const writing = Promise.all(
    ids.map(async (id, index) => {
      const client = await open();
      for (let round = 0; round < 20; round += 1) {
        await client.query('begin');
        await client.query(changeName, [id]);
        await client.query('select pg_sleep($1)', [((index * 7 + round) % 5) / 1000]);
        await client.query(round % 7 === 3 ? 'rollback' : 'commit');
      }
      await client.end();
    }),
  ).finally(() => (areWriting = false));
  let hasMore = true;
  while (areWriting || hasMore) {
    const read = await records.deskEvents.readAfter(cursor);
    if (read.kind === 'lost') throw new Error('events were lost');
    hasMore = read.hasMore;
    // Cut half way: the rest is read again from there.
    for (const event of read.events.slice(0, 3)) {
      seen.push(event.cursor);
      cursor = event.cursor;
    }
    hasMore ||= read.events.length > 3;
  }
  await writing;
  // 20 rounds each, 3 of them rolled back.
  expect(seen.length).toBe(8 * 17);
  expect(new Set(seen).size).toBe(seen.length);
});

it('says that events were lost to a reader who stands before the oldest that is kept', async () => {
  await saveProperties('pruned');
  const before = await records.deskEvents.now();
  await records.postgres.query(changeName, ['pruned']);
  await records.postgres.query(`update desk_events set at = now() - interval '25 hours'`);
  const [last] = (await eventsAfter(before)).toReversed();
  await records.deskEvents.prune();
  expect(await records.deskEvents.readAfter(before)).toEqual({ kind: 'lost' });
  expect(await eventsAfter(last?.cursor ?? '')).toEqual([]);
  expect(await eventsAfter(await records.deskEvents.now())).toEqual([]);
});

it('says the same of a cursor that is none, or of another server, and throws such a server’s rows away', async () => {
  for (const cursor of ['', 'x', '1-2-3', '999999999999-1']) {
    expect(await records.deskEvents.readAfter(cursor)).toEqual({ kind: 'lost' });
  }
  await records.postgres.query(
    `insert into desk_events (transaction_id, topic, subject_id) values ('999999999999', 'alert', 'restored')`,
  );
  await records.deskEvents.prune();
  const now = await records.deskEvents.now();
  expect(await records.deskEvents.readAfter(now)).toMatchObject({ events: [], hasMore: false });
});

it('calls back after a commit, and once its connection was cut and is there again', async () => {
  await saveProperties('noticed');
  let heard = Promise.withResolvers<void>();
  const stop = records.deskEvents.onCommit(() => heard.resolve());
  await heard.promise; // once, since something may have been missed before
  heard = Promise.withResolvers();
  await records.postgres.query(changeName, ['noticed']);
  await heard.promise;
  heard = Promise.withResolvers();
  await records.postgres.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen desk_events'`,
  );
  await heard.promise; // it listens again, and says so
  stop();
});
