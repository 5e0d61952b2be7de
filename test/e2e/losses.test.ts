import { createServer, type Server } from 'node:http';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../engines/free-port.ts';
import { startCuttableProxy } from '../fakes/cuttable-proxy.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse | null = null;
let listener: Server | null = null;
afterEach(async () => {
  await house?.close();
  listener?.close();
  house = null;
  listener = null;
});

const GAS = 'I smell gas in the kitchen';

/** An alert's door that takes note of who is called. */
async function listenForAlerts() {
  const heard: { alertId: string; class: string; attempt: number }[] = [];
  const port = await freePort();
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(JSON.parse(Buffer.concat(chunks).toString()).alert);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => listener?.listen(port, '127.0.0.1', resolve));
  const settings = {
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/alerts`,
    ALERT_WEBHOOK_SECRET: 'a-secret-for-tests-only',
  };
  return { heard, settings };
}

test('a worker killed half way loses nothing: the question is answered once by the next one', async () => {
  house = await openHouse();
  const resident = residentOf(house, 'HC-4B-01');
  await resident.ask('hello');
  const asked = await resident.write('When are quiet hours?');
  await house.kill('worker');
  await house.start('worker');
  await resident.hears(asked, says('10 p.m.'));
  await resident.ask('thanks');
  const told = replies(await resident.news(asked)).filter((text) => /10 p\.m\./.test(text));
  expect(told).toHaveLength(1);
});

test('an alert that nobody accepts rings again after its worker was killed', async () => {
  const { heard, settings } = await listenForAlerts();
  house = await openHouse(settings);
  const resident = residentOf(house, 'HC-4B-01');
  await resident.write(GAS);
  await until('it rings', async () => heard.length > 0);
  await house.kill('worker');
  await house.start('worker');
  const agent = await signIn(house, 'theo');
  await until('it is still ringing', async () => {
    const { body } = await agent.get('/alerts?state=ringing');
    return JSON.stringify(body).includes(heard[0]?.alertId ?? 'none');
  });
});

const Request = z.object({
  writes: z.array(z.object({ state: z.string(), attempts: z.number() })),
  workOrderExternalId: z.string().nullable(),
});

// One ticket: the order stands at the platform, and nobody has heard so.
test('a worker killed between the commit of the platform and its answer leaves one work order', async () => {
  house = await openHouse();
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.ask('There is a leak under my kitchen sink, the bucket holds it');
  const opened = asked.find((event) => event.event === 'opened');
  const reference = opened?.event === 'opened' ? opened.reference : 'none';

  const proxy = await startCuttableProxy({ port: Number(new URL(house.databaseUrl).port) });
  const proxied = new URL(house.databaseUrl);
  proxied.port = String(proxy.port);
  await house.kill('worker');
  await house.start('worker', { DATABASE_URL: proxied.href });
  const killed = new Promise<void>((resolve, reject) => {
    const kill = (): void => void house?.kill('worker').then(resolve, reject);
    proxy.loseAnswerTo('insert into embedded_platform.work_orders', kill);
  });
  await resident.write('yes');
  await killed;
  await proxy.close();
  await house.start('worker');

  const manager = await signIn(house, 'mara');
  const read = async () =>
    Request.parse((await manager.get(`/maintenance-requests/${reference}`)).body);
  await until('the order is found', async () => (await read()).workOrderExternalId !== null);
  expect((await read()).writes).toMatchObject([{ state: 'confirmed', attempts: 1 }]);
  expect(await countWorkOrders(house.databaseUrl, reference)).toBe(1);
});

async function countWorkOrders(url: string, reference: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      'select 1 from embedded_platform.work_orders where description like $1',
      [`%[ref ${reference}]%`],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
