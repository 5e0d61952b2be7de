import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInboxHouse, type InboxHouse } from './inbox-house.ts';

let house: InboxHouse;
beforeAll(async () => {
  house = await startInboxHouse();
});
afterAll(() => house.stop());

test('shows the ledger to managers, asks the platform each time and puts it on the record', async () => {
  const { conversationId, path } = await house.aWriter('kim');
  expect((await house.call('theo', `${path}/ledger`)).status).toBe(403);
  expect((await house.call('oak', `${path}/ledger`)).status).toBe(403);
  expect(house.platform.count('readLedger').called).toBe(0);
  const shown = await house.call('mara', `${path}/ledger`);
  expect(shown.body).toMatchObject({
    kind: 'ledger',
    ledger: {
      balanceCents: 35_000,
      entries: [{ description: 'Payment' }, { description: 'Rent', amountCents: 185_000 }],
    },
  });
  expect(shown.headers.get('cache-control')).toBe('no-store');
  await house.call('mara', `${path}/ledger`);
  expect(house.platform.count('readLedger').called).toBe(2);
  const entries = await house.records.postgres.query(
    `select event, facts - 'durationMs' as facts from audit_entries
    where facts->>'operation' = 'read-ledger' order by position limit 2`,
  );
  const who = { conversationId, residentId: 'kim', staffId: 'mara' };
  const facts = { ...who, connectionId: 'elm', operation: 'read-ledger' };
  expect(entries).toEqual([
    { event: 'call.started', facts },
    { event: 'call.ended', facts: { ...facts, outcome: 'ok' } },
  ]);
  expect(await house.records.auditLog.verify()).toEqual([]);
});

test('says that it cannot see a ledger while the platform is down, and that there is none without a lease', async () => {
  const { path } = await house.aWriter('kim');
  house.platform.spoil({ operation: 'readLedger', fault: { kind: 'unavailable' } });
  expect((await house.call('mara', `${path}/ledger`)).body).toEqual({ kind: 'unseen' });
  house.platform.spoil({
    operation: 'findResident',
    fault: { kind: 'rate-limited', retryAfterMs: 1 },
  });
  expect((await house.call('mara', `${path}/ledger`)).body).toEqual({ kind: 'unseen' });
  const unknown = await house.aWriter();
  expect((await house.call('mara', `${unknown.path}/ledger`)).body).toEqual({ kind: 'no-lease' });
  expect(await house.records.auditLog.verify()).toEqual([]);
});

// Privacy: a conversation may stand at one property and the lease of who writes at another.
test('keeps the ledger of a lease from who has no right at its property', async () => {
  const { path } = await house.aWriter('kim');
  await house.records.postgres.query(`update conversations set property_id = 'oak-house'
    where conversation_id = '${path.split('/').at(-1)}'`);
  const before = house.platform.count('readLedger').called;
  expect((await house.call('oak', `${path}/ledger`)).status).toBe(403);
  expect(house.platform.count('readLedger').called).toBe(before);
});

// Privacy: staff need not see the card that somebody has typed; who looks at it all the same is on the record.
test('hides numbers in a resident’s words, and shows them to who asks, on the record', async () => {
  const text = 'Charge 4111 1111 1111 1111 please, the gate code is 4471';
  const { messageId, path, conversationId } = await house.aWriter(null, text);
  const [one, list, messages] = await Promise.all(
    [path, '/conversations?queue=all', `${path}/messages`].map((each) => house.call('theo', each)),
  );
  expect(JSON.stringify(one?.body)).toContain('[card number removed]');
  expect(JSON.stringify([one?.body, list?.body, messages?.body])).not.toMatch(/4111|4471/);
  expect(await house.post('theo', `${path}/reveal`, { message_id: messageId })).toMatchObject({
    body: { text },
  });
  expect((await house.post('theo', `${path}/reveal`, { message_id: 'none' })).status).toBe(404);
  const entries = await house.records.postgres.query(
    `select facts from audit_entries where event = 'message.revealed'`,
  );
  expect(entries).toEqual([{ facts: { conversationId, messageId, staffId: 'theo' } }]);
});
