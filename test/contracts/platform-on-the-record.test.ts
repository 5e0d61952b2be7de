import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/ports/audit-log.ts';
import { aConversation, type HouseRecords } from './records/house-records.ts';
import { LEAK, startReadingHouse, type ReadingHouse } from './reading-house.ts';
import { startWorkOrderHouse, type WorkOrderHouse } from './work-order-house.ts';

// Design promise 10: whoever asks the platform in the course of the day says for whom.

let reading: ReadingHouse;
let orders: WorkOrderHouse;
beforeAll(async () => {
  reading = await startReadingHouse();
  orders = await startWorkOrderHouse();
});
afterAll(async () => {
  await reading.stop();
  await orders.stop();
});

async function callsOf(
  { postgres }: HouseRecords,
  { name, id }: { name: string; id: string },
): Promise<AuditEntry['facts'][]> {
  const rows = await postgres.query(
    `select facts || jsonb_build_object('chain', chain, 'event', event) as facts from audit_entries
    where event like 'call.%' and facts ->> $1 = $2 order by position`,
    [name, id],
  );
  return rows.map(({ facts }) => Object(facts));
}

test('a turn names the resident whom its door named, and its conversation', async () => {
  const door = { channel: 'portal', residentId: 'kim', propertyId: 'elm-house' } as const;
  const kim = reading.somebody({ ...door, assurance: 'channel' });
  const { facts } = await kim.says('Hello');
  const id = facts?.conversationId ?? '';
  const calls = await callsOf(reading.records, { name: 'conversationId', id });
  const named = { chain: 'elm-house', residentId: 'kim', turnId: expect.any(String) };
  expect(calls).toMatchObject([
    { ...named, event: 'call.started', operation: 'find-resident', reason: 'door' },
    { ...named, event: 'call.ended', operation: 'find-resident', outcome: 'ok', isKnown: true },
  ]);
});

// Privacy: what somebody claims is their word; only whose record came back is told.
test('a claim names nobody before it, and after it whose records it had read', async () => {
  const stranger = reading.somebody();
  reading.script.push([LEAK]);
  await stranger.isAsked();
  const { facts } = await stranger.says('unit 1A, Kim Ekberg');
  const id = facts?.conversationId ?? '';
  const all = await callsOf(reading.records, { name: 'conversationId', id });
  const claims = all.filter(({ reason }) => reason === 'claim');
  expect(claims).toMatchObject([
    { event: 'call.started', operation: 'find-residents-by-unit', residentId: null },
    { event: 'call.ended', outcome: 'ok', count: 2, residentIds: 'kim lou' },
  ]);
  expect(JSON.stringify(all)).not.toMatch(/Ekberg|1A/);
});

test('a work order is created, read back and found changed on the chain of its property, for its resident', async () => {
  const { conversationId } = await aConversation(orders.records, { residentId: 'kim' });
  const { request } = await orders.report({ conversationId, residentId: 'kim' });
  await orders.drain();
  await orders.sync();
  const { requestId } = request;
  const calls = await callsOf(orders.records, { name: 'requestId', id: requestId });
  const whose = { chain: 'elm-house', residentId: 'kim', conversationId };
  expect(calls).toMatchObject(
    ['create-work-order', 'read-work-order'].flatMap((operation) => [
      { ...whose, event: 'call.started', operation },
      { ...whose, event: 'call.ended', operation, outcome: 'ok' },
    ]),
  );
  const watched = await orders.records.postgres.query(
    `select event from audit_entries where event like 'platform.%' order by position`,
  );
  expect(watched).toEqual([{ event: 'platform.watched' }, { event: 'platform.changes-read' }]);
  expect(await orders.records.auditLog.verify()).toEqual([]);
});
