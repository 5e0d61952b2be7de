import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createWhatsAppChannel,
  type WhatsAppChannelOptions,
} from '../../src/adapters/channels/whatsapp/index.ts';
import { signatureOf } from '../../src/adapters/shared/signature.ts';
import type { WebhookRequest } from '../../src/ports/channel.ts';
import { WebhookRejected, WebhookUnreadable } from '../../src/ports/errors.ts';
import { startGraphStandIn, type GraphReply } from '../fakes/graph-stand-in.ts';
import { findDeadUrl } from '../fakes/loopback-server.ts';
import { providerChannelContract, type ProviderTrouble } from './channel.contract.ts';

const SECRET = 'test-app-secret-of-sixteen';
const NOW = new Date('2026-11-23T09:00:00.000Z');

const settings: WhatsAppChannelOptions = {
  phoneNumberId: '770001112223334',
  accessToken: 'test-graph-token',
  appSecrets: [SECRET],
  verifyToken: 'test-verify-token',
  timeoutMs: 1000,
  now: () => NOW,
};

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/whatsapp/${name}.json`, import.meta.url));

const request = (body: Buffer, signature: string | undefined): WebhookRequest => ({
  body,
  header: (name) => (name.toLowerCase() === 'x-hub-signature-256' ? signature : undefined),
});
const signed = (body: Buffer, secret = SECRET): WebhookRequest =>
  request(body, signatureOf({ bytes: body, secret }));

const TROUBLE: Record<ProviderTrouble, GraphReply> = {
  'asks-to-slow-down': { kind: 'error', status: 400, code: 130429 },
  'server-error': { kind: 'error', status: 500, code: 131000 },
  'bad-credentials': { kind: 'error', status: 401, code: 190 },
  refuses: { kind: 'error', status: 400, code: 131026 },
  'cuts-the-line': { kind: 'reset' },
  'never-answers': { kind: 'hang' },
  'answers-nonsense': { kind: 'answer', status: 200, body: '<html>ok</html>' },
};

providerChannelContract('whatsapp', async () => {
  const graph = await startGraphStandIn();
  const dead = await findDeadUrl();
  return {
    channel: createWhatsAppChannel({ ...settings, baseUrl: graph.baseUrl }),
    unreachable: createWhatsAppChannel({ ...settings, baseUrl: `${dead}/v25.0` }),
    sign: (body) => signed(body),
    forgeries: (body) => {
      const good = signatureOf({ bytes: body, secret: SECRET });
      return [
        request(body, signatureOf({ bytes: body, secret: 'another-secret-altogether' })),
        request(Buffer.concat([body, Buffer.from(' ')]), good),
        request(body, undefined),
        request(body, ''),
        request(body, good.slice(0, -1)),
        request(body, good.replace('sha256=', 'sha1=')),
        request(body, good.slice('sha256='.length)),
        request(body, `sha256=${'z'.repeat(64)}`),
        request(body, `${good}, ${good}`),
      ];
    },
    webhooks: {
      oneMessage: {
        body: fixture('text'),
        providerMessageId: 'wamid.TEXT1=',
        text: 'The lift in block B is stuck',
      },
      nothingForUs: fixture('not-for-us'),
      withBadOnes: {
        body: fixture('batch-with-a-bad-one'),
        providerMessageIds: ['wamid.GOOD1=', 'wamid.GOOD2=', 'wamid.GOOD3='],
        bad: 6,
      },
    },
    address: '12125550134',
    nextSend: (trouble) => graph.script(TROUBLE[trouble]),
    taken: () =>
      graph.journal.map(({ message }) => ({
        sendId: message.biz_opaque_callback_data,
        text: message.text.body,
      })),
    async close() {
      expect(graph.faults).toEqual([]);
      await graph.close();
    },
  };
});

describe('whatsapp: what comes in', () => {
  const channel = createWhatsAppChannel(settings);
  const receive = (name: string) => channel.receive(signed(fixture(name)));

  it('reads the sender, the time and the words', () => {
    expect(receive('text').messages).toEqual([
      {
        channel: 'whatsapp',
        providerMessageId: 'wamid.TEXT1=',
        from: { kind: 'wa_id', value: '12125550134' },
        assurance: 'unknown',
        residentId: null,
        propertyId: null,
        kind: 'text',
        text: 'The lift in block B is stuck',
        sentAt: '2026-11-21T22:26:40.000Z',
      },
    ]);
  });

  it('checks the bytes as Meta escaped them, and cleans the words', () => {
    const [message] = receive('escaped').messages;
    expect(message?.text).toBe('Café leak 💧 write me @ https://example.org/a');
  });

  // A body that was parsed and written again is not what was signed.
  it('refuses the same message written another way', () => {
    const body = fixture('escaped');
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'))));
    const forged = request(rewritten, signatureOf({ bytes: body, secret: SECRET }));
    expect(() => channel.receive(forged)).toThrow(WebhookRejected);
  });

  it('takes either secret while one is exchanged', () => {
    const both = createWhatsAppChannel({
      ...settings,
      appSecrets: ['the-next-app-secret', SECRET],
    });
    expect(both.receive(signed(fixture('text'))).messages).toHaveLength(1);
    const next = signed(fixture('text'), 'the-next-app-secret');
    expect(both.receive(next).messages).toHaveLength(1);
  });

  it('keeps the caption of what it cannot open, and loses no such message', () => {
    const seen = receive('media').messages.map(({ kind, text }) => ({ kind, text }));
    expect(seen).toEqual([
      { kind: 'unreadable', text: 'Water under the sink' },
      { kind: 'unreadable', text: '' },
      { kind: 'unreadable', text: 'Is this from you?' },
      { kind: 'unreadable', text: '' },
      { kind: 'unreadable', text: '' },
      { kind: 'unreadable', text: '' },
    ]);
  });

  // What Meta adds tomorrow may hold what somebody needs: a person looks, as at a sticker.
  it('loses no message of a kind that it does not know', () => {
    const { messages, ignored } = receive('kinds-we-do-not-know');
    const seen = messages.map(({ providerMessageId, kind, text }) => ({
      [providerMessageId]: { kind, text },
    }));
    const unreadable = { kind: 'unreadable', text: '' };
    expect(seen).toEqual([
      { 'wamid.POLL=': unreadable },
      { 'wamid.UNKNOWN=': unreadable },
      { 'wamid.STICKER=': unreadable },
      { 'wamid.CONTACTS=': unreadable },
      { 'wamid.NAMEDLIKECODE=': unreadable },
      { 'wamid.NOTYPE=': unreadable },
      { 'wamid.EDITEDPOLL=': unreadable },
    ]);
    expect(messages.every(({ from }) => from.value === '12125550134')).toBe(true);
    // An edited reaction, and two messages without a sender or an id.
    expect(ignored).toBe(3);
  });

  it('reads taps on buttons and corrections as words', () => {
    const seen = receive('answers').messages.map(({ kind, text }) => ({ kind, text }));
    expect(seen).toEqual([
      { kind: 'text', text: 'Yes, please' },
      { kind: 'text', text: 'No' },
      { kind: 'text', text: 'Tomorrow morning' },
      { kind: 'unreadable', text: '' },
      { kind: 'text', text: 'The lift in block C is stuck' },
    ]);
  });

  it('knows a person without a number by the user id', () => {
    const [message] = receive('username-only').messages;
    expect(message?.from).toEqual({ kind: 'bsuid', value: 'US.9081726354' });
  });

  it('takes a time as text or number, and its own clock for one that is neither', () => {
    const times = receive('odd-times').messages.map(({ sentAt }) => sentAt);
    expect(times).toEqual(['2026-11-21T22:26:40.000Z', NOW.toISOString()]);
  });

  // One app secret signs for all numbers of an app: a good signature does not make a message ours.
  it('ignores messages to a number that is not ours', () => {
    expect(receive('foreign-number')).toEqual({ messages: [], statuses: [], ignored: 1 });
  });

  it('counts each thing that is not for us', () => {
    expect(receive('not-for-us')).toEqual({ messages: [], statuses: [], ignored: 9 });
  });

  it('tells what became of our messages, by our own id where it came along', () => {
    const { statuses, ignored } = receive('statuses');
    expect(statuses).toEqual([
      { sendId: 'send-1', providerMessageId: 'wamid.OURS1=', state: 'sent', failureCode: null },
      {
        sendId: 'send-1',
        providerMessageId: 'wamid.OURS1=',
        state: 'delivered',
        failureCode: null,
      },
      { sendId: 'send-1', providerMessageId: 'wamid.OURS1=', state: 'read', failureCode: null },
      { sendId: null, providerMessageId: 'wamid.OURS2=', state: 'failed', failureCode: '131047' },
    ]);
    expect(ignored).toBe(1);
  });

  it('names the property that its number stands for', () => {
    const own = createWhatsAppChannel({ ...settings, propertyId: 'harbor-court' });
    const [message] = own.receive(signed(fixture('text'))).messages;
    expect(message?.propertyId).toBe('harbor-court');
  });

  it('reports signed JSON that is no webhook', () => {
    for (const body of ['[]', 'null', '"text"', '{"object":"whatsapp_business_account"}']) {
      expect(() => channel.receive(signed(Buffer.from(body)))).toThrow(WebhookUnreadable);
    }
  });

  it('ignores webhooks about other objects', () => {
    const body = Buffer.from('{"object":"page","entry":[{}]}');
    expect(channel.receive(signed(body))).toEqual({ messages: [], statuses: [], ignored: 1 });
  });
});

describe('whatsapp: the handshake', () => {
  const channel = createWhatsAppChannel(settings);
  const query = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'test-verify-token',
    'hub.challenge': '1158201444',
  };

  it('answers the bare challenge to our own token', () => {
    expect(channel.handshake(query)).toBe('1158201444');
  });

  it.each<[string, Record<string, unknown>]>([
    ['another token', { 'hub.verify_token': 'test-verify-tokeN' }],
    ['a shorter token', { 'hub.verify_token': 'test' }],
    ['no token', { 'hub.verify_token': undefined }],
    ['a repeated token', { 'hub.verify_token': ['test-verify-token', 'x'] }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['a challenge that is markup', { 'hub.challenge': '<script>alert(1)</script>' }],
    ['a challenge without end', { 'hub.challenge': 'a'.repeat(129) }],
    ['no challenge', { 'hub.challenge': undefined }],
  ])('gives nothing for %s', (_, changes) => {
    expect(channel.handshake({ ...query, ...changes })).toBeNull();
  });

  // An empty secret makes a signature that anybody can forge.
  it.each<[string, Partial<WhatsAppChannelOptions>]>([
    ['appSecret', { appSecrets: [] }],
    ['appSecret', { appSecrets: [''] }],
    ['1', { appSecrets: [SECRET, ''] }],
    ['verifyToken', { verifyToken: '' }],
    ['accessToken', { accessToken: '' }],
    ['phoneNumberId', { phoneNumberId: '' }],
  ])('does not open without %s', (name, changes) => {
    expect(() => createWhatsAppChannel({ ...settings, ...changes })).toThrow(name);
  });
});
