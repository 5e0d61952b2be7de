import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createWebChatChannel } from '../../src/adapters/channels/web-chat/index.ts';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import { createWhatsAppChannel } from '../../src/adapters/channels/whatsapp/index.ts';
import { authorize } from '../../src/api/authorize.ts';
import { createDeliver } from '../../src/api/deliver.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { simulatorRoutes } from '../../src/api/routes/simulator.ts';
import { webChatRoutes } from '../../src/api/routes/web-chat.ts';
import { webhookRoutes } from '../../src/api/routes/webhooks.ts';
import { whatsAppStandInRoutes } from '../../src/api/routes/whatsapp-stand-in.ts';
import { openPhones } from '../../src/api/sample-house.ts';
import { loadConfig } from '../../src/config.ts';
import { createDangerFloors } from '../../src/domain/danger-floors.ts';
import { carrierOf, type Carrier } from '../../src/ports/channel.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

const APP_SECRET = 'an-app-secret-for-tests-only';
const WEBHOOK_SECRET = 'a-webhook-secret-for-tests-only-01';
const PHONES = '/simulator/residents';
const ID = 'HC-4B-01';

const Phone = z.object({
  conversationId: z.string().nullable(),
  lines: z.array(
    z.object({ id: z.string(), from: z.string(), text: z.string(), state: z.string() }),
  ),
  isOptedOut: z.boolean(),
  heldBack: z.number(),
  answers: z.array(z.string()),
});

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let carrier: Carrier;
let phones: ReturnType<typeof openPhones>;

/** The doors that words of a simulated phone pass, with the real client, and nobody who takes turns. */
beforeAll(async () => {
  records = await startHouseRecords();
  server = await serveApp((url) => {
    const config = loadConfig({
      NIGHTPORTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      NIGHTPORTER_AUTH_SECRET: 'an-auth-secret-for-tests-only-0001',
      DATABASE_URL: records.postgres.url,
      WHATSAPP_TOKEN: 'a-token',
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: 'a-verify-token',
      WHATSAPP_NUMBER_ID: '770001112223334',
      WHATSAPP_BASE_URL: `${url}/stand-in/whatsapp/v25.0`,
    });
    phones = openPhones({ config, url, isSample: true });
    return appWith(config.WHATSAPP_BASE_URL);
  });
});
afterAll(async () => {
  phones.close();
  await server.close();
  await records.stop();
});

function appWith(baseUrl: string): express.Express {
  const whatsapp = createWhatsAppChannel({
    baseUrl,
    phoneNumberId: '770001112223334',
    accessToken: 'a-token',
    appSecrets: [APP_SECRET],
    verifyToken: 'a-verify-token',
    now: () => new Date(records.clock.at),
  });
  const channels = { whatsapp, 'web-chat': createWebChatChannel() };
  carrier = carrierOf(channels);
  const { inbox, outbox, properties } = records;
  const deliver = createDeliver({
    inbox,
    properties,
    policyPacks: defaultPacks,
    floorOf: createDangerFloors(),
    channels,
    send: async (sendId) => void (await outbox.sendOnce(sendId, carrier)),
    wake: async () => undefined,
  });
  const chatTokens = createChatTokens({ secret: WEBHOOK_SECRET, issuer: 'nightporter' });
  const allow = authorize({
    whoIs: async () => ({
      staffId: 'staff-1',
      name: 'Theo',
      role: 'agent',
      propertyIds: ['harbor-court'],
    }),
  });
  const { simulator } = phones;
  const app = express();
  app.use(
    '/webhooks',
    webhookRoutes({ channels, deliver, inbox, outbox, ringUnreadable: async () => undefined }),
  );
  app.use('/chat', webChatRoutes({ deliver, records, chatTokens }));
  app.use('/stand-in/whatsapp', whatsAppStandInRoutes({ simulator }));
  app.use('/simulator', simulatorRoutes({ records, simulator, chatTokens, allow }));
  app.use(answerErrors);
  return app;
}

