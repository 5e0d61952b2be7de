import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPlatformOutbox } from '../../../src/adapters/records/postgres/platform-outbox.ts';
import type { NewWorkOrder } from '../../../src/domain/work-order.ts';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import type { PlatformOutbox, PlatformOutboxRow } from '../../../src/ports/platform-outbox.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let outbox: PlatformOutbox;
beforeAll(async () => {
  records = await startRequestRecords();
  outbox = createPlatformOutbox(records);
});
afterAll(() => records.stop());

const order: NewWorkOrder = {
  reference: 'MR-0000000001',
  propertyId: 'elm-house',
  unitId: 'elm-house-1a',
  residentId: 'resident-1',
  class: 'P2',
  trade: 'plumbing',
  brief: 'Sink blocked',
  description: 'canary: water stands in the sink',
  permissionToEnter: 'yes',
  isHeldForApproval: false,
};

let keys = 0;

async function queue(
  by: { urgency?: number; connectionId?: string; requestId?: string } = {},
): Promise<PlatformOutboxRow> {
  keys += 1;
  const requestId =
    by.requestId ?? (await records.requests.create(aNewRequest())).request.requestId;
  return outbox.queue({
    connectionId: by.connectionId ?? `connection-${keys}`,
    dedupeKey: `key-${keys}`,
    requestId,
    urgency: by.urgency ?? 2,
    write: { kind: 'create-work-order', order },
  });
}

const marks = async (event: string, outboxId: string) =>
  (await records.entries(event))
    .filter(({ facts }) => facts['outboxId'] === outboxId)
    .map(({ facts }) => facts);

it('queues a write once per connection, operation and key', async () => {
  const { request } = await records.requests.create(aNewRequest());
  const write = { kind: 'create-work-order', order } as const;
  const key = { connectionId: 'once', dedupeKey: 'k', requestId: request.requestId, urgency: 1 };
  const both = await Promise.all([
    outbox.queue({ ...key, write }),
    outbox.queue({ ...key, write }),
  ]);
  expect(both[0]).toEqual(both[1]);
  const change = { status: 'cancelled' } as const;
  await outbox.queue({ ...key, write: { kind: 'change-work-order', externalId: 'wo-1', change } });
  await outbox.queue({ ...key, connectionId: 'other', write });

  const rows = await outbox.listOfRequest(request.requestId);
  expect(rows.map(({ connectionId, operation }) => [connectionId, operation])).toEqual([
    ['once', 'create-work-order'],
    ['once', 'change-work-order'],
    ['other', 'create-work-order'],
  ]);
  expect(await marks('work-order.queued', both[0].outboxId)).toHaveLength(1);
});

it('gives back exactly the write that was queued', async () => {
  const { outboxId, requestId } = await queue();
  expect(await outbox.readWrite(outboxId)).toEqual({ kind: 'create-work-order', order });
  const change = { status: 'scheduled', windowFromAt: '2026-11-24T15:00:00.000Z' } as const;
  const write = { kind: 'change-work-order', externalId: 'wo-1', change } as const;
  const key = { connectionId: 'c', dedupeKey: 'change', requestId, urgency: 2 };
  expect(await outbox.readWrite((await outbox.queue({ ...key, write })).outboxId)).toEqual(write);
});

it('hands out the most urgent row first, then the oldest, of one connection only', async () => {
  const connectionId = 'ordered';
  const planned = await queue({ connectionId, urgency: 4 });
  const first = await queue({ connectionId, urgency: 1 });
  const second = await queue({ connectionId, urgency: 1 });
  const drained: (string | undefined)[] = [];
  for (let row = await outbox.next(connectionId); row; row = await outbox.next(connectionId)) {
    drained.push(row.outboxId);
    await outbox.mark({ outboxId: row.outboxId, state: 'sending' });
    await outbox.mark({ outboxId: row.outboxId, state: 'confirmed', externalId: 'wo-1' });
  }
  expect(drained).toEqual([first.outboxId, second.outboxId, planned.outboxId]);
  expect(await outbox.hasOpen(connectionId)).toBe(false);
});

