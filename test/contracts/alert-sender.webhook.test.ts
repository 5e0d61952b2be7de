import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookAlertSender } from '../../src/adapters/alert-senders/webhook/index.ts';
import { isSignedBy } from '../../src/adapters/shared/signature.ts';
import type { Alert } from '../../src/ports/alert-sender.ts';
import {
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
} from '../../src/ports/errors.ts';
import {
  findDeadUrl,
  startLoopbackServer,
  type LoopbackServer,
  type SeenRequest,
  type StandInAnswer,
} from '../fakes/loopback-server.ts';

const SECRET = 'test-alert-secret-of-some-length';
const NOW = new Date('2026-11-23T03:00:00.000Z');
const alert: Alert = {
  alertId: 'alert-1',
  kind: 'danger',
  propertyId: 'harbor-court',
  class: 'P0',
  headline: 'Smell of gas reported, unit 4B',
  contacts: ['contact-1'],
  attempt: 0,
};

describe('the webhook of alerts', () => {
  let server: LoopbackServer;
  let answer: StandInAnswer;
  let seen: SeenRequest[];

  beforeEach(async () => {
    answer = { kind: 'answer', status: 200, body: 'ok' };
    seen = [];
    server = await startLoopbackServer((request) => {
      seen.push(request);
      return answer;
    });
  });
  afterEach(() => server.close());

  const sender = (url = `${server.url}/services/T000/B000/secret-path`) =>
    createWebhookAlertSender({ url, secret: SECRET, timeoutMs: 1000, now: () => NOW });
  const failure = (url?: string): Promise<unknown> =>
    sender(url)
      .send(alert)
      .catch((error: unknown) => error);
  const bodyOf = (request: SeenRequest | undefined): unknown =>
    JSON.parse(request?.body.toString('utf8') ?? 'null');

  it('is accepted once the door answered 2xx', async () => {
    for (const status of [200, 202, 204]) {
      answer = { kind: 'answer', status, body: '' };
      expect(await sender().send(alert)).toBe('accepted');
    }
  });

  it('signs every byte of the body, the time included', async () => {
    await sender().send(alert);
    const [request] = seen;
    const signature = request?.headers['x-nightporter-signature'];
    expect(typeof signature).toBe('string');
    const check = { signature: String(signature), secrets: [SECRET] };
    expect(isSignedBy({ ...check, bytes: request?.body ?? Buffer.alloc(0) })).toBe(true);
    const older = request?.body.toString('utf8').replace('2026-11-23T03', '2026-11-23T02') ?? '';
    expect(isSignedBy({ ...check, bytes: Buffer.from(older) })).toBe(false);
    expect(bodyOf(request)).toMatchObject({ sentAt: NOW.toISOString(), alert });
  });

  it('is readable as a Slack message', async () => {
    await sender().send({ ...alert, attempt: 2 });
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    expect(bodyOf(seen[0])).toMatchObject({
      text: '[P0] Smell of gas reported, unit 4B (harbor-court) - ring 3',
    });
  });

  it('says first that there is nobody to ring', async () => {
    await sender().send({ ...alert, contacts: [] });
    expect(bodyOf(seen[0])).toMatchObject({
      text: 'NOBODY TO RING: [P0] Smell of gas reported, unit 4B (harbor-court)',
      isUnheard: true,
      alert: { contacts: [] },
    });
  });

  it('does not let a headline ring a whole Slack channel', async () => {
    await sender().send({ ...alert, headline: 'Leak <!channel> & more' });
    const { text } = bodyOf(seen[0]) as { text: string };
    expect(text).toContain('Leak &lt;!channel&gt; &amp; more');
  });

  // "Has been alerted" is said only after a 2xx: whatever else happens must be an error.
  it.each<{ door: string; given: StandInAnswer; expected: new (...given: never[]) => Error }>([
    {
      door: 'fails',
      given: { kind: 'answer', status: 500, body: '' },
      expected: ProviderUnavailable,
    },
    { door: 'is cut', given: { kind: 'reset' }, expected: ProviderUnavailable },
    { door: 'stays silent', given: { kind: 'hang' }, expected: ProviderUnavailable },
    {
      door: 'asks to slow down',
      given: { kind: 'answer', status: 429, body: '' },
      expected: ProviderRateLimited,
    },
    {
      door: 'refuses the signature',
      given: { kind: 'answer', status: 401, body: '' },
      expected: ProviderUnauthorized,
    },
    {
      door: 'does not exist',
      given: { kind: 'answer', status: 404, body: 'no_team' },
      expected: ProviderRejected,
    },
    {
      door: 'points elsewhere',
      given: { kind: 'answer', status: 302, body: '' },
      expected: ProviderRejected,
    },
  ])('does not call it accepted when the door $door', async ({ given, expected }) => {
    answer = given;
    expect(await failure()).toBeInstanceOf(expected);
  });

  it('is unavailable when nobody is there', async () => {
    expect(await failure(await findDeadUrl())).toBeInstanceOf(ProviderUnavailable);
  });

  // A Slack address is itself the secret.
  it('keeps its address out of errors', async () => {
    for (const given of [{ kind: 'reset' }, { kind: 'answer', status: 404, body: '' }] as const) {
      answer = given;
      expect(String(await failure())).not.toMatch(/secret-path|127\.0\.0\.1/);
    }
  });

  it('does not open without an address or a secret', () => {
    expect(() => sender('not an address')).toThrow('address');
    expect(() => sender('file:///etc/hosts')).toThrow('address');
    expect(() => createWebhookAlertSender({ url: server.url, secret: '' })).toThrow('secret');
  });
});
