import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from './support/open-house.ts';
import { notePlatformWrites, type PlatformNotes } from './support/platform-notes.ts';
import { signIn } from './support/staff.ts';
import { metaWebhook, openWhatsAppHouse, type WhatsAppHouse } from './support/whatsapp.ts';

let door: WhatsAppHouse;
let platform: PlatformNotes;
beforeAll(async () => {
  door = await openWhatsAppHouse();
  platform = await notePlatformWrites(door.house.databaseUrl);
});
afterAll(async () => {
  expect(door.graph.faults).toEqual([]);
  await door.close();
});

const RESIDENT = '12125550100'; // Harbor Court 4B
const NEIGHBOUR = '12125550103'; // Harbor Court 1B
const LEAK = 'There is a leak under my kitchen sink, the bucket holds it';
const APPROVED = /was approved/;

const Approval = z.object({
  approvalId: z.string(),
  digest: z.string(),
  state: z.string(),
  subject: z.object({ reference: z.string() }),
});

/** Every part killed, and started again as after a power cut. */
async function restartAll(): Promise<void> {
  for (const part of ['api', 'worker', 'temporal', 'postgres'] as const)
    await door.house.kill(part);
  for (const part of ['postgres', 'temporal'] as const) await door.house.start(part);
  await Promise.all([door.house.start('worker'), door.house.start('api')]);
}

/** How many entries of the trail tell that an approval has ended. */
async function countDecisions(approvalId: string): Promise<number> {
  const client = new Client({ connectionString: door.house.databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(
    `select from audit_entries where event = 'approval.ended' and facts ->> 'approvalId' = $1`,
    [approvalId],
  );
  await client.end();
  return rowCount ?? 0;
}

// Money, and once: what was promised before the lights went out is kept afterwards, one time.
test('a restart of everything during an approval leaves one decision, one release at the platform and one message of it', async () => {
  const phone = door.sender(RESIDENT);
  await phone.ask(LEAK);
  const yes = metaWebhook({
    messages: [{ from: RESIDENT, id: 'wamid.YES=', type: 'text', text: { body: 'yes' } }],
  });
  expect(await door.post(yes)).toBe(200);
  await until('a manager is asked', async () =>
    phone.received().some((text) => /A manager must approve/.test(text)),
  );
  const pending = async (): Promise<z.infer<typeof Approval>[]> => {
    const { body } = await (await signIn(door.house, 'mara')).get('/approvals?state=pending');
    return z.array(Approval).parse(body);
  };
  await until('it is on the desk', async () => (await pending()).length === 1);
  const [approval] = await pending();
  if (!approval) throw new Error('unreachable: until() has seen it');
  const { approvalId, digest, subject } = approval;
  const held = { operation: 'insert', status: 'Awaiting Approval' };
  await until('the order is held', async () => (await platform.of(subject.reference)).length > 0);
  const before = phone.received();

  await restartAll();
  expect(await door.post(yes)).toBe(200); // Meta has not heard our 200 and delivers it again
  expect(await pending()).toEqual([approval]);
  const manager = await signIn(door.house, 'mara');
  const path = `/approvals/${approvalId}/decision`;
  const decision = { decision: 'approve', digest };
  // A manager whose screen hung presses twice.
  const answers = await Promise.all([manager.post(path, decision), manager.post(path, decision)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await until('the resident hears it', async () =>
    phone.received().some((text) => APPROVED.test(text)),
  );
  const late = { decision: 'reject', digest, reason: 'too late' };
  expect(await manager.post(path, late)).toMatchObject({ status: 409 });
  await phone.ask('thanks'); // a later turn, so a second message of it would have come by now

  expect(await platform.of(subject.reference)).toEqual([
    held,
    { operation: 'update', status: 'New' },
  ]);
  expect(await countDecisions(approvalId)).toBe(1);
  const since = phone.received().slice(before.length);
  expect(since.filter((text) => APPROVED.test(text))).toHaveLength(1);
  expect(since).toHaveLength(2); // the news and the thanks: nothing for what was delivered again
}, 240_000);

// Once: Meta delivers again for days whenever it has not seen our 200.
test('a webhook that comes three times at once, again after its answer and again to another worker is answered once', async () => {
  const phone = door.sender(NEIGHBOUR);
  const question = metaWebhook({
    messages: [
      { from: NEIGHBOUR, id: 'wamid.ASK=', type: 'text', text: { body: 'When are quiet hours?' } },
    ],
  });
  const deliveries = [1, 2, 3].map(() => door.post(question));
  expect(await Promise.all(deliveries)).toEqual([200, 200, 200]);
  await until('it is answered', async () => phone.received().length > 0);
  expect(await door.post(question)).toBe(200);
  await door.house.kill('worker');
  expect(await door.post(question)).toBe(200);
  await door.house.start('worker');
  expect(await door.post(question)).toBe(200);
  await phone.ask('thanks'); // a later turn, so a second answer would have come by now
  const [answer, thanks, ...more] = phone.received();
  expect(answer).toMatch(/10 p\.m\. to 7 a\.m\./);
  expect(thanks).toMatch(/welcome/i);
  expect(more).toEqual([]);
}, 240_000);
