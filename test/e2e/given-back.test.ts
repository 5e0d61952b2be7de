import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { residentOf } from './support/resident.ts';
import { signIn } from './support/staff.ts';

// A resident whose helper went home must not wait for nobody.
let house: OpenHouse;
let database: Client;
let connection: Connection;
beforeAll(async () => {
  house = await openHouse();
  database = new Client({ connectionString: house.databaseUrl });
  await database.connect();
  connection = await Connection.connect({ address: house.temporalAddress });
});
afterAll(async () => {
  await connection?.close();
  await database?.end();
  await house?.close();
});

const Shown = z.object({
  heldBy: z.object({ staffId: z.string() }).nullable(),
  handOff: z.object({ reason: z.string() }).nullable(),
});

test('rings anew for what an owner gave back, and for what somebody held who no longer works there', async () => {
  const { conversation_id: id } = await residentOf(house, 'HC-4B-01').write('A person, please.');
  const mara = await signIn(house, 'mara');
  const theo = await signIn(house, 'theo');
  const shown = async () => Shown.parse((await mara.get(`/conversations/${id}`)).body);
  const statusOf = async (handOffId: string): Promise<string> => {
    const handle = new TemporalClient({ connection }).workflow.getHandle(`hand-off/${handOffId}`);
    return (await handle.describe()).status.name;
  };
  const openHandOff = async (): Promise<string> => {
    const { rows } = await database.query(
      `select hand_off_id from hand_offs where conversation_id = $1 and closed_at is null`,
      [id],
    );
    return String(rows[0]?.hand_off_id);
  };
  await until('somebody is asked', async () => (await shown()).handOff !== null);
  const first = await openHandOff();
  await theo.post(`/conversations/${id}/take-over`);
  const held = (await shown()).heldBy?.staffId;
  const given = await theo.post(`/conversations/${id}/assign`, { to: null, from: held });
  expect(given.status).toBe(200);
  const second = await openHandOff();
  expect(second).not.toBe(first);
  await until('the new one is under way', async () => (await statusOf(second)) === 'RUNNING');
  await until('the old one has ended', async () => (await statusOf(first)) === 'COMPLETED');

  await theo.post(`/conversations/${id}/take-over`);
  await database.query('delete from staff_rights where user_id = $1', [held]);
  await until('it is back in the queue', async () => (await shown()).heldBy === null);
  const third = await openHandOff();
  await until('the third is under way', async () => (await statusOf(third)) === 'RUNNING');
  await until('the second has ended', async () => (await statusOf(second)) === 'COMPLETED');
});
