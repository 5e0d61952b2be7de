import { afterEach, expect, it, test } from 'vitest';
import { checkWhatsApp } from '../../src/adapters/channels/whatsapp/check.ts';
import { createWhatsAppChannel } from '../../src/adapters/channels/whatsapp/index.ts';
import { startGraphStandIn, type GraphStandIn } from '../fakes/graph-stand-in.ts';
import { startLoopbackServer } from '../fakes/loopback-server.ts';

const KNOWN = {
  token: 'test-graph-token',
  appSecret: 'test-app-secret-of-sixteen',
  verifyToken: 'test-verify-token',
  numberId: '770001112223334',
};
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** Our own door, as Meta would knock at it. */
async function openDoor(): Promise<string> {
  const channel = createWhatsAppChannel({
    phoneNumberId: KNOWN.numberId,
    accessToken: KNOWN.token,
    appSecrets: [KNOWN.appSecret],
    verifyToken: KNOWN.verifyToken,
  });
  const server = await startLoopbackServer(({ path }) => {
    const { searchParams } = new URL(path, 'http://door');
    const body = channel.handshake(Object.fromEntries(searchParams));
    return body === null
      ? { kind: 'answer', status: 403, body: '' }
      : { kind: 'answer', status: 200, body };
  });
  opened.push(server);
  return server.url;
}
async function startGraph(webhookUrl: string): Promise<GraphStandIn> {
  const graph = await startGraphStandIn({ webhookUrl });
  opened.push(graph);
  return graph;
}
const badOf = (findings: Awaited<ReturnType<typeof checkWhatsApp>>): string[] =>
  findings.filter(({ isFine }) => !isFine).map(({ what, found }) => `${what}: ${found}`);

it('finds nothing wrong but the missing https of a test on loopback, and sends no message', async () => {
  const publicUrl = await openDoor();
  const graph = await startGraph(`${publicUrl}/webhooks/whatsapp`);
  const findings = await checkWhatsApp({ ...KNOWN, baseUrl: graph.baseUrl, publicUrl });
  expect(findings.map(({ what }) => what)).toEqual([
    'Token and number',
    'App secret',
    'Webhook at Meta',
    'Webhook here',
  ]);
  expect(badOf(findings)).toEqual(['Webhook here: answers the handshake; Meta asks for https']);
  expect(graph.journal).toEqual([]);
});

test.each([
  [{ token: 'an-old-token' }, /^Token and number: .*expired \(190\).*WHATSAPP_TOKEN/],
  [
    { numberId: '12125550134' },
    /^Token and number: .*WHATSAPP_NUMBER_ID to the id, not the number/,
  ],
  [{ appSecret: 'of-another-app-entirely' }, /^App secret: .*App settings/],
  [{ verifyToken: 'told-otherwise' }, /^Webhook here: .*another verify token/],
])('names what is wrong with %j and what to do', async (changed, sentence) => {
  const publicUrl = await openDoor();
  const graph = await startGraph(`${publicUrl}/webhooks/whatsapp`);
  const settings = { ...KNOWN, baseUrl: graph.baseUrl, publicUrl, ...changed };
  expect(badOf(await checkWhatsApp(settings))[0]).toMatch(sentence);
});

it('names a webhook that leads elsewhere, and one that is not set', async () => {
  const publicUrl = await openDoor();
  const elsewhere = await startGraph('https://elsewhere.example/hook');
  const settings = { ...KNOWN, baseUrl: elsewhere.baseUrl, publicUrl };
  expect(badOf(await checkWhatsApp(settings))[0]).toMatch(/Meta sends to https:\/\/elsewhere/);
  const none = await startGraph('');
  expect(badOf(await checkWhatsApp({ ...settings, baseUrl: none.baseUrl }))[0]).toMatch(
    /none is set: give Meta .*\/webhooks\/whatsapp/,
  );
});

it('names every setting that is missing, and asks nobody without a token', async () => {
  const graph = await startGraph('');
  const nothing = { token: undefined, appSecret: undefined, verifyToken: undefined };
  const findings = await checkWhatsApp({
    ...nothing,
    numberId: undefined,
    publicUrl: undefined,
    baseUrl: graph.baseUrl,
  });
  expect(badOf(findings)).toHaveLength(5);
  expect(graph.requestCount()).toBe(0);
});

it('says so when nobody answers, at Meta or here', async () => {
  const gone = await startLoopbackServer(() => ({ kind: 'reset' }));
  await gone.close();
  const findings = await checkWhatsApp({ ...KNOWN, baseUrl: gone.url, publicUrl: gone.url });
  expect(badOf(findings)).toEqual([
    expect.stringMatching(/^Token and number: the Graph API does not answer/),
    expect.stringMatching(/^Webhook here: .* does not answer/),
  ]);
});

// Secrets: what is printed here is pasted into tickets.
it('shows no token and no secret', async () => {
  const publicUrl = await openDoor();
  const graph = await startGraph('');
  const settings = {
    ...KNOWN,
    baseUrl: graph.baseUrl,
    publicUrl,
    appSecret: 'a-wrong-secret-here',
  };
  const shown = JSON.stringify(await checkWhatsApp(settings));
  for (const secret of [KNOWN.token, 'a-wrong-secret-here', KNOWN.verifyToken]) {
    expect(shown).not.toContain(secret);
  }
});