// One ticket: a writer that died between sending and recording has sent, for all that anybody knows.
it('hands out a row whose writer was lost as `sending`, before anything less urgent', async () => {
  const connectionId = 'lost-writer';
  const { outboxId } = await queue({ connectionId, urgency: 2 });
  await queue({ connectionId, urgency: 3 });
  await outbox.mark({ outboxId, state: 'sending', countAttempt: true });
  expect(await outbox.next(connectionId)).toMatchObject({
    outboxId,
    state: 'sending',
    attempts: 1,
  });
  await outbox.mark({ outboxId, state: 'ambiguous' });
  expect(await outbox.next(connectionId)).toMatchObject({ outboxId, state: 'ambiguous' });
});

it('passes over a row until its time has come', async () => {
  const connectionId = 'later';
  const { outboxId } = await queue({ connectionId, urgency: 0 });
  const other = await queue({ connectionId, urgency: 3 });
  const notBefore = '2026-11-23T12:05:00.000Z';
  await outbox.mark({ outboxId, state: 'sending' });
  await outbox.mark({ outboxId, state: 'ambiguous', notBefore });
  expect((await outbox.next(connectionId))?.outboxId).toBe(other.outboxId);
  await outbox.mark({ outboxId: other.outboxId, state: 'needs-human' });
  expect(await outbox.next(connectionId)).toBeNull();
  expect(await outbox.hasOpen(connectionId)).toBe(true);

  records.clock.at = notBefore;
  expect((await outbox.next(connectionId))?.outboxId).toBe(outboxId);
  records.clock.at = '2026-11-23T12:00:00.000Z';
});

it('hands out nothing that is confirmed, rejected or with a person', async () => {
  const connectionId = 'ended';
  for (const state of ['confirmed', 'rejected', 'needs-human'] as const) {
    const { outboxId } = await queue({ connectionId });
    await outbox.mark({ outboxId, state, failure: 'said no' });
  }
  expect(await outbox.next(connectionId)).toBeNull();
});

it('lets the first end of a row stand', async () => {
  const { outboxId } = await queue();
  await outbox.mark({ outboxId, state: 'sending', countAttempt: true });
  const ended = await outbox.mark({ outboxId, state: 'confirmed', externalId: 'wo-7' });
  expect(await outbox.mark({ outboxId, state: 'ambiguous', countAttempt: true })).toEqual(ended);
  expect(await outbox.mark({ outboxId, state: 'confirmed', externalId: 'wo-8' })).toEqual(ended);
  expect(await outbox.find(outboxId)).toEqual(ended);
  expect(await marks('work-order.ended', outboxId)).toHaveLength(1);
});

it('records an intent before each send and one outcome after it, whatever happened between', async () => {
  const { outboxId } = await queue();
  await outbox.mark({ outboxId, state: 'sending', countAttempt: true });
  await outbox.mark({ outboxId, state: 'waiting' }); // 429: not sent
  await outbox.mark({ outboxId, state: 'sending' });
  await outbox.mark({ outboxId, state: 'ambiguous' });
  await outbox.mark({ outboxId, state: 'sending', countAttempt: true }); // looked for, not found
  await outbox.mark({ outboxId, state: 'confirmed', externalId: 'wo-9' });

  const started = await marks('work-order.started', outboxId);
  expect(started.map(({ sends }) => sends)).toEqual([1, 2, 3]);
  const ended = await marks('work-order.ended', outboxId);
  expect(ended.map(({ sends, outcome }) => [sends, outcome])).toEqual([
    [1, 'not-sent'],
    [2, 'not-found'],
    [3, 'confirmed'],
  ]);
});

it('reports a send that never ended, and is silent once it did', async () => {
  const { outboxId } = await queue();
  await outbox.mark({ outboxId, state: 'sending' });
  records.clock.at = '2026-11-23T13:00:00.000Z';
  expect(await records.auditLog.verify()).toContainEqual(
    expect.objectContaining({ fault: 'intent-without-outcome' }),
  );
  const before = (await records.auditLog.verify()).length;
  await outbox.mark({ outboxId, state: 'confirmed', externalId: 'wo-10' });
  expect(await records.auditLog.verify()).toHaveLength(before - 1);
  records.clock.at = '2026-11-23T12:00:00.000Z';
});

