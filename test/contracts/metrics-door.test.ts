import { request as ask } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWhatsAppChannel } from '../../src/adapters/channels/whatsapp/index.ts';
import { signatureOf } from '../../src/adapters/shared/signature.ts';
import { metricsRoutes, type MetricsDoor } from '../../src/api/routes/metrics.ts';
import { createReadWaiting } from '../../src/api/waiting-gauges.ts';
import { answerErrors } from '../../src/api/errors.ts';
import express from 'express';
import { demandDescribed } from './described.ts';
import { startPortalHouse, type PortalHouse } from './portal-house.ts';
import { serveApp } from './sign-in/signed-in.ts';

const APP_SECRET = 'an-app-secret-for-tests-only';
const TOKEN = 'a-token-of-a-prometheus';
let house: PortalHouse;
beforeAll(async () => {
  const whatsapp = createWhatsAppChannel({
    phoneNumberId: '770001112223334',
    accessToken: 'a-token-for-tests',
    appSecrets: [APP_SECRET],
    verifyToken: 'a-verify-token-for-tests',
    baseUrl: 'http://127.0.0.1:1/v25.0', // nothing is sent from here
  });
  house = await startPortalHouse({ whatsapp });
});
afterAll(() => house.stop());

/** What the house says was refused, by labels. */
async function refusals(): Promise<Record<string, number>> {
  const response = await fetch(`${house.url}/metrics`);
  const text = await response.clone().text();
  await demandDescribed({ route: 'GET /metrics', response });
  const lines = text.matchAll(/^nightporter_webhooks_refused_total\{(.*)\} (\d+)$/gm);
  return Object.fromEntries(Array.from(lines, ([, labels = '', count]) => [labels, Number(count)]));
}

