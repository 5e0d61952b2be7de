import { Client } from 'pg';
import { z } from 'zod';
import { hashOf, sealOf } from '../../../src/adapters/records/postgres/audit-hashes.ts';
import { derive } from '../../../src/adapters/records/postgres/person-keys.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditLogContract } from './audit-log.contract.ts';
import {
  aCarrier,
  aConversation,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promise 10: an append-only, hash-chained record.

const Stored = z.object({
  at: z.date().transform((at) => at.toISOString()),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

auditLogContract('postgres', async () => {
  const own = await startHouseRecords();
  return {
    auditLog: own.auditLog,
    pass: (ms) => own.clock.pass(ms),
    async entries(chain) {
      const { entries } = await own.auditTrail.list({ ...ALL, chain });
      return entries.toReversed();
    },
    close: () => own.stop(),
  };
});

const ALL = { fromAt: null, toAt: null, subject: null, staffId: null, before: null };

const append = (chain: string, key: string) => {
  const facts = { key, isDone: true, score: 1.5, by: null };
  return records.auditLog.append({ chain, key, event: 'unit.inspected', facts });
};

it('finds nothing wrong in a record that nobody touched, whatever wrote it', async () => {
  const { conversationId } = await aConversation(records, { propertyId: 'elm-house' });
  const sendId = await queueReply(records, { conversationId, key: 'audited' });
  await records.outbox.sendOnce(sendId, aCarrier());
  await Promise.all(Array.from({ length: 20 }, (_, index) => append('busy', `entry-${index}`)));
  records.clock.pass(60 * 60_000);
  expect(await records.auditLog.verify()).toEqual([]);
});

it('records a call outside by its start and its end', async () => {
  const { conversationId } = await aConversation(records, { propertyId: 'oak-house' });
  const sendId = await queueReply(records, { conversationId, key: 'audited-call' });
  await records.outbox.sendOnce(sendId, aCarrier());
  const entries = await records.postgres.query(
    `select event, facts from audit_entries where chain = 'oak-house' order by position`,
  );
  expect(entries).toMatchObject([
    { event: 'message.received' },
    { event: 'send.started', facts: { sendId, attempt: 1, purpose: 'reply' } },
    { event: 'send.ended', facts: { sendId, attempt: 1, state: 'sent' } },
  ]);
});

it('keeps no entry of a transaction that was rolled back', async () => {
  const before = await records.postgres.query('select chain, position, hash from audit_heads');
  await expect(
    records.rollouts.change({
      propertyId: 'no-such-property',
      to: (rollout) => rollout,
      staffId: 'staff-ada',
      version: null,
    }),
  ).rejects.toThrow('no property no-such-property');
  const after = await records.postgres.query('select chain, position, hash from audit_heads');
  expect(after).toEqual(before);
});

it.each([
  'update audit_entries set event = event',
  'delete from audit_entries',
  'truncate audit_entries',
  'delete from audit_heads',
  'truncate audit_heads',
])('refuses the application to %s', async (statement) => {
  const application = new Client({
    connectionString: records.postgres.url,
    options: '-c role=nightporter_app',
  });
  await application.connect();
  await expect(application.query(statement)).rejects.toThrow('permission denied');
  await application.end();
});

it('proves a chain that is longer than is read at once, and names what is wrong at its far end', async () => {
  const chain = 'long';
  await append(chain, 'first');
  const [first] = await records.postgres.query(
    `select hash, facts, at from audit_entries where chain = 'long'`,
  );
  const { at, facts } = Stored.parse(first);
  let previousHash = String(first?.hash);
  const rows = Array.from({ length: 2_099 }, (_, index) => {
    const entry = { position: index + 2, entryKey: `k-${index}`, at, event: 'unit.inspected' };
    const hash = hashOf({ ...entry, facts, previousHash });
    const row = { ...entry, facts, previousHash, hash };
    previousHash = hash;
    return row;
  });
  await records.postgres.query(
    `insert into audit_entries (chain, position, entry_key, at, event, facts, previous_hash, hash)
      select 'long', (r ->> 'position')::bigint, r ->> 'entryKey', (r ->> 'at')::timestamptz, r ->> 'event',
        r -> 'facts', r ->> 'previousHash', r ->> 'hash' from jsonb_array_elements($1::jsonb) r`,
    [JSON.stringify(rows)],
  );
  const sealKey = derive(new Uint8Array(32).fill(7), 'nightporter/audit-seal');
  const seal = sealOf({ chain, position: 2_100, hash: previousHash, sealKey });
  await records.postgres.query(
    `update audit_heads set position = 2100, hash = $1, seal = $2 where chain = 'long'`,
    [previousHash, seal],
  );
  const faults = async () =>
    (await records.auditLog.verify()).filter((fault) => fault.chain === chain);
  expect(await faults()).toEqual([]);
  await records.postgres.query(
    `update audit_entries set event = 'forged.word' where chain = 'long' and position in (1, 1001, 2100)`,
  );
  expect((await faults()).map(({ position }) => position)).toEqual([1, 1001, 2100]);
});

describe('names what the owner of the database did to a chain:', () => {
  const chain = 'tampered';
  beforeEach(async () => {
    for (let entry = 1; entry <= 6; entry += 1) await append(chain, `entry-${entry}`);
  });
  afterEach(async () => {
    await records.postgres.query(`delete from audit_entries where chain = $1`, [chain]);
    await records.postgres.query(`delete from audit_heads where chain = $1`, [chain]);
  });

  const copyOf3 = `insert into audit_entries
    select chain, 7, 'forged', at, event, facts, previous_hash, hash || 'x'
    from audit_entries where chain = 'tampered' and position = 3`;
  const shift = (from: number, by: number) =>
    `update audit_entries set position = -position where chain = 'tampered' and position > ${from};
    update audit_entries set position = -position + ${by} where chain = 'tampered' and position < 0`;
  const swap = `update audit_entries set position = 100 where chain = 'tampered' and position = 2;
    update audit_entries set position = 2 where chain = 'tampered' and position = 3;
    update audit_entries set position = 3 where chain = 'tampered' and position = 100`;

  it.each<{ what: string; statements: string; faults: string[] }>([
    {
      what: 'facts changed',
      statements: `update audit_entries set facts = '{"score": 9}'
        where chain = 'tampered' and position = 3`,
      faults: ['changed 3'],
    },
    {
      what: 'an instant changed',
      statements: `update audit_entries set at = at - interval '1 day'
        where chain = 'tampered' and position = 1`,
      faults: ['changed 1'],
    },
    {
      what: 'an entry changed, with its hash',
      statements: `update audit_entries set event = 'x.y', hash = 'ab'
        where chain = 'tampered' and position = 3`,
      faults: ['changed 3'],
    },
    {
      what: 'an entry deleted',
      statements: `delete from audit_entries where chain = 'tampered' and position = 3`,
      faults: ['deleted 3'],
    },
    {
      what: 'the first entry deleted',
      statements: `delete from audit_entries where chain = 'tampered' and position = 1`,
      faults: ['deleted 1'],
    },
    {
      what: 'an entry deleted and the gap closed',
      statements: `delete from audit_entries where chain = 'tampered' and position = 5;
        ${shift(5, -1)}`,
      faults: ['deleted 5', 'reordered 6'],
    },
    { what: 'an entry added at the end', statements: copyOf3, faults: ['inserted 7'] },
    {
      what: 'an entry inserted between',
      statements: `${shift(5, 1)}; ${copyOf3.replace('chain, 7', 'chain, 6')}`,
      faults: ['reordered 6', 'inserted 6'],
    },
    { what: 'two entries swapped', statements: swap, faults: ['reordered 2', 'reordered 3'] },
    {
      what: 'the last entries cut off',
      statements: `delete from audit_entries where chain = 'tampered' and position > 4`,
      faults: ['tail-cut 5', 'tail-cut 6'],
    },
    {
      what: 'the last entries cut off, and the head moved back',
      statements: `delete from audit_entries where chain = 'tampered' and position > 4;
        update audit_heads set position = 4, hash = (select hash from audit_entries
          where chain = 'tampered' and position = 4) where chain = 'tampered'`,
      faults: ['changed null'],
    },
    {
      what: 'the head deleted',
      statements: `delete from audit_heads where chain = 'tampered'`,
      faults: ['deleted null'],
    },
  ])('$what', async ({ statements, faults }) => {
    await records.postgres.query(statements);
    const found = (await records.auditLog.verify()).filter((fault) => fault.chain === chain);
    expect(found.map(({ fault, position }) => `${fault} ${position}`)).toEqual(faults);
  });
});
