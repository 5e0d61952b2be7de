import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse;
let platform: Client;
beforeAll(async () => {
  house = await openHouse();
  platform = new Client({ connectionString: house.databaseUrl });
  await platform.connect();
});
afterAll(async () => {
  await platform.end();
  await house.close();
});

const Order = z.object({
  status: z.string(),
  permission_to_enter: z.string(),
  description: z.string(),
});

/** The platform's own record of a request; null while there is none. */
async function orderOf(reference: string): Promise<z.infer<typeof Order> | null> {
  const { rows } = await platform.query(
    'select status, permission_to_enter, description from embedded_platform.work_orders where description like $1',
    [`%[ref ${reference}]%`],
  );
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows.length === 0 ? null : Order.parse(rows[0]);
}

async function report(resident: ReturnType<typeof residentOf>, text: string): Promise<string> {
  const opened = (await resident.ask(text)).find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  return opened.reference;
}

test('what a leak report says of the visit stands in the order, and cancelling in chat takes the order back', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  const reference = await report(
    resident,
    'There is a leak under my kitchen sink, the bucket holds it. You can come in, we have a cat.',
  );
  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says(`${reference}.*A manager must approve`));
  await until('the order is there', async () => (await orderOf(reference)) !== null);
  expect(await orderOf(reference)).toMatchObject({
    status: 'Awaiting Approval',
    permission_to_enter: 'yes',
    description: expect.stringContaining('Pets: we have a cat'),
  });

  const cancelled = await resident.write('never mind, it fixed itself');
  await resident.hears(cancelled, says(`I am cancelling ${reference}`));
  await until(
    'the order is cancelled',
    async () => (await orderOf(reference))?.status === 'Canceled',
  );
  const manager = await signIn(house, 'mara');
  await until('the request is cancelled', async () => {
    const { body } = await manager.get(`/maintenance-requests/${reference}`);
    return z.object({ state: z.string() }).parse(body).state === 'cancelled';
  });
  const told = replies(await resident.news(confirmed));
  expect(told.filter((text) => /may we come in/.test(text))).toEqual([]); // it was told already
  expect(told.filter((text) => /cancel/i.test(text))).toHaveLength(1);
});

test('what was not said is asked once, and the answer reaches the order that is already there', async () => {
  const resident = residentOf(house, 'HC-5A-01');
  const reference = await report(resident, 'There is a mouse in my kitchen');
  const confirmed = await resident.write('yes');
  await resident.hears(confirmed, says(`${reference}.*may we come in`));
  await until('the order is there', async () => (await orderOf(reference)) !== null);
  expect(await orderOf(reference)).toMatchObject({ permission_to_enter: 'unknown' });

  const answered = await resident.ask('yes, we have two dogs, after 3');
  expect(replies(answered).join()).toMatch(new RegExp(`noted that for ${reference}`));
  await until(
    'the order carries the answer',
    async () => (await orderOf(reference))?.permission_to_enter === 'yes',
  );
  const { description } = (await orderOf(reference)) ?? { description: '' };
  expect(description).toContain('Pets: we have two dogs');
  expect(description).toContain('Times: after 3');

  const more = await resident.ask('It is getting worse');
  expect(replies(more).join()).toMatch(new RegExp(`added that to ${reference}`));
  await until('the order says so', async () =>
    Boolean((await orderOf(reference))?.description.includes('Resident adds: It is getting worse')),
  );
  const all = replies(await resident.news(confirmed));
  expect(all.filter((text) => /may we come in/.test(text))).toHaveLength(1);
});
