import express from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  answerErrors,
  Conflict,
  Gone,
  NotAllowed,
  NotSignedIn,
  TooOften,
} from '../../../src/api/errors.ts';
import { readAs } from '../../../src/api/read-as.ts';
import { logger } from '../../../src/logger.ts';
import {
  ProviderRateLimited,
  ProviderUnavailable,
  RecordNotFound,
  WebhookRejected,
} from '../../../src/ports/errors.ts';
import { post, serveApp } from './signed-in.ts';

const WORDS = 'my neighbour is loud';
const Window = z.object({ window: z.object({ from: z.iso.datetime() }) });
let thrown: unknown;
let server: Awaited<ReturnType<typeof serveApp>>;

beforeEach(async () => {
  thrown = null;
  server = await serveApp(() => {
    const app = express();
    app.use(express.json({ limit: '1kb' }));
    app.post('/throws', () => {
      throw thrown;
    });
    app.post('/half', (_request, response) => {
      response.write('half');
      throw new Error(WORDS);
    });
    app.get('/named/:id', (_request, response) => response.json({}));
    return app.use(answerErrors);
  });
});
afterEach(() => server.close());

test.each([
  [new WebhookRejected('the signature does not match'), 401],
  [new NotSignedIn(), 401],
  [new NotAllowed('not here'), 403],
  [new RecordNotFound('no approval a-1'), 404],
  [new Conflict('read it again'), 409],
  [new Gone('it has expired'), 410],
  [new TooOften('slower', 1000), 429],
  [new ProviderUnavailable('no answer'), 503],
  [new ProviderRateLimited('slower', 2500), 503],
  [new Error(WORDS), 500],
  [WORDS, 500],
])('answers %s with a problem of its status', async (error, status) => {
  thrown = error;
  const response = await post(`${server.url}/throws`, {});
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = await response.json();
  expect(problem).toEqual({
    type: expect.stringMatching(/^urn:nightporter:problem:[a-z-]+$/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    remedy: expect.any(String),
  });
});

test('says when to come back', async () => {
  thrown = new ProviderRateLimited('slower', 2500);
  expect((await post(`${server.url}/throws`, {})).headers.get('retry-after')).toBe('3');
  thrown = new ProviderUnavailable('no answer');
  expect((await post(`${server.url}/throws`, {})).headers.get('retry-after')).toBe('10');
});

test('names the field that is malformed', async () => {
  thrown = thrownBy(() => readAs(Window, { window: { from: 'soon' } }));
  const response = await post(`${server.url}/throws`, {});
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    issues: [{ field: 'window.from', message: expect.any(String) }],
  });
});

// A row that does not fit its schema is not the caller's fault, and its words are not for them.
test('answers 500 when something of our own does not fit its schema', async () => {
  vi.spyOn(logger, 'error').mockImplementationOnce(() => undefined);
  thrown = thrownBy(() => Window.parse({ window: { from: WORDS } }));
  const response = await post(`${server.url}/throws`, {});
  expect(response.status).toBe(500);
  expect(await response.json()).not.toHaveProperty('issues');
});

// Privacy: a reader's error quotes the body.
test('repeats nothing of a body that it cannot read or that is too large', async () => {
  const malformed = await post(`${server.url}/throws`, { body: `{"text": ${WORDS}` });
  expect(malformed.status).toBe(400);
  expect(await malformed.text()).not.toContain('neighbour');
  const large = await post(`${server.url}/throws`, { body: { text: WORDS.repeat(200) } });
  expect(large.status).toBe(413);
  const charset = { 'content-type': 'application/json; charset=x-unknown' };
  expect((await post(`${server.url}/throws`, { headers: charset })).status).toBe(415);
  expect((await fetch(`${server.url}/named/%E0%A4%A`)).status).toBe(400);
});

// Privacy: a database's error quotes the values of its statement.
test('notes what broke and where, never the words in its message', async () => {
  const noted = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
  thrown = new TypeError(WORDS, { cause: new RangeError(WORDS) });
  const response = await post(`${server.url}/throws`, {});
  expect(await response.text()).not.toContain('neighbour');
  expect(noted).toHaveBeenCalledOnce();
  expect(noted.mock.calls[0]).toEqual([
    expect.objectContaining({ method: 'POST', error: 'TypeError', cause: 'RangeError' }),
    'request failed',
  ]);
  expect(JSON.stringify(noted.mock.calls)).not.toContain('neighbour');
  noted.mockRestore();
});

test('cuts an answer that broke half way, so that it does not look whole', async () => {
  const response = await post(`${server.url}/half`, {});
  await expect(response.text()).rejects.toThrow();
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
