import { expect, onTestFinished, test } from 'vitest';
import { createWhatsAppStandIn } from '../../../sample/whatsapp-stand-in/stand-in.ts';
import { createWhatsAppChannel } from '../../../src/adapters/channels/whatsapp/index.ts';
import type { DeliveryStatus } from '../../../src/ports/channel.ts';
import type { InboundMessage } from '../../../src/domain/message.ts';
import { jsonAnswer, startLoopbackServer } from '../../fakes/loopback-server.ts';

const account = { phoneNumberId: '770001112223334', accessToken: 'a-token', version: 'v25.0' };
const APP_SECRET = 'an-app-secret-for-tests-only';
const KNOWN = '+12125550101';

/** The stand-in between a real WhatsApp channel that sends, and one that reads its webhooks. */
async function aStandIn({ webhookAnswers = [] }: { webhookAnswers?: number[] } = {}) {
  const seen: { messages: InboundMessage[]; statuses: DeliveryStatus[] } = {
    messages: [],
    statuses: [],
  };
  const troubles: string[] = [];
  const settings = { ...account, appSecrets: [APP_SECRET], verifyToken: 'a-verify-token' };
  const reader = createWhatsAppChannel(settings);
  const webhooks = await startLoopbackServer(({ headers, body }) => {
    const status = webhookAnswers.shift() ?? 200;
    if (status !== 200) return jsonAnswer(status, { value: {} });
    const header = (name: string) => String(headers[name]);
    const { messages, statuses } = reader.receive({ body, header });
    seen.messages.push(...messages);
    seen.statuses.push(...statuses);
    return jsonAnswer(200, { value: {} });
  });
  const standIn = createWhatsAppStandIn({
    ...account,
    appSecret: APP_SECRET,
    webhookUrl: webhooks.url,
    phones: new Set([KNOWN]),
    onTrouble: (problem) => troubles.push(problem),
    retryAfterMs: [1, 1],
  });
  const graph = await startLoopbackServer(({ method, path, headers, body }) => {
    const { status, body: value } = standIn.take({ method, path, headers, body });
    return jsonAnswer(status, { value });
  });
  onTestFinished(async () => {
    standIn.close();
    await graph.close();
    await webhooks.close();
  });
  const channelWith = (accessToken: string) =>
    createWhatsAppChannel({ ...settings, accessToken, baseUrl: `${graph.url}/v25.0` });
  const send = (to: string, accessToken = 'a-token') =>
    channelWith(accessToken).send({ sendId: 'send-1', to, text: 'Good evening', sources: [] });
  return { standIn, seen, troubles, send };
}

const states = ({ statuses }: { statuses: DeliveryStatus[] }) =>
  statuses.map(({ sendId, state }) => `${sendId} ${state}`);

test('takes what the house’s own client sends, and reports it sent and delivered in that order', async () => {
  const { seen, send } = await aStandIn();

  const { providerMessageId } = await send('12125550101');

  await expect.poll(() => states(seen)).toEqual(['send-1 sent', 'send-1 delivered']);
  expect(seen.statuses.map((status) => status.providerMessageId)).toEqual([
    providerMessageId,
    providerMessageId,
  ]);
});

test('reports a message read under the id that was given for it', async () => {
  const { standIn, seen, send } = await aStandIn();
  const { providerMessageId } = await send('12125550101');
  await expect.poll(() => seen.statuses.length).toBe(2);

  await standIn.read({ phone: KNOWN, sendIds: ['send-1'] });

  expect(seen.statuses.at(-1)).toMatchObject({
    providerMessageId,
    sendId: 'send-1',
    state: 'read',
  });
});

test('posts what a phone writes as a signed webhook, the same id for the same message', async () => {
  const { standIn, seen } = await aStandIn();

  for (let time = 0; time < 2; time += 1) {
    await standIn.write({ from: KNOWN, text: 'My sink leaks', messageId: 'message-1' });
  }

  expect(seen.messages).toHaveLength(2);
  for (const message of seen.messages) {
    expect(message).toMatchObject({
      from: { kind: 'wa_id', value: '12125550101' },
      providerMessageId: 'wamid.message-1',
      text: 'My sink leaks',
    });
  }
});

test('refuses a wrong token and a phone that is not of the sample, and says so without the number', async () => {
  const { seen, troubles, send } = await aStandIn();

  await expect(send('12125550101', 'another-token')).rejects.toThrow('code 190');
  await expect(send('12125550199')).rejects.toThrow('code 131030');

  expect(troubles).toEqual(['refused with 190: bearer token', 'refused with 131030: recipient']);
  expect(seen.statuses).toEqual([]);
});

test('tells news again until the house takes them, in order', async () => {
  const { seen, send } = await aStandIn({ webhookAnswers: [503, 200, 500] });

  await send('12125550101');

  await expect.poll(() => states(seen)).toEqual(['send-1 sent', 'send-1 delivered']);
});

test('gives up on news that the house never takes, and says which', async () => {
  const { seen, troubles, send } = await aStandIn({ webhookAnswers: [500, 500, 500] });

  await send('12125550101');

  await expect.poll(() => troubles).toEqual(['the house did not take the news “sent”']);
  expect(seen.statuses).toEqual([]);
});

test('does not call a message written that the house refused', async () => {
  const { standIn } = await aStandIn({ webhookAnswers: [503] });

  await expect(
    standIn.write({ from: KNOWN, text: 'Hello', messageId: 'message-1' }),
  ).rejects.toThrow('the house answered a webhook with 503');
});
