import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ANSWER_BYTES_MAX,
  errorForStatus,
  exchange,
  retryAfterMs,
  type HttpCall,
} from '../../src/adapters/shared/http.ts';
import {
  ProviderAmbiguous,
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

describe('a call to a provider', () => {
  let server: LoopbackServer;
  let answer: StandInAnswer;
  let seen: SeenRequest[];

  beforeEach(async () => {
    answer = { kind: 'answer', status: 200, body: 'fine' };
    seen = [];
    server = await startLoopbackServer((request) => {
      seen.push(request);
      return answer;
    });
  });
  afterEach(() => server.close());

  const call = (changes: Partial<HttpCall> = {}): HttpCall => ({
    provider: 'the stand-in',
    url: `${server.url}/secret-path`,
    method: 'POST',
    headers: { authorization: 'Bearer token' },
    body: 'content',
    timeoutMs: 1000,
    isRepeatable: false,
    ...changes,
  });
  const failure = (changes: Partial<HttpCall> = {}): Promise<unknown> =>
    exchange(call(changes)).catch((error: unknown) => error);

  it('brings back any answer, whatever its status', async () => {
    answer = { kind: 'answer', status: 503, headers: { 'x-hint': 'later' }, body: 'busy' };
    const got = await exchange(call());
    expect([got.status, got.headers.get('x-hint'), got.text]).toEqual([503, 'later', 'busy']);
    expect(seen[0]?.body.toString()).toBe('content');
  });

  // A redirect could carry a bearer token to another host.
  it('does not follow a redirect', async () => {
    answer = { kind: 'answer', status: 307, headers: { location: server.url }, body: '' };
    expect((await exchange(call())).status).toBe(307);
    expect(seen).toHaveLength(1);
  });

  it('is unavailable, never ambiguous, when no connection came about', async () => {
    expect(await failure({ url: await findDeadUrl() })).toBeInstanceOf(ProviderUnavailable);
    for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']) {
      const cause = Object.assign(new Error('no way there'), { code });
      const failing = () => Promise.reject(new TypeError('fetch failed', { cause }));
      expect(await failure({ fetch: failing })).toBeInstanceOf(ProviderUnavailable);
    }
  });

  const losses: [string, StandInAnswer][] = [
    ['the line is cut', { kind: 'reset' }],
    ['no answer comes in time', { kind: 'hang' }],
    [
      'the answer has no end',
      { kind: 'answer', status: 200, body: 'x'.repeat(ANSWER_BYTES_MAX + 1) },
    ],
  ];
  it.each(losses)('is ambiguous when %s, unless it may be repeated', async (_, loss) => {
    answer = loss;
    expect(await failure()).toBeInstanceOf(ProviderAmbiguous);
    expect(await failure({ isRepeatable: true })).toBeInstanceOf(ProviderUnavailable);
  });

  it('keeps addresses and headers out of its errors', async () => {
    answer = { kind: 'reset' };
    const failures = [
      await failure(),
      await failure({ url: 'no address at all: secret-path' }),
      await failure({ headers: { authorization: 'token\nsecret-path' } }),
    ];
    for (const error of failures) {
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toMatch(/secret-path|token/);
    }
  });
});

describe('the error that a status stands for', () => {
  const of = (status: number, isRepeatable = false) =>
    errorForStatus({ status, headers: new Headers() }, { provider: 'it', isRepeatable });

  it.each([
    [401, ProviderUnauthorized],
    [403, ProviderUnauthorized],
    [429, ProviderRateLimited],
    [302, ProviderRejected],
    [400, ProviderRejected],
    [404, ProviderRejected],
    [422, ProviderRejected],
    [408, ProviderAmbiguous],
    [500, ProviderAmbiguous],
    [503, ProviderAmbiguous],
  ])('%i', (status, expected) => {
    expect(of(status)).toBeInstanceOf(expected);
  });

  it('is unavailable for a server error when the call may be repeated', () => {
    expect(of(500, true)).toBeInstanceOf(ProviderUnavailable);
  });

  it('says how long to wait, in seconds or by a date, within an hour', () => {
    const now = () => Date.parse('2026-11-23T12:00:00Z');
    const wait = (value?: string) =>
      retryAfterMs(new Headers(value === undefined ? {} : { 'retry-after': value }), { now });
    expect(wait('3')).toBe(3000);
    expect(wait('0.5')).toBe(500);
    expect(wait('Mon, 23 Nov 2026 12:00:20 GMT')).toBe(20_000);
    expect(wait('Mon, 23 Nov 2026 11:00:00 GMT')).toBe(0);
    expect(wait('999999999')).toBe(3_600_000);
    expect(wait('soon')).toBe(1000);
    expect(wait()).toBe(1000);
  });
});
