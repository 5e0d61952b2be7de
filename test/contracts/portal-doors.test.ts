import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demandDescribed } from './described.ts';
import { startPortalHouse, type PortalHouse } from './portal-house.ts';
import { aCarrier, queueReply } from './records/house-records.ts';

const run = promisify(execFile);
const EXAMPLES = fileURLToPath(new URL('../../examples/portal/', import.meta.url));

let house: PortalHouse;
let token: string;

beforeAll(async () => {
  house = await startPortalHouse();
  token = await signedByExample('resident-chat');
});
afterAll(() => house.stop());

async function signedByExample(residentId: string): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [`${EXAMPLES}chat-token.mjs`, residentId, 'elm-house'],
    { env: { ...process.env, NIGHTPORTER_WEBHOOK_SECRET: house.secret } },
  );
  return stdout.trim();
}

/** Knocks at a door; the answer is as it is described. */
async function knock(
  route: string,
  { at, ...init }: RequestInit & { at?: string } = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(house.url + (at ?? path), { method, redirect: 'manual', ...init });
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json') === true;
  const body: unknown = isJson ? await response.clone().json() : null;
  await demandDescribed({ route, response });
  return { status, headers, body };
}

const json = { 'content-type': 'application/json' };
const chat = () => ({ ...json, authorization: `Bearer ${token}` });
const portal = (key?: string) => ({
  ...json,
  'x-nightporter-secret': house.secret,
  ...(key === undefined ? {} : { 'idempotency-key': key }),
});
const message = (changes: object = {}) =>
  JSON.stringify({
    resident_id: 'resident-portal',
    property_id: 'elm-house',
    message_text: 'When are quiet hours?',
    ...changes,
  });

test('serves its description to whoever asks, and every open door answers as described', async () => {
  expect((await knock('GET /openapi.json')).body).toMatchObject({ openapi: '3.1.1' });
  expect((await knock('GET /')).status).toBe(200);
  expect((await knock('GET /', { headers: { accept: 'text/html' } })).status).toBe(302);
  expect((await knock('GET /health')).status).toBe(200);
  expect((await knock('GET /ready')).status).toBe(200);
  expect((await knock('GET /desk/{*path}', { at: '/desk/inbox' })).status).toBe(404);
  expect((await knock('GET /webhooks/:channel', { at: '/webhooks/whatsapp' })).status).toBe(404);
  expect((await knock('POST /webhooks/:channel', { at: '/webhooks/fax' })).status).toBe(400);
  expect((await knock('GET /api/auth/me')).status).toBe(401);
  expect((await knock('OPTIONS /codec/decode')).status).toBe(204);
  expect((await knock('POST /codec/encode')).status).toBe(403);
});

test('takes a message of the portal once per key and resident', async () => {
  const route = 'POST /webhook/resident-message';
  const first = await knock(route, { headers: portal('key-1'), body: message() });
  const again = await knock(route, { headers: portal('key-1'), body: message() });
  const other = await knock(route, { headers: portal('key-2'), body: message() });
  expect([first.status, again.status, other.status]).toEqual([202, 202, 202]);
  expect(again.body).toEqual(first.body);
  expect(other.body).not.toEqual(first.body);
});

test.each([
  ['no secret', { headers: json, body: message() }, 401],
  ['a body that is no JSON', { body: '{' }, 400],
  ['a missing field', { body: '{}' }, 400],
  ['too many words', { body: message({ message_text: 'a'.repeat(20_001) }) }, 400],
  ['a body that is too large', { body: message({ message_text: 'a'.repeat(70_000) }) }, 413],
])('refuses %s with a problem and its remedy', async (_, init, status) => {
  const answer = await knock('POST /webhook/resident-message', { headers: portal(), ...init });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status, remedy: expect.any(String) });
});

test('shows the portal what its resident was sent: danger, safety words and replies', async () => {
  const { body } = await knock('POST /webhook/resident-message', {
    headers: portal(),
    body: message({ resident_id: 'resident-gas', message_text: 'I smell gas in the kitchen' }),
  });
  const conversationId = conversationIn(body);
  const read = () =>
    knock('GET /conversations/:id/messages', {
      at: `/conversations/${conversationId}/messages?after=0`,
      headers: portal(),
    });
  await expect
    .poll(async () => (await read()).body)
    .toMatchObject({
      lines: [{ from: 'resident' }, { from: 'safety' }],
      events: [{ kind: 'danger', hazard: 'gas' }],
    });
});

test('the token that the example signs opens the web chat, for a page of any origin', async () => {
  const preflight = await knock('OPTIONS /chat/messages', {
    headers: { origin: 'https://portal.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const empty = await knock('GET /chat/messages', { headers: chat() });
  expect(empty.body).toEqual({ lines: [], events: [], isSettled: true });
  const said = await knock('POST /chat/messages', {
    headers: chat(),
    body: JSON.stringify({ text: 'Good evening', message_id: 'message-1' }),
  });
  const sendId = await queueReply(house.records, { conversationId: conversationIn(said.body) });
  await house.records.outbox.sendOnce(sendId, aCarrier());
  const heard = await knock('GET /chat/messages', { headers: chat() });
  expect(heard.body).toMatchObject({ lines: [{ from: 'resident' }, { from: 'assistant' }] });
  expect(heard.headers.get('access-control-allow-origin')).toBe('*');
});

test('tells a page of any origin why its token opens nothing', async () => {
  const headers = { ...json, authorization: `Bearer ${token}x` };
  const refused = await knock('GET /chat/messages', { headers });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect(refused.body).toMatchObject({ type: 'urn:nightporter:problem:not-proven' });
});

test('the curl example hands a message over, once per key, and reads the transcript', async () => {
  const words = 'The kitchen sink drips';
  const asResident = async () => {
    const { stdout } = await run(
      `${EXAMPLES}resident-message.sh`,
      ['resident-curl', 'elm-house', words],
      {
        env: {
          ...process.env,
          NIGHTPORTER_URL: house.url,
          NIGHTPORTER_WEBHOOK_SECRET: house.secret,
          IDEMPOTENCY_KEY: 'drip-1',
        },
      },
    );
    return stdout.split('\n');
  };
  const [accepted = '', transcript = ''] = await asResident();
  expect(JSON.parse(transcript)).toMatchObject({ lines: [{ from: 'resident', text: words }] });
  expect((await asResident())[0]).toBe(accepted);
});

function conversationIn(body: unknown): string {
  if (body === null || typeof body !== 'object' || !('conversation_id' in body)) return '';
  return String(body.conversation_id);
}
