import { Connection, WorkflowClient } from '@temporalio/client';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createPayloadCodec, payloadKeys } from '../../src/temporal/codec.ts';
import { platformOutboxWorkflowId } from '../../src/workflows/platform-outbox/contract.ts';
import { startCuttableProxy } from '../fakes/cuttable-proxy.ts';
import { answersIn } from '../support/activity-answers.ts';
import { listenForAlerts, type AlertListener, type HeardRing } from './support/alert-listener.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse | null = null;
let listener: AlertListener | null = null;
afterEach(async () => {
  await house?.close();
  await listener?.close();
  house = null;
  listener = null;
});

const GAS = 'I smell gas in the kitchen';

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

// The minutes of these rules: long enough for a worker to be killed in, short enough to wait for.
const NEXT_CONTACT_MINUTES = 0.25;
const RULES = {
  'property/harbor-court/layer.json': { version: 'quick' },
  'property/harbor-court/classes.json': { P0: { nextContactMinutes: NEXT_CONTACT_MINUTES } },
};

// A whole house, and one of its processes once more.
const RESTART_MS = 300_000;

// Safety: the next contact is woken by whichever worker lives, when it is time, and not before.
test(
  'an alert that nobody accepts rings again after its worker was killed',
  async () => {
    listener = await listenForAlerts();
    house = await openHouse(listener.settings, { rules: RULES });
    await residentOf(house, 'HC-4B-01').write(GAS);
    const first = await listener.hears((ring) => ring.class === 'P0');
    expect(first).toMatchObject({ kind: 'danger', attempt: 0 });
    await house.kill('worker');
    const isNext = (ring: HeardRing): boolean =>
      ring.alertId === first.alertId && ring.attempt === 1;
    expect(listener.heard.filter(isNext)).toEqual([]);
    await house.start('worker');
    const next = await listener.hears(isNext);
    const waitedMs = Date.parse(next.sentAt) - Date.parse(first.sentAt);
    expect(waitedMs).toBeGreaterThanOrEqual(NEXT_CONTACT_MINUTES * 60_000);
    expect(next.contacts.length).toBeGreaterThan(0);
  },
  RESTART_MS,
);

const Request = z.object({
  writes: z.array(z.object({ state: z.string(), attempts: z.number() })),
  workOrderExternalId: z.string().nullable(),
});

// One ticket: the order stands at the platform, and nobody has heard so.
test(
  'a worker killed between the commit of the platform and its answer leaves one work order',
  async () => {
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
    expect(await writersAnswers(house)).toEqual(
      expect.arrayContaining([
        { activity: 'markAmbiguous', answer: { state: 'ambiguous' } },
        { activity: 'nextWrite', answer: expect.objectContaining({ state: 'ambiguous' }) },
        { activity: 'searchWrite', answer: true },
      ]),
    );
  },
  RESTART_MS,
);

/** What the steps of the platform's one writer answered, as its history in Temporal tells who may decode it. */
async function writersAnswers({ temporalAddress, environment }: OpenHouse) {
  const { NIGHTPORTER_MASTER_KEY: masterKey = '' } = environment;
  const keys = payloadKeys({ masterKey: Buffer.from(masterKey, 'base64'), namespace: 'default' });
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const writer = new WorkflowClient({ connection }).getHandle(
      platformOutboxWorkflowId('embedded'),
    );
    return await answersIn(await writer.fetchHistory(), createPayloadCodec(keys));
  } finally {
    await connection.close();
  }
}

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