async function call(path: string, body?: object, headers: Record<string, string> = {}) {
  const post = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${server.url}${path}`, {
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? post : {}),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

const write = (id: string, text: string, messageId = `message-${crypto.randomUUID()}`) =>
  call(`${PHONES}/${id}/messages`, { text, message_id: messageId });
const phoneOf = async (id: string, channel = 'whatsapp') =>
  Phone.parse((await call(`${PHONES}/${id}/phone?channel=${channel}`)).answer);

async function reply(conversationId: string | null): Promise<void> {
  const sendId = await records.outbox.queue({
    conversationId: conversationId ?? '',
    dedupeKey: `test/${crypto.randomUUID()}`,
    purpose: 'reply',
    text: 'Quiet hours begin at 10 p.m.',
    sources: [],
    turnId: null,
  });
  await records.outbox.sendOnce(sendId, carrier);
}

test('offers the sample’s residents at the own properties, and nothing that signs', async () => {
  const { answer } = await call(PHONES);
  const text = JSON.stringify(answer);
  expect(text).toContain(ID);
  expect(text).not.toContain('copper-sage-flats');
  expect(text).not.toContain(APP_SECRET);
  expect(answer).toMatchObject({ hasWhatsApp: true });
});

test('takes what a phone writes through the signed webhook, once for one message', async () => {
  expect(await phoneOf(ID)).toMatchObject({ conversationId: null, lines: [] });
  expect((await write(ID, 'When are quiet hours?', 'message-1')).status).toBe(202);
  expect((await write(ID, 'When are quiet hours?', 'message-1')).status).toBe(202);
  const { lines } = await phoneOf(ID);
  expect(lines).toMatchObject([{ from: 'resident', text: 'When are quiet hours?' }]);
});

test('sends a reply by the true client, and hears that it was delivered and then read', async () => {
  await write('HC-1A-01', 'When are quiet hours?');
  const { conversationId } = await phoneOf('HC-1A-01');
  await reply(conversationId);
  const said = async () => (await phoneOf('HC-1A-01')).lines.at(-1);
  await expect.poll(said).toMatchObject({ from: 'assistant', state: 'delivered' });
  expect((await call(`${PHONES}/HC-1A-01/read`, {})).answer).toEqual({ read: 1 });
  expect(await said()).toMatchObject({ state: 'read' });
  expect((await call(`${PHONES}/HC-1A-01/read`, {})).answer).toEqual({ read: 0 });
});

// Law: nothing but safety warnings may follow a STOP.
test('shows STOP obeyed: its confirmation comes, a later reply is held back, START lets replies through', async () => {
  await write('HC-1B-01', 'STOP');
  await expect.poll(async () => (await phoneOf('HC-1B-01')).lines.length).toBe(2);
  const { conversationId } = await phoneOf('HC-1B-01');
  await reply(conversationId);
  expect(await phoneOf('HC-1B-01')).toMatchObject({ isOptedOut: true, heldBack: 1 });
  expect((await phoneOf('HC-1B-01')).lines).toHaveLength(2);
  await write('HC-1B-01', 'START');
  await reply(conversationId);
  await expect
    .poll(async () => (await phoneOf('HC-1B-01')).lines.map(({ from }) => from))
    .toEqual(['resident', 'assistant', 'resident', 'assistant', 'assistant']);
  expect(await phoneOf('HC-1B-01')).toMatchObject({ isOptedOut: false });
});

test('refuses a message of 10,001 characters with a sentence and keeps nothing of it', async () => {
  const { status, answer } = await write('HC-1C-01', 'x'.repeat(10_001));
  expect(status).toBe(400);
  expect(JSON.stringify(answer)).toContain('10,000 characters at most: shorten it');
  expect(await phoneOf('HC-1C-01')).toMatchObject({ conversationId: null });
  expect((await write('HC-1C-01', 'x'.repeat(10_000))).status).toBe(202);
});

test('opens the web chat with a token of that resident, and lets no other token in', async () => {
  const Token = z.object({ token: z.string() });
  const { token } = Token.parse((await call(`${PHONES}/${ID}/chat-token`, {})).answer);
  const body = { text: 'Hello from the portal', message_id: 'chat-message-1' };
  const wrong = { authorization: `Bearer ${token.slice(0, -6)}AAAAAA` };
  expect((await call('/chat/messages', body, wrong)).status).toBe(401);
  const written = await call('/chat/messages', body, { authorization: `Bearer ${token}` });
  expect(written.status).toBe(202);
  expect((await phoneOf(ID, 'web-chat')).lines).toMatchObject([{ text: 'Hello from the portal' }]);
  expect((await phoneOf(ID)).lines.map(({ text }) => text)).not.toContain('Hello from the portal');
});

test.each([
  ['confirm-request', ['Yes', 'No']],
  ['survey', ['1', '2', '3', '4', '5']],
  ['location', []],
] as const)(
  'offers fixed answers to a question only where it has some: %s',
  async (question, answers) => {
    const id = 'HC-2A-01';
    await write(id, 'There is a leak');
    const { conversationId } = await phoneOf(id);
    const requestId = `mr-${question}`;
    await records.maintenanceRequests.create({
      requestId,
      reference: `MR-${question.padEnd(10, '0').slice(0, 10)}`,
      dedupeKey: requestId,
      propertyId: 'harbor-court',
      unitId: null,
      leaseId: null,
      residentId: id,
      conversationId,
      issue: 'plumbing.leak',
      family: 'plumbing',
      trade: 'plumbing',
      class: 'P2',
      state: 'open',
      words: { summary: 'A leak', description: 'Under the sink', location: null },
      isRepeat: false,
      packVersion: 'default@1',
      deadlines: {
        acceptBy: records.clock.at,
        dispatchBy: records.clock.at,
        doneBy: records.clock.at,
        legal: [],
      },
    });
    await records.maintenanceRequests.change(requestId, { question });
    expect((await phoneOf(id)).answers).toEqual(answers);
    await records.maintenanceRequests.change(requestId, { question: null });
  },
);

test('shows the passages of a page in order, and none of another property', async () => {
  await records.postgres
    .query(`insert into properties (property_id, organisation_id, name, calendar, contacts, rollout)
    values ('harbor-court', 'org', 'Harbor Court', '{}', '{}', '{}'),
      ('copper-sage-flats', 'org', 'Copper Sage Flats', '{}', '{}', '{}')`);
  for (const place of ['harbor-court', 'copper-sage-flats']) {
    await records.postgres
      .query(`insert into documents (document_id, version, title, kind, scope_kind, scope_id, state, file, sha256)
      values ('rules-${place}', 1, 'House rules', 'other', 'property', '${place}', 'published', '', '')`);
    for (const [ordinal, page] of [
      [2, 3],
      [1, 3],
      [3, 4],
    ]) {
      await records.postgres
        .query(`insert into passages (passage_id, document_id, version, page, ordinal, heading, text, embedder, embedding)
        values ('${place}-${ordinal}', 'rules-${place}', 1, ${page}, ${ordinal}, 'Noise', 'Passage ${ordinal} of ${place}', 'e', '')`);
    }
  }
  const { answer } = await call(`${PHONES}/${ID}/page?document=House+rules&version=1&page=3`);
  expect(answer).toEqual({
    passages: [
      { heading: 'Noise', text: 'Passage 1 of harbor-court' },
      { heading: 'Noise', text: 'Passage 2 of harbor-court' },
    ],
  });
});