it('remembers until when a connection was read, and never goes back', async () => {
  expect(await outbox.syncedUntil('sync')).toBe('1970-01-01T00:00:00.000Z');
  await outbox.setSyncedUntil({ connectionId: 'sync', until: '2026-11-23T12:00:00.000Z' });
  await outbox.setSyncedUntil({ connectionId: 'sync', until: '2026-11-23T11:00:00.000Z' });
  expect(await outbox.syncedUntil('sync')).toBe('2026-11-23T12:00:00.000Z');
});

/** A queued order, by what it is withdrawn by. */
async function queued(by: Parameters<typeof queue>[0] = {}) {
  const { outboxId, requestId, dedupeKey: orderReference } = await queue(by);
  return { outboxId, requestId, orderReference };
}

// One ticket: what was cancelled in time never reaches the platform, whoever sends at the same moment.
it('withdraws an order that was never sent, and no writer sends it afterwards', async () => {
  const connectionId = 'withdrawn';
  const { outboxId, ...order } = await queued({ connectionId });
  expect(await outbox.withdraw(order)).toMatchObject({ outboxId, state: 'withdrawn' });
  expect(await outbox.next(connectionId)).toBeNull();
  expect(await outbox.mark({ outboxId, state: 'sending' })).toMatchObject({ state: 'withdrawn' });
  expect(await outbox.withdraw(order)).toMatchObject({ state: 'withdrawn' });
  expect(await marks('work-order.started', outboxId)).toHaveLength(0);
});

it('has one winner when an order is withdrawn and sent at once', async () => {
  const { outboxId, ...order } = await queued();
  const [withdrawn, sending] = await Promise.all([
    outbox.withdraw(order),
    outbox.mark({ outboxId, state: 'sending' }),
  ]);
  expect(withdrawn?.state).toBe(sending.state);
});

it.each([
  ['is being sent', { state: 'sending' }],
  ['waits after a lost answer', { state: 'waiting', countAttempt: true }],
  ['has a lost answer', { state: 'ambiguous' }],
  ['was taken', { state: 'confirmed', externalId: 'wo-1' }],
  ['is with a person', { state: 'needs-human' }],
] as const)('does not withdraw an order that %s', async (_name, mark) => {
  const { outboxId, ...order } = await queued();
  await outbox.mark({ outboxId, ...mark });
  expect(await outbox.withdraw(order)).toMatchObject({ outboxId, state: mark.state });
});

it('withdraws a blocked order too, and nothing where no order was queued', async () => {
  const { outboxId, ...order } = await queued();
  await outbox.mark({ outboxId, state: 'sending' });
  await outbox.mark({ outboxId, state: 'waiting', isBlocked: true });
  expect(await outbox.withdraw(order)).toMatchObject({ state: 'withdrawn', blockedAt: null });
  expect(await outbox.withdraw({ ...order, requestId: 'none' })).toBeNull();
});

// Refused credentials: nothing is lost, nothing is overtaken, and somebody must let it go on.
it('hands out blocked rows again only after an operator resumed, in their old order', async () => {
  const connectionId = 'blocked';
  const first = await queue({ connectionId });
  const second = await queue({ connectionId });
  const urgent = await queue({ connectionId, urgency: 0 });
  const { requestId } = first;
  for (const { outboxId } of [second, first, urgent]) {
    await outbox.mark({ outboxId, state: 'sending' });
    await outbox.mark({ outboxId, state: 'waiting', failure: 'refused', isBlocked: true });
  }
  const change = { status: 'cancelled' } as const;
  const write = { kind: 'change-work-order', externalId: 'wo-1', change } as const;
  const later = await outbox.queue({ connectionId, dedupeKey: 'l', requestId, urgency: 2, write });
  expect(await outbox.next(connectionId)).toBeNull(); // the change does not overtake its blocked order
  expect(await outbox.firstBlocked(connectionId)).toMatchObject({ blockedAt: records.clock.at });

  expect(await outbox.resume({ connectionId, staffId: 'mara' })).toBe(3);
  expect(await outbox.resume({ connectionId, staffId: 'mara' })).toBe(0);
  expect(await outbox.firstBlocked(connectionId)).toBeNull();
  const drained: string[] = [];
  for (let row = await outbox.next(connectionId); row; row = await outbox.next(connectionId)) {
    expect(row.state).toBe('waiting');
    drained.push(row.outboxId);
    await outbox.mark({ outboxId: row.outboxId, state: 'sending' });
    await outbox.mark({ outboxId: row.outboxId, state: 'confirmed', externalId: 'wo-1' });
  }
  expect(drained).toEqual([urgent, first, second, later].map(({ outboxId }) => outboxId));
  expect(await marks('work-order.resumed', first.outboxId)).toMatchObject([{ staffId: 'mara' }]);
});

