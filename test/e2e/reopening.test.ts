import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { residentOf, says, type ResidentAtPortal } from './support/resident.ts';
import { signIn, type StaffMember } from './support/staff.ts';

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

/** How the platform's orders with that marker stand. */
async function ordersOf(reference: string): Promise<string[]> {
  const { rows } = await platform.query(
    'select status from embedded_platform.work_orders where description like $1',
    [`%[ref ${reference}]%`],
  );
  return z
    .array(z.object({ status: z.string() }))
    .parse(rows)
    .map(({ status }) => status);
}

const Request = z.object({
  state: z.string(),
  class: z.string(),
  orderReference: z.string(),
  reopenings: z.number(),
  story: z.array(z.object({ kind: z.string() })),
});

const readAs =
  (staff: StaffMember, reference: string) => async (): Promise<z.infer<typeof Request>> =>
    Request.parse((await staff.get(`/maintenance-requests/${reference}`)).body);

/** The work is done, the resident says so, and the request is closed. */
async function closeBy(staff: StaffMember, resident: ResidentAtPortal, reference: string) {
  const read = readAs(staff, reference);
  const path = `/maintenance-requests/${reference}`;
  await until(
    'it can be marked done',
    async () => (await staff.post(`${path}/done`)).status === 202,
  );
  await until(
    'the resident is asked',
    async () => (await read()).state === 'awaiting-completion-check',
  );
  const solved = await resident.write('yes, all good');
  await resident.hears(solved, says('from 1 \\(bad\\) to 5'));
  await resident.ask('5');
  await until('it is closed', async () => (await read()).state === 'closed');
}

test('a repair that did not last is opened again under its number, by its resident and then by staff', async () => {
  const resident = residentOf(house, 'HC-5A-01');
  const staff = await signIn(house, 'theo');
  const asked = await resident.ask('There is a mouse in my kitchen. You can come in, no pets.');
  const opened = asked.find((event) => event.event === 'opened');
  if (opened?.event !== 'opened') throw new Error('nothing was opened');
  const { reference } = opened;
  await resident.ask('yes');
  const read = readAs(staff, reference);
  const { class: before } = await read();
  await closeBy(staff, resident, reference);

  const again = await resident.write(`${reference} is not fixed, the mouse is back`);
  await resident.hears(again, says(`I have reopened ${reference}`));
  const second = await read();
  expect(second).toMatchObject({ reopenings: 1 });
  expect(second.class < before).toBe(true); // P2 comes before P3
  expect(second.story).toContainEqual(expect.objectContaining({ kind: 'reopened' }));
  await until('a second order', async () => (await ordersOf(second.orderReference)).length > 0);
  expect(await ordersOf(reference)).toEqual(['Work Done']);
  await closeBy(staff, resident, reference);
  expect(await ordersOf(second.orderReference)).toHaveLength(1);

  // The row counts: while the engine is dead it is opened all the same, and begins when that is back.
  await house.kill('temporal');
  const reason = 'She called: it is still there.';
  const path = `/maintenance-requests/${reference}/reopen`;
  expect((await staff.post(path, { reason })).status).toBe(202);
  expect((await staff.post(path, { reason })).status).toBe(409);
  await house.start('temporal');
  await resident.hears(again, says(`I have reopened ${reference}. I will write by`));
  const third = await read();
  expect(third).toMatchObject({ reopenings: 2, class: second.class });
  await until('a third order', async () => (await ordersOf(third.orderReference)).length > 0);
  expect(await ordersOf(third.orderReference)).toHaveLength(1);
});
