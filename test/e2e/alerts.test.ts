import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { listenForAlerts, type AlertListener } from './support/alert-listener.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

// What rings, as whoever listens outside the house hears it. Each test stands alone; they share one house.

let house: OpenHouse;
let listener: AlertListener;
beforeAll(async () => {
  listener = await listenForAlerts();
  house = await openHouse(listener.settings, {
    rules: {
      'property/harbor-court/layer.json': { version: 'quick' },
      'property/harbor-court/hand-off.json': { warnAfterMinutes: 0.05, breachAfterMinutes: 0.1 },
    },
  });
}, 300_000);
afterAll(async () => {
  await house.close();
  await listener.close();
});

const People = z.array(
  z.object({
    staffId: z.string(),
    email: z.string(),
    role: z.string(),
    propertyIds: z.array(z.string()),
  }),
);
const Alert = z.object({
  state: z.string(),
  acceptedBy: z.string().nullable(),
  closedBecause: z.string().nullable(),
});

async function peopleByName() {
  const admin = await signIn(house, 'odile');
  const people = People.parse((await admin.get('/staff')).body);
  const find = (name: string) => {
    const found = people.find(({ email }) => email === `${name}@staff.example`);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  };
  return { admin, find };
}

async function inDatabase(statement: string): Promise<void> {
  const client = new Client({ connectionString: house.databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

test('an approval rings for the managers, and is no longer needed once one of them has decided', async () => {
  const { find } = await peopleByName();
  const resident = residentOf(house, 'HC-4B-01');
  await resident.ask('There is a leak under my kitchen sink, the bucket holds it');
  const confirmed = await resident.write('yes');
  const ring = await listener.hears(({ kind }) => kind === 'approval');
  expect(ring).toMatchObject({ attempt: 0, contacts: [find('mara').staffId], isUnheard: false });

  const manager = await signIn(house, 'mara');
  const pending = z
    .array(z.object({ approvalId: z.string(), digest: z.string() }))
    .parse((await manager.get('/approvals?state=pending')).body);
  const { approvalId = 'none', digest } = pending[0] ?? {};
  await manager.post(`/approvals/${approvalId}/decision`, { decision: 'approve', digest });
  await resident.hears(confirmed, says('was approved'));
  const alert = async () => Alert.parse((await manager.get(`/alerts/${ring.alertId}`)).body);
  await until('the alert is over', async () => (await alert()).state === 'closed');
  expect(await alert()).toMatchObject({ acceptedBy: null, closedBecause: 'approved' });
});

// The calendar that never opens stands for one that is closed for longer than anybody can wait.
test('somebody who waits for a person rings the desk and then the managers, by the clocks of the rules', async () => {
  await inDatabase(`update properties set calendar = jsonb_set(calendar, '{weekly}', '{}')
    where property_id = 'harbor-court'`);
  await residentOf(house, 'HC-6A-01').ask('I want to talk to a person please');
  const { find } = await peopleByName();
  const warned = await listener.hears(({ headline }) => headline.includes('warned'));
  const breached = await listener.hears(({ headline }) => headline.includes('breached'));
  expect(warned).toMatchObject({ kind: 'hand-off' });
  expect(warned.contacts).toContain(find('theo').staffId);
  expect(breached).toMatchObject({ kind: 'hand-off', contacts: [find('mara').staffId] });
});

// Safety: what the People page says is who is woken, and a property without anybody rings somebody all the same.
test('a danger rings whom the People page puts on call, and without them and without contacts the managers', async () => {
  const { admin, find } = await peopleByName();
  const setOnCall = async (name: string, places: string[]): Promise<void> => {
    const { staffId, role, propertyIds } = find(name);
    const position = { role, property_ids: propertyIds, on_call_at: places };
    expect(await admin.put(`/staff/${staffId}`, position)).toMatchObject({ status: 200 });
  };
  await setOnCall('theo', []);
  await setOnCall('mara', ['harbor-court']);
  await residentOf(house, 'HC-3A-01').write('I smell gas in the kitchen');
  const gas = await listener.hears(({ headline }) => headline.includes('gas'));
  expect(gas).toMatchObject({ class: 'P0', attempt: 0, contacts: [find('mara').staffId] });

  await setOnCall('mara', []);
  await inDatabase(`update properties set contacts = contacts || '{"onCall": [], "managers": []}'
    where property_id = 'harbor-court'`);
  await residentOf(house, 'HC-5A-01').write('There is a fire in my kitchen');
  const fire = await listener.hears(({ headline }) => headline.includes('fire'));
  expect(fire).toMatchObject({ contacts: [find('mara').staffId], isUnheard: false });
});