/** How many rows there are of whatever a message leaves behind. */
async function rows(): Promise<unknown> {
  const tables = ['inbound_messages', 'unreadable_webhooks', 'persons', 'audit_entries', 'alerts'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  return house.records.postgres.query(`select ${counts.join()}`, []);
}

const json = { 'content-type': 'application/json' };
const signed = (body: string, secret: string) => ({
  ...json,
  'x-hub-signature-256': signatureOf({ bytes: Buffer.from(body), secret }),
});
const portal = (body: string) => ({
  path: '/webhook/resident-message',
  headers: { ...json, 'x-nightporter-secret': house.secret },
  body,
});
const HUGE = 'a'.repeat(70_000);

test.each([
  ['an unsigned webhook', 401, 'whatsapp', 'not-proven', () => knockOf('/webhooks/whatsapp')],
  [
    'a badly signed webhook',
    401,
    'whatsapp',
    'not-proven',
    () => knockOf('/webhooks/whatsapp', signed('{}', 'another-secret')),
  ],
  [
    'an oversized webhook',
    413,
    'whatsapp',
    'too-large',
    () => knockOf('/webhooks/whatsapp', json, 'a'.repeat(4 * 1024 * 1024 + 1)),
  ],
  ['a channel that nobody knows', 400, 'other', 'malformed', () => knockOf('/webhooks/fax-7')],
  ['a channel without a webhook', 404, 'other', 'not-found', () => knockOf('/webhooks/web-chat')],
  [
    'a portal without the secret',
    401,
    'portal',
    'not-proven',
    () => knockOf('/webhook/resident-message'),
  ],
  ['an oversized message of the portal', 413, 'portal', 'too-large', () => portal(HUGE)],
  ['a misshapen message of the portal', 400, 'portal', 'malformed', () => portal('{}')],
  ['a chat without a token', 401, 'web-chat', 'not-proven', () => knockOf('/chat/messages')],
])('counts %s once and leaves nothing else', async (_, status, channel, reason, knock) => {
  const before = { refusals: await refusals(), rows: await rows() };
  const { path, headers, body } = knock();
  const response = await fetch(house.url + path, { method: 'POST', headers, body });
  expect(response.status).toBe(status);
  const labels = `channel="${channel}",reason="${reason}"`;
  expect(await refusals()).toEqual({
    ...before.refusals,
    [labels]: (before.refusals[labels] ?? 0) + 1,
  });
  expect(await rows()).toEqual(before.rows);
});

function knockOf(path: string, headers: Record<string, string> = json, body = '{}') {
  return { path, headers, body };
}

test('counts nothing that was taken, nor a page that only reads', async () => {
  const before = await refusals();
  const body = JSON.stringify({
    resident_id: 'resident-1',
    property_id: 'elm-house',
    message_text: 'Hello',
  });
  const { path, ...init } = portal(body);
  expect((await fetch(house.url + path, { method: 'POST', ...init })).status).toBe(202);
  expect((await fetch(`${house.url}/chat/messages`)).status).toBe(401);
  expect(await refusals()).toEqual(before);
});

/** The value of a sample, by its name and labels as they are printed. */
async function sample(name: string): Promise<number | undefined> {
  const text = await (await fetch(`${house.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

test('counts a message once, however often it is delivered, and says how many wait and since when', async () => {
  const accepted = 'nightporter_messages_accepted_total{channel="portal"}';
  const waiting = 'nightporter_rows_waiting{kind="messages"}';
  const before = { accepted: (await sample(accepted)) ?? 0, waiting: (await sample(waiting)) ?? 0 };
  const { path, headers, body } = portal(
    JSON.stringify({ resident_id: 'r-2', property_id: 'elm-house', message_text: 'Hello' }),
  );
  for (let at = 0; at < 3; at += 1) {
    const init = { method: 'POST', headers: { ...headers, 'idempotency-key': 'one' }, body };
    expect((await fetch(house.url + path, init)).status).toBe(202);
  }
  expect(await sample(accepted)).toBe(before.accepted + 1);
  expect(await sample(waiting)).toBe(before.waiting + 1);
  expect(await sample('nightporter_oldest_waiting_seconds{kind="messages"}')).toBeDefined();
  expect(await sample('nightporter_rows_waiting{kind="approvals"}')).toBe(0);
});

// A path may hold a name, and every path that somebody makes up would be a series of its own.
test('times answers by the pattern of their route, refused ones too, and keeps no path as it was asked for', async () => {
  await fetch(`${house.url}/conversations/kestrel-canary`);
  await fetch(`${house.url}/nowhere/kestrel-canary`);
  await fetch(`${house.url}/webhooks/kestrel-canary`, { method: 'POST' });
  const text = await (await fetch(`${house.url}/metrics`)).text();
  expect(text).not.toContain('kestrel-canary');
  const count = 'nightporter_http_request_duration_seconds_count';
  expect(text).toContain(`${count}{method="other",route="other",status="404"}`);
  expect(text).toContain(`${count}{method="POST",route="/webhooks/:channel",status="400"}`);
  expect(text).toContain(`${count}{method="POST",route="/webhook/resident-message",status="202"}`);
});

test('still serves what it has counted itself while the database does not answer', async () => {
  const away = async () => {
    throw new Error('no answer');
  };
  const { houseFigures } = house.records;
  const readWaiting = createReadWaiting({
    records: { houseFigures: { ...houseFigures, messages: away } },
    platform: { connectionId: 'embedded' },
  });
  const metricsDoor = { token: undefined, isOpenHere: true };
  const server = await serveApp(() => express().use(metricsRoutes({ metricsDoor, readWaiting })));
  const text = await (await fetch(`${server.url}/metrics`)).text();
  await server.close();
  expect(text).toContain('nightporter_webhooks_refused_total{');
  expect(text).not.toContain('nightporter_rows_waiting{');
});

test('opens to its own machine and to the token, and to nobody else', async () => {
  const read = async (metricsDoor: MetricsDoor, headers: Record<string, string> = {}) => {
    const app = express()
      .use(metricsRoutes({ metricsDoor, readWaiting: async () => undefined }))
      .use(answerErrors);
    const server = await serveApp(() => app);
    const status = await statusOf(`${server.url}/metrics`, headers);
    await server.close();
    return status;
  };
  const atHome = { token: undefined, isOpenHere: true };
  const behindProxy = { token: TOKEN, isOpenHere: false };
  expect(await read(atHome)).toBe(200);
  expect(await read(atHome, { 'x-forwarded-for': '192.0.2.7' })).toBe(403);
  expect(await read(atHome, { host: 'porter.example' })).toBe(403);
  expect(await read({ token: undefined, isOpenHere: false })).toBe(403);
  expect(
    await read({ token: undefined, isOpenHere: false }, { authorization: 'Bearer undefined' }),
  ).toBe(403);
  expect(await read(behindProxy)).toBe(401);
  expect(await read(behindProxy, { authorization: `Bearer ${TOKEN}x` })).toBe(401);
  expect(await read(behindProxy, { authorization: `Bearer ${TOKEN}` })).toBe(200);
});

// fetch lets nobody name another host.
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    ask(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
