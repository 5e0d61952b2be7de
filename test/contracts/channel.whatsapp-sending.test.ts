import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWhatsAppChannel,
  type WhatsAppChannelOptions,
} from '../../src/adapters/channels/whatsapp/index.ts';
import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
} from '../../src/ports/errors.ts';
import { startGraphStandIn, type GraphReply, type GraphStandIn } from '../fakes/graph-stand-in.ts';

const settings: WhatsAppChannelOptions = {
  phoneNumberId: '770001112223334',
  accessToken: 'test-graph-token',
  appSecrets: ['test-app-secret-of-sixteen'],
  verifyToken: 'test-verify-token',
  timeoutMs: 1000,
};

describe('whatsapp: what goes out', () => {
  let graph: GraphStandIn;
  const channelTo = ({ baseUrl }: GraphStandIn) => createWhatsAppChannel({ ...settings, baseUrl });
  const failure = (): Promise<unknown> =>
    channelTo(graph)
      .send(message)
      .catch((error: unknown) => error);
  const message = { sendId: 'send-1', to: '12125550134', text: 'Hello.', sources: [] };

  beforeEach(async () => {
    graph = await startGraphStandIn();
  });
  afterEach(() => graph.close());

  it('writes numbers with a plus sign, and user ids as recipients', async () => {
    await channelTo(graph).send(message);
    await channelTo(graph).send({ ...message, to: 'US.9081726354' });
    expect(graph.journal.map((taken) => [taken.message.to, taken.message.recipient])).toEqual([
      ['+12125550134', undefined],
      [undefined, 'US.9081726354'],
    ]);
    expect(graph.faults).toEqual([]);
  });

  it('tells Meta’s id of the message', async () => {
    expect(await channelTo(graph).send(message)).toEqual({
      providerMessageId: graph.journal[0]?.id,
    });
  });

  it('names each source once, under the words', async () => {
    const rules = { document: 'House rules', version: 2, page: 3, quote: 'Quiet from ten.' };
    const sources = [rules, { ...rules, quote: 'No drums.' }, { ...rules, page: 4 }];
    await channelTo(graph).send({ ...message, sources });
    expect(graph.journal[0]?.message.text.body).toBe(
      'Hello.\n\nSource: House rules, page 3; House rules, page 4',
    );
  });

  it('cuts words that are too long at a sentence, and keeps the source', async () => {
    const sources = [{ document: 'House rules', version: 1, page: 3, quote: 'q' }];
    const text = 'Please close the windows at night. '.repeat(200);
    await channelTo(graph).send({ ...message, text, sources });
    const body = graph.journal[0]?.message.text.body ?? '';
    expect(body.length).toBeLessThanOrEqual(4096);
    expect(body).toMatch(/at night\. \[\.\.\.\]\n\nSource: House rules, page 3$/);
  });

  it('cuts a single endless word without breaking a character', async () => {
    const drops = '💧'.repeat(3000);
    for (const text of [drops, `x${drops}`]) await channelTo(graph).send({ ...message, text });
    expect(graph.journal).toHaveLength(2);
    for (const { body } of graph.journal.map((taken) => taken.message.text)) {
      expect(body).toMatch(/^x?💧+ \[\.\.\.\]$/u);
      expect(body.length).toBeLessThanOrEqual(4096);
    }
  });

  it('names no more sources than fit', async () => {
    const sources = Array.from({ length: 40 }, (_, page) => ({
      document: 'A handbook with quite a long title',
      version: 1,
      page,
      quote: 'q',
    }));
    await channelTo(graph).send({ ...message, text: 'word '.repeat(1000), sources });
    expect(graph.journal[0]?.message.text.body.length).toBeLessThanOrEqual(4096);
  });

  it.each([
    { code: 4, status: 400, expected: ProviderRateLimited },
    { code: 80007, status: 400, expected: ProviderRateLimited },
    { code: 130429, status: 429, expected: ProviderRateLimited },
    { code: 131056, status: 400, expected: ProviderRateLimited },
    { code: 131057, status: 500, expected: ProviderRateLimited },
    { code: 0, status: 401, expected: ProviderUnauthorized },
    { code: 190, status: 401, expected: ProviderUnauthorized },
    { code: 3, status: 500, expected: ProviderUnauthorized },
    { code: 10, status: 403, expected: ProviderUnauthorized },
    { code: 200, status: 403, expected: ProviderUnauthorized },
    { code: 299, status: 403, expected: ProviderUnauthorized },
    { code: 131005, status: 403, expected: ProviderUnauthorized },
    { code: 100, status: 400, expected: ProviderRejected },
    { code: 131026, status: 400, expected: ProviderRejected },
    { code: 131047, status: 400, expected: ProviderRejected },
    { code: 131049, status: 400, expected: ProviderRejected },
    { code: 133010, status: 400, expected: ProviderRejected },
    { code: 1, status: 400, expected: ProviderAmbiguous },
    { code: 2, status: 503, expected: ProviderAmbiguous },
    { code: 131000, status: 500, expected: ProviderAmbiguous },
    { code: 131016, status: 500, expected: ProviderAmbiguous },
    { code: 133004, status: 503, expected: ProviderAmbiguous },
    { code: 999999, status: 500, expected: ProviderAmbiguous },
  ])('takes code $code (HTTP $status) for what it is', async ({ code, status, expected }) => {
    graph.script({ kind: 'error', status, code });
    expect(await failure()).toBeInstanceOf(expected);
    expect(graph.requestCount()).toBe(1);
  });

  it('waits as long as Meta says', async () => {
    graph.script({ kind: 'error', status: 429, code: 4, headers: { 'retry-after': '17' } });
    await expect(channelTo(graph).send(message)).rejects.toMatchObject({ retryAfterMs: 17_000 });
  });

  // Protects privacy: errors are logged and travel through workflows.
  it('puts neither words nor numbers nor tokens into an error', async () => {
    const replies: GraphReply[] = [
      { kind: 'error', status: 400, code: 100 },
      { kind: 'error', status: 400, code: 130429 },
      { kind: 'error', status: 401, code: 190 },
      { kind: 'error', status: 500, code: 131000 },
      { kind: 'reset' },
      { kind: 'hang' },
      { kind: 'answer', status: 200, body: '<html>ok</html>' },
      { kind: 'answer', status: 418, body: 'x' },
    ];
    for (const reply of replies) {
      graph.script(reply);
      const error = await failure();
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toMatch(/Hello|2125550134|test-graph-token/);
    }
  });

  it('does not quote a token that cannot stand in a header', async () => {
    const odd = createWhatsAppChannel({
      ...settings,
      baseUrl: graph.baseUrl,
      accessToken: 'secret\ntoken',
    });
    const error: unknown = await odd.send(message).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ProviderRejected);
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toContain('secret');
  });
});
