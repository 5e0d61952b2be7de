import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makePdf } from '../../sample/make-pdfs.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a policy question is answered with the sentence of the document, its page and the notice of an assistant', async () => {
  const events = await residentOf(house, 'HC-4B-01').ask('When are quiet hours?');
  expect(replies(events).join()).toMatch(/automatic assistant/);
  expect(events).toContainEqual(
    expect.objectContaining({
      event: 'reply',
      sources: expect.arrayContaining([
        expect.objectContaining({
          document: 'Harbor Court Community Rules',
          page: expect.any(Number),
          quote: expect.stringContaining('10 p.m.'),
        }),
      ]),
    }),
  );
});

test('a webhook that is delivered three times is answered once', async () => {
  const resident = residentOf(house, 'HC-2C-02');
  const first = await resident.write('How much is the pet deposit?', 'the-same-key');
  const again = await resident.write('How much is the pet deposit?', 'the-same-key');
  await resident.write('How much is the pet deposit?', 'the-same-key');
  expect(again.message_id).toBe(first.message_id);
  await resident.hears(first, (event) => event.event === 'reply');
  const after = await resident.ask('thanks');
  expect(after.length).toBeGreaterThan(0);
  expect(replies(await resident.news(first)).filter((text) => /deposit/i.test(text))).toHaveLength(
    1,
  );
});

const Approval = z.object({
  approvalId: z.string(),
  digest: z.string(),
  subject: z.object({ reference: z.string(), ceilingCents: z.number() }),
});
const Request = z.object({
  state: z.string(),
  workOrderExternalId: z.string().nullable(),
  vendors: z.array(z.object({ id: z.string(), name: z.string() })),
});

test('a leak becomes one work order that waits for a manager, then vendor, window and done', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.ask('There is a leak under my kitchen sink, the bucket holds it');
  const opened = asked.find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  const { reference } = opened;
  expect(replies(asked).join()).toMatch(/Is that right\?/);

  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says(`${reference}.*A manager must approve the plumber`));

  const manager = await signIn(house, 'mara');
  let approval: z.infer<typeof Approval> | undefined;
  await until('a manager is asked', async () => {
    const { body } = await manager.get('/approvals');
    approval = z
      .array(Approval)
      .parse(body)
      .find(({ subject }) => subject.reference === reference);
    return approval !== undefined;
  });
  const path = `/maintenance-requests/${reference}`;
  const read = async () => Request.parse((await manager.get(path)).body);
  await until('the order is held', async () => (await read()).workOrderExternalId !== null);
  const [vendor] = (await read()).vendors;
  if (!vendor || !approval) throw new Error('no vendor or no approval');

  // Money: no vendor before the manager has said yes, and only by somebody who may.
  expect((await manager.post(`${path}/vendor`, { vendor_id: vendor.id })).status).toBe(409);
  const { approvalId, digest } = approval;
  const decision = { decision: 'approve', digest };
  const agent = await signIn(house, 'theo');
  expect((await agent.post(`/approvals/${approvalId}/decision`, decision)).status).toBe(403);
  const other = { decision: 'approve', digest: 'f'.repeat(64) };
  expect((await manager.post(`/approvals/${approvalId}/decision`, other)).status).toBe(409);
  expect((await manager.post(`/approvals/${approvalId}/decision`, decision)).status).toBe(200);
  const late = { decision: 'reject', digest, reason: 'too late' };
  expect(await manager.post(`/approvals/${approvalId}/decision`, late)).toMatchObject({
    status: 409, // the first decision stands
    body: { detail: expect.stringMatching(/^You have approved this already/) },
  });
  await resident.hears(confirmed, says(`${reference} was approved`));

  await until('the order is released', async () => (await read()).state === 'open');
  expect((await manager.post(`${path}/vendor`, { vendor_id: vendor.id })).status).toBe(202);
  await resident.hears(confirmed, says(`${vendor.name} will take care of ${reference}`));
  const window = { from: '2099-12-01T14:00:00Z', to: '2099-12-01T16:00:00Z' };
  expect((await manager.post(`${path}/window`, window)).status).toBe(202);
  await resident.hears(confirmed, says(`${reference} is scheduled: .*09:00-11:00`));
  expect((await manager.post(`${path}/done`)).status).toBe(202);
  await resident.hears(confirmed, says(`${reference}.*marked as done. Is it solved`));

  const solved = await resident.write('yes, all good');
  await resident.hears(solved, says('from 1 \\(bad\\) to 5'));
  await resident.ask('5');
  await until('it is closed', async () => (await read()).state === 'closed');
  const told = replies(await resident.news(confirmed));
  expect(told.filter((text) => text.includes('will take care of'))).toHaveLength(1);
});

test('a hand-off is answered by a person, and the assistant is silent until released', async () => {
  const resident = residentOf(house, 'HC-5A-01');
  const asked = await resident.write('I want to talk to a person please');
  await resident.hears(asked, says('a person will answer you by'));
  const agent = await signIn(house, 'theo');
  const path = `/conversations/${asked.conversation_id}`;
  expect((await agent.post(`${path}/replies`, reply('too early', 'k0'))).status).toBe(409);
  expect((await agent.post(`${path}/take-over`)).status).toBe(200);
  const manager = await signIn(house, 'mara');
  expect((await manager.post(`${path}/take-over`)).status).toBe(409); // somebody else holds it

  const silent = await resident.ask('When are quiet hours?');
  expect(replies(silent)).toEqual([]);
  expect(
    (await agent.post(`${path}/replies`, reply('Theo here, how can I help?', 'k1'))).status,
  ).toBe(202);
  await resident.hears(asked, (event) => event.event === 'reply' && event.from === 'staff');
  expect((await agent.post(`${path}/release`)).status).toBe(200);
  expect(replies(await resident.ask('When are quiet hours?')).join()).toMatch(/10 p\.m\./);
});

const reply = (text: string, key: string) => ({ text, idempotency_key: key });

test('a PDF that the house has never seen is answered from once it is published', async () => {
  const pdf = await makePdf(
    [
      '---',
      'title: Bicycle room notice',
      'kind: rules',
      'scope: property:harbor-court',
      'version: 1',
      'effective_from: 2026-11-01',
      '---',
      '',
      '# Bicycle room notice',
      '',
      '## Opening of the bicycle room',
      '',
      'The bicycle room in the basement opens at 5:45 a.m. and closes at 11:15 p.m. every day.',
      'Bicycles without a tag are taken to storage after 14 days.',
    ].join('\n'),
  );
  const query = new URLSearchParams({
    title: 'Bicycle room notice',
    scope: 'property:harbor-court',
  });
  const headers = { 'x-nightporter-secret': house.webhookSecret };
  const body = new Uint8Array(pdf);
  const sent = await fetch(`${house.url}/documents?${query.toString()}`, {
    method: 'POST',
    headers,
    body,
  });
  const { document_id: id } = z.object({ document_id: z.string() }).parse(await sent.json());
  await until('it is published', async () => {
    const answer = await fetch(`${house.url}/documents/${id}`, { headers });
    return JSON.stringify(await answer.json()).includes('"published"');
  });
  const events = await residentOf(house, 'HC-4B-01').ask('When does the bicycle room open?');
  expect(replies(events).join()).toMatch(/5:45 a\.m\./);
});