it('resumes a row whose search was refused as one to be searched for', async () => {
  const connectionId = 'blocked-search';
  const { outboxId } = await queue({ connectionId });
  await outbox.mark({ outboxId, state: 'sending' });
  await outbox.mark({ outboxId, state: 'ambiguous', isBlocked: true });
  expect(await outbox.next(connectionId)).toBeNull();
  expect(await outbox.hasOpen(connectionId)).toBe(false);
  await outbox.resume({ connectionId, staffId: 'mara' });
  expect(await outbox.next(connectionId)).toMatchObject({ outboxId, state: 'ambiguous' });
});

// Several chains in one transaction: two such transactions must take their heads in one order.
it('resumes two connections at once, each over several properties, without a deadlock', async () => {
  const propertyIds = ['oak-house', 'elm-house'];
  const blocked = async (by: { connectionId: string; propertyId: string }): Promise<void> => {
    const { connectionId, propertyId } = by;
    const { request } = await records.requests.create(aNewRequest({ propertyId }));
    const { outboxId } = await queue({ connectionId, requestId: request.requestId });
    await outbox.mark({ outboxId, state: 'sending' });
    await outbox.mark({ outboxId, state: 'waiting', failure: 'refused', isBlocked: true });
  };
  for (const propertyId of propertyIds) await blocked({ connectionId: 'one', propertyId });
  for (const propertyId of propertyIds.toReversed()) {
    await blocked({ connectionId: 'other', propertyId });
  }
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const holding = records.database.transaction(async (tx) => {
    await tx.execute(sql`select from audit_heads order by chain for update`);
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const resumed = Promise.all(
    ['one', 'other'].map((connectionId) => outbox.resume({ connectionId, staffId: 'mara' })),
  );
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock'`;
  while ((await records.postgres.query(waiting)).length < 2);
  release.resolve();
  await holding;
  expect(await resumed).toEqual([2, 2]);
  expect(await records.auditLog.verify()).toEqual([]);
});

it('refuses rows and requests that it does not have', async () => {
  await expect(queue({ requestId: 'none' })).rejects.toBeInstanceOf(RecordNotFound);
  await expect(outbox.readWrite('none')).rejects.toBeInstanceOf(RecordNotFound);
  await expect(outbox.mark({ outboxId: 'none', state: 'sending' })).rejects.toBeInstanceOf(
    RecordNotFound,
  );
  expect(await outbox.find('none')).toBeNull();
});

// Privacy: the last test, since it takes the person's key away.
it('keeps words sealed, out of the record, and gone with the person', async () => {
  const { outboxId } = await queue();
  const stored = await records.postgres.query(
    `select encode(payload_sealed, 'escape') as payload from platform_outbox`,
  );
  const facts = await records.postgres.query('select facts from audit_entries');
  expect(JSON.stringify([stored, facts])).not.toContain('canary');
  const personKeys = await records.forgetPerson();
  const after = createPlatformOutbox({ ...records, personKeys });
  await expect(after.readWrite(outboxId)).rejects.toBeInstanceOf(RecordNotFound);
  expect(await after.find(outboxId)).toMatchObject({ outboxId, state: 'waiting' });
});
