import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aHangingCarrier,
  aSender,
  aTurn,
  gasDanger,
  queueReply,
  startHouseRecords,
  untilBlocked,
  type HouseRecords,
} from './house-records.ts';
import { aNewRequest } from './request-records.ts';

// What a resident or the desk reads while others write.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

it('shows lines and events in the order in which they were committed, and only what came after', async () => {
  const from = aSender();
  const first = await records.inbox.commit(
    aDelivery({ from, text: 'Gas!' }, { danger: gasDanger }),
  );
  const { conversationId } = first;
  await records.handOffs.open({
    handOffId: 'hand-off-view',
    conversationId,
    propertyId: null,
    reason: 'asked-for-person',
    openedAt: records.clock.at,
    warnAt: records.clock.at,
    breachAt: records.clock.at,
  });
  await records.outbox.queue({
    conversationId,
    dedupeKey: 'view-staff',
    purpose: 'staff',
    text: 'On my way',
    sources: [],
    turnId: null,
  });
  const turn = aTurn(first);
  await records.conversations.takeTurn(turn);
  const source = { document: 'Rules', version: 2, page: 4, quote: 'Call us.' };
  const sourced = { text: 'Call us.', sources: [source] };
  await records.conversations.settle({ ...turn, reply: sourced, verdicts: [] });
  const second = await records.inbox.commit(aDelivery({ from, text: 'Thanks' }));

  const { lines, events } = await records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  expect(lines).toMatchObject([
    { id: first.messageId, from: 'resident', text: 'Gas!', state: 'taken' },
    { from: 'safety', text: gasDanger.safetyText, state: 'queued' },
    { from: 'staff', text: 'On my way' },
    { from: 'assistant', text: 'Call us.', sources: [source] },
    { id: second.messageId, from: 'resident', text: 'Thanks', state: 'received' },
  ]);
  const positions = lines.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  expect(new Set(positions).size).toBe(5);
  expect(events).toMatchObject([
    { kind: 'danger', hazard: 'gas', class: 'P0' },
    { kind: 'handed-off', reason: 'asked-for-person' },
  ]);
  const after = positions[3] ?? 0;
  const rest = await records.conversations.view({ conversationId, after, reader: 'staff' });
  expect(rest).toMatchObject({ lines: [{ id: second.messageId }], events: [] });
});

it('never shows a line below one that a reader has seen, however writers race', async () => {
  const from = aSender();
  const { conversationId } = await records.inbox.commit(aDelivery({ from }));
  const other = await records.another();
  const writing = Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0
        ? records.inbox.commit(aDelivery({ from }))
        : queueReply(other, { conversationId, key: `race-${index}` }),
    ),
  );
  let isWriting = true;
  void writing.finally(() => {
    isWriting = false;
  });
  const seen: string[] = [];
  let after = 0;
  const read = async () => {
    const { lines } = await records.conversations.view({ conversationId, after, reader: 'staff' });
    seen.push(...lines.map(({ id }) => id));
    after = lines.at(-1)?.position ?? after;
  };
  while (isWriting) await read();
  await read();
  await writing;
  expect(seen).toHaveLength(21);
});

it('hands out no position while somebody else writes into the conversation', async () => {
  const { conversationId } = await aConversation(records);
  const other = new Client({ connectionString: records.postgres.url });
  await other.connect();
  await other.query('begin');
  await other.query('select from conversations where conversation_id = $1 for no key update', [
    conversationId,
  ]);
  const queueing = queueReply(records, { conversationId, key: 'in-line' });
  await untilBlocked(records, queueing);
  const { rows } = await other.query(`select nextval('transcript_position')::int as position`);
  await other.query('commit');
  await other.end();
  await queueing;
  const { lines } = await records.conversations.view({ conversationId, after: 0, reader: 'staff' });
  expect(lines.at(-1)?.position).toBeGreaterThan(rows[0]?.position);
});

it('hands out no position to a request while somebody else writes into the conversation', async () => {
  const { conversationId } = await aConversation(records);
  const other = new Client({ connectionString: records.postgres.url });
  await other.connect();
  await other.query('begin');
  await other.query('select from conversations where conversation_id = $1 for no key update', [
    conversationId,
  ]);
  const opening = records.maintenanceRequests.create(aNewRequest({ conversationId }));
  await untilBlocked(records, opening);
  const { rows } = await other.query(`select nextval('transcript_position')::int as position`);
  await other.query('commit');
  await other.end();
  await opening;
  const { events } = await records.conversations.view({
    conversationId,
    after: 0,
    reader: 'staff',
  });
  expect(events).toMatchObject([{ kind: 'opened' }]);
  expect(events[0]?.position).toBeGreaterThan(rows[0]?.position);
});

it('is settled when no message waits and no turn is under way', async () => {
  const message = await aConversation(records);
  const turn = aTurn(message);
  const { conversationId } = turn;
  const isSettled = async () =>
    (await records.conversations.view({ conversationId, after: 0, reader: 'staff' })).isSettled;
  const seen = [await isSettled()];
  await records.conversations.takeTurn(turn);
  seen.push(await isSettled());
  await records.conversations.settle({ ...turn, reply: null, verdicts: [] });
  seen.push(await isSettled());
  expect(seen).toEqual([false, false, true]);
});

// Privacy: what staff held back, or nobody has sent yet, is not the resident's to read.
it('shows the resident what was sent to them, and staff what waits or was withheld as well', async () => {
  const { conversationId } = await aConversation(records, { channel: 'portal' });
  const queued = (key: string) => queueReply(records, { conversationId, key });
  const [waits, withheld, sent] = [
    await queued('waits'),
    await queued('held'),
    await queued('gone'),
  ];
  await records.outbox.sendOnce(sent, aCarrier());
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  await records.outbox.sendOnce(withheld, aCarrier());
  const read = async (reader: 'resident' | 'staff') => {
    const { lines } = await records.conversations.view({ conversationId, after: 0, reader });
    return lines.filter(({ from }) => from === 'assistant').map(({ id }) => id);
  };
  expect(await read('resident')).toEqual([sent]);
  expect(await read('staff')).toEqual([waits, withheld, sent]);
});

it('shows a line that had waited to a resident who has read on meanwhile', async () => {
  const { conversationId } = await aConversation(records, { channel: 'portal' });
  const slow = await queueReply(records, { conversationId, key: 'slow' });
  const quick = await queueReply(records, { conversationId, key: 'quick' });
  const lost = await queueReply(records, { conversationId, key: 'lost' });
  const read = async (after: number) => {
    const { lines, isSettled } = await records.conversations.view({
      conversationId,
      after,
      reader: 'resident',
    });
    return { ids: lines.map(({ id }) => id), isSettled, after: lines.at(-1)?.position ?? after };
  };
  await records.outbox.sendOnce(quick, aCarrier());
  const first = await read((await read(0)).after - 1);
  expect(first.ids).toEqual([quick]);
  expect(first.isSettled).toBe(false); // two lines are still coming

  await records.outbox.sendOnce(slow, aCarrier());
  const { carrier, begun } = aHangingCarrier();
  void (await records.another()).outbox.sendOnce(lost, carrier);
  await begun;
  records.clock.pass(2_000);
  expect((await records.outbox.sendOnce(lost, aCarrier())).state).toBe('unknown');
  const second = await read(first.after);
  expect(second.ids).toEqual([slow, lost]);
  expect((await read(second.after)).ids).toEqual([]);
});
