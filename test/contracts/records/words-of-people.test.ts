import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPostgresRecords } from '../../../src/adapters/records/postgres/index.ts';
import { createPersonKeys } from '../../../src/adapters/records/postgres/person-keys.ts';
import { createDatabase, type Database } from '../../../src/adapters/shared/database.ts';
import {
  aConversation,
  aDelivery,
  aSender,
  gasDanger,
  migrationsFolder,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promise 11: words of people are unreadable without the person's key.

let records: HouseRecords;
let database: Database;
beforeAll(async () => {
  records = await startHouseRecords();
  database = createDatabase({ url: records.postgres.url, role: 'nightporter_app' });
});
afterAll(async () => {
  await database.$client.end();
  await records.stop();
});

const CANARY = 'canary-9f2e-words';
const now = () => new Date(records.clock.at);

const keysUnder = (fill: number) =>
  createPersonKeys({ database, masterKey: new Uint8Array(32).fill(fill), now });

it('seals each person under a key of their own', async () => {
  const [one, other] = [await aConversation(records), await aConversation(records)];
  const rows = await records.postgres.query(
    `select body_sealed from inbound_messages where message_id = any($1)`,
    [[one.messageId, other.messageId]],
  );
  const keyIds = rows.map(({ body_sealed: sealed }) =>
    Buffer.isBuffer(sealed) ? sealed.toString('utf8', 2, 2 + (sealed[1] ?? 0)) : '',
  );
  const known = await records.postgres.query(
    `select key_id from persons join conversations using (person_id)
    where conversation_id = any($1)`,
    [[one.conversationId, other.conversationId]],
  );
  expect(new Set(keyIds).size).toBe(2);
  expect(keyIds.toSorted()).toEqual(known.map(({ key_id }) => String(key_id)).toSorted());
});

it('leaves no word of anybody in a plain column', async () => {
  const source = { document: 'Lease', version: 1, page: 2, quote: CANARY };
  const from = { kind: 'portal_user' as const, value: CANARY };
  const { conversationId, messageId } = await records.inbox.commit(
    aDelivery(
      { channel: 'portal', from, text: CANARY, residentId: 'resident-canary' },
      {
        danger: { ...gasDanger, safetyText: CANARY },
        consent: { kind: 'stop', confirmation: CANARY },
      },
    ),
  );
  await records.inbox.keepUnreadable({ channel: 'whatsapp', body: Buffer.from(CANARY) });
  await records.conversations.takeTurn({
    turnId: 'canary',
    conversationId,
    messageIds: [messageId],
  });
  await records.conversations.saveProposal({
    turnId: 'canary',
    decisions: [],
    parts: [{ text: CANARY, detail: CANARY, sources: [source] }],
    model: 'embedded/1',
    prompt: 'none',
    packVersion: 'default@1',
  });
  await records.conversations.savePart({ turnId: 'canary', part: 0, text: `${CANARY}!` });
  const reply = { text: CANARY, sources: [source] };
  await records.conversations.settle({ turnId: 'canary', conversationId, reply, verdicts: [] });

  expect(await tablesThatHold(CANARY)).toEqual([]);
  expect(await tablesThatHold(conversationId)).toContain('conversations'); // the search does find
  expect((await records.conversations.find(conversationId))?.address).toBe(CANARY);
});

async function tablesThatHold(text: string): Promise<string[]> {
  const tables = await records.postgres.query(
    `select table_name from information_schema.tables where table_schema = 'public'`,
  );
  const holding: string[] = [];
  const hex = Buffer.from(text).toString('hex');
  const base64 = Buffer.from(text).toString('base64').slice(0, -4);
  for (const { table_name: name } of tables) {
    const found = await records.postgres.query(
      `select 1 from "${String(name)}" as line where strpos(line::text, $1) > 0
        or strpos(line::text, $2) > 0 or strpos(line::text, $3) > 0`,
      [text, hex, base64],
    );
    if (found.length > 0) holding.push(String(name));
  }
  return holding;
}

it('reads nothing of a person whose key was destroyed, and never fails over it', async () => {
  const { conversationId, messageId } = await aConversation(records);
  await records.postgres.query(
    `update person_keys set wrapped_key = null, destroyed_at = now() where key_id =
      (select key_id from persons join conversations using (person_id) where conversation_id = $1)`,
    [conversationId],
  );
  const other = await records.another();

  expect((await other.conversations.find(conversationId))?.address).toBe('');
  const { lines } = await other.conversations.view({ conversationId, after: 0, reader: 'staff' });
  expect(lines).toMatchObject([{ id: messageId, text: '' }]);
  await expect(other.inbox.commit(aDelivery({ from: aSender() }))).resolves.toMatchObject({
    isNew: true,
  });
});

it('forgets a destroyed key within a minute in a process that had it in memory', async () => {
  const { conversationId } = await aConversation(records);
  expect((await records.conversations.find(conversationId))?.address).not.toBe('');
  await records.postgres.query(
    `update person_keys set wrapped_key = null, destroyed_at = now() where key_id =
      (select key_id from persons join conversations using (person_id) where conversation_id = $1)`,
    [conversationId],
  );
  records.clock.pass(60_000);
  expect((await records.conversations.find(conversationId))?.address).toBe('');
});

it('opens no words that were moved under another key id, or changed', async () => {
  const keys = keysUnder(7);
  const [one, other] = await database.transaction(async (tx) => [
    await keys.create(tx),
    await keys.create(tx),
  ]);
  const sealed = await keys.seal({ keyId: one ?? '', text: 'mine' });
  expect(await keys.unseal(sealed)).toBe('mine');

  const moved = Buffer.from(sealed);
  moved.write(other ?? '', 2, 'utf8');
  await expect(keys.unseal(moved)).rejects.toThrow();
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await expect(keys.unseal(changed)).rejects.toThrow();
});

it('says so when the master key is not the one that the keys were made under', async () => {
  const keyId = await database.transaction((tx) => keysUnder(7).create(tx));
  await expect(keysUnder(8).seal({ keyId, text: 'mine' })).rejects.toThrow(
    `key ${keyId} does not open: it was made under another master key`,
  );
});

it('looks an address up by a hash that another master key does not give', () => {
  const address = { kind: 'wa_id', value: '12025550101' } as const;
  expect(keysUnder(7).hashAddress(address)).toBe(keysUnder(7).hashAddress({ ...address }));
  expect(keysUnder(7).hashAddress(address)).not.toBe(keysUnder(8).hashAddress(address));
});

it('seals nothing under a key that was rolled back with its transaction', async () => {
  const keys = keysUnder(7);
  await records.postgres.query(`delete from person_keys where key_id = 'house'`);
  const undone = database.transaction(async (tx) => {
    await keys.seal({ keyId: await keys.houseKeyId(tx), text: 'undone' }, tx);
    throw new Error('rolled back');
  });
  await expect(undone).rejects.toThrow('rolled back');
  const sealed = await keys.seal({ keyId: await keys.houseKeyId(), text: 'kept' });
  expect(await keysUnder(7).unseal(sealed)).toBe('kept');
});

it('refuses to start under another master key', async () => {
  const start = createPostgresRecords({
    url: records.postgres.url,
    masterKey: new Uint8Array(32).fill(8),
    migrationsFolder,
  });
  await expect(start).rejects.toThrow('key house does not open');
});
