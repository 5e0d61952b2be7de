import { DateTime } from 'luxon';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AskEvent } from '../../commands/ask-events.ts';
import { findDeadUrl } from '../fakes/loopback-server.ts';
import { listenForAlerts, type AlertListener, type HeardRing } from './support/alert-listener.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { preparePlatformOutage, type PlatformOutage } from './support/platform-outage.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let listener: AlertListener;
let house: OpenHouse;
let outage: PlatformOutage;
beforeAll(async () => {
  listener = await listenForAlerts();
  const dead = { OPENAI_API_KEY: 'dead', OPENAI_BASE_URL: `${await findDeadUrl()}/v1` };
  house = await openHouse({ ...listener.settings, ...dead });
  await moveToTwoAtNight(house);
  outage = await preparePlatformOutage(house.databaseUrl);
});
afterAll(async () => {
  await outage.close();
  await house.close();
  await listener.close();
});

/** Puts the building where it is between two and three at night now. */
async function moveToTwoAtNight({ databaseUrl }: OpenHouse): Promise<void> {
  const east = ((2 - new Date().getUTCHours() + 36) % 24) - 12;
  const zone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`; // POSIX counts to the west
  expect(DateTime.now().setZone(zone).hour).toBe(2);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(
    `update properties set calendar = jsonb_set(calendar, '{zone}', to_jsonb($1::text))
      where property_id = 'harbor-court'`,
    [zone],
  );
  await client.end();
  expect(rowCount).toBe(1);
}

const GAS = 'I smell gas in the kitchen';
const isSafety = (event: AskEvent): boolean =>
  event.event === 'reply' && event.from === 'safety' && says('Leave the building now')(event);

/** What has rung since a point in the listener's notes. */
const rungSince = (start: number): HeardRing[] => listener.heard.slice(start);

const Request = z.object({
  workOrderExternalId: z.string().nullable(),
  writes: z.array(z.object({ state: z.string() })),
});

// Safety: a gas leak at 2 am is answered whatever is down.
test('a gas smell at 2 am is answered and alarmed at once with a dead model, and a person accepts it', async () => {
  const heard = listener.heard.length;
  const resident = residentOf(house, 'HC-4B-01');
  const written = await resident.write(GAS);
  await resident.hears(written, isSafety);
  await until('the alert rings', async () => rungSince(heard).length > 0);
  await resident.hears(written, (event) => event.event === 'opened' && event.class === 'P0');
  await resident.hears(written, says('Our on-call team is being called'));

  const [ring] = rungSince(heard);
  expect(ring).toMatchObject({ kind: 'danger', class: 'P0', attempt: 0 });
  const agent = await signIn(house, 'theo');
  expect((await agent.post(`/alerts/${ring?.alertId}/accept`)).status).toBe(200);
  await resident.hears(written, says('A person of our team has taken this on'));
});

// Safety: neither who writes nor what it means can be asked of anybody, and still nobody is left alone.
test('a gas smell at 2 am with the model and the platform both dead is answered and alarmed, then told its number once', async () => {
  const heard = listener.heard.length;
  const resident = residentOf(house, 'HC-2C-02');
  await outage.begin('all');
  const written = await resident.write(GAS);
  await resident.hears(written, isSafety);
  await until('the alert rings', async () => rungSince(heard).length > 0);
  expect(rungSince(heard)).toMatchObject([{ kind: 'danger', class: 'P0', attempt: 0 }]);

  const opened = await resident.hears(written, (event) => event.event === 'opened');
  const reference = opened.event === 'opened' ? opened.reference : 'none';
  expect(opened).toMatchObject({ class: 'P0' });
  await resident.hears(written, says(reference));
  const [safety, told, ...more] = replies(await resident.news(written));
  expect(safety).toMatch(/^Leave the building now/);
  expect(told).toMatch(
    new RegExp(`has the number ${reference} .*on-call team is being called until somebody answers`),
  );
  expect(told).toMatch(/The office is closed now; a person will answer you by \w+ 09:30/);
  expect(more).toEqual([]);

  await outage.end();
  const manager = await signIn(house, 'mara');
  const read = async () =>
    Request.parse((await manager.get(`/maintenance-requests/${reference}`)).body);
  await until('the order stands', async () => (await read()).workOrderExternalId !== null);
  expect(await outage.count(reference)).toBe(1);
  await resident.ask('thanks');
  const all = await resident.news(written);
  expect(all.filter(isSafety)).toHaveLength(1);
  expect(replies(all).filter((text) => text.includes(reference))).toEqual([told]);
  expect(rungSince(heard)).toHaveLength(1);
});
