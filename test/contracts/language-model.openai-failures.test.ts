import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createOpenAiLanguageModel,
  type OpenAiLanguageModelOptions,
} from '../../src/adapters/language-models/openai/index.ts';
import {
  ModelOutputInvalid,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
} from '../../src/ports/errors.ts';
import { findDeadUrl } from '../fakes/loopback-server.ts';
import type { StandInFormat } from '../fakes/openai-request.ts';
import {
  startOpenAiStandIn,
  type ChatReply,
  type OpenAiStandIn,
} from '../fakes/openai-stand-in.ts';
import { context, reply, report, settingsFor, turn } from './openai-turn.ts';

let server: OpenAiStandIn;

const told = (changes: Partial<OpenAiLanguageModelOptions> = {}) =>
  createOpenAiLanguageModel({ ...settingsFor(server), format: 'json_schema', ...changes });
beforeEach(async () => {
  server = await startOpenAiStandIn();
});
afterEach(() => server.close());

describe('language model: openai, what can go wrong', () => {
  const failure = async (given: ChatReply): Promise<unknown> => {
    server.script(given);
    return told()
      .propose(context)
      .catch((error: unknown) => error);
  };
  const asJson = { 'content-type': 'application/json' };

  it.each<[string, ChatReply]>([
    ['a refusal', { kind: 'refusal' }],
    ['an answer that was cut off', { kind: 'truncated', text: JSON.stringify(turn(report)) }],
    ['an answer that was filtered', { kind: 'filtered' }],
    ['an empty answer', { kind: 'text', text: ' ' }],
    ['an answer that is not JSON', { kind: 'text', text: 'The sink leaks, you say?' }],
    ['another shape', { kind: 'json', value: { decisions: 'none' } }],
    ['an unknown kind', reply({ kind: 'unlock-door' })],
    ['an issue that no catalogue knows', reply({ ...report, issue: 'plumbing.invented' })],
    [
      'a question that was not asked',
      reply({ kind: 'reply-to-question', questionId: 'q2', answer: { kind: 'yes' } }),
    ],
    ['no completion', { kind: 'answer', status: 200, headers: asJson, body: '{"choices":[]}' }],
    ['half a body', { kind: 'answer', status: 200, headers: asJson, body: '{"choices":[' }],
    ['a web page', { kind: 'answer', status: 200, body: '<html>hello</html>' }],
  ])('takes %s for no proposal', async (_, given) => {
    const error = await failure(given);
    expect(error).toBeInstanceOf(ModelOutputInvalid);
    expect(String(error)).not.toMatch(/sink/);
  });

  it('says whether the model refused or was cut off', async () => {
    expect(String(await failure({ kind: 'refusal' }))).toContain('refused');
    expect(String(await failure({ kind: 'truncated', text: '{' }))).toContain('cut off');
    expect(String(await failure({ kind: 'filtered' }))).toContain('filtered');
  });

  it.each<{ what: string; given: ChatReply; expected: new (...given: never[]) => Error }>([
    { what: '401', given: { kind: 'error', status: 401 }, expected: ProviderUnauthorized },
    { what: '403', given: { kind: 'error', status: 403 }, expected: ProviderUnauthorized },
    { what: '429', given: { kind: 'error', status: 429 }, expected: ProviderRateLimited },
    { what: '500', given: { kind: 'error', status: 500 }, expected: ProviderUnavailable },
    { what: '503', given: { kind: 'error', status: 503 }, expected: ProviderUnavailable },
    { what: 'silence', given: { kind: 'hang' }, expected: ProviderUnavailable },
    { what: 'a cut line', given: { kind: 'reset' }, expected: ProviderUnavailable },
    { what: '400', given: { kind: 'error', status: 400 }, expected: ProviderRejected },
    { what: '404', given: { kind: 'error', status: 404 }, expected: ProviderRejected },
    { what: '422', given: { kind: 'error', status: 422 }, expected: ProviderRejected },
  ])('tells $what apart, and asks once', async ({ given, expected }) => {
    expect(await failure(given)).toBeInstanceOf(expected);
    expect(server.requestCount()).toBe(1);
  });

  it('is unavailable when nobody is there', async () => {
    const model = told({ baseUrl: `${await findDeadUrl()}/v1` });
    await expect(model.propose(context)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  it('waits as long as the server says', async () => {
    const headers = { 'retry-after': '12' };
    const error = await failure({ kind: 'error', status: 429, headers });
    expect(error).toMatchObject({ retryAfterMs: 12_000 });
  });

  it('names the server’s code of a refusal, never its text', async () => {
    const code = 'context_length_exceeded';
    expect(await failure({ kind: 'error', status: 400, code })).toMatchObject({
      code,
      message: expect.stringContaining(code),
    });
    const body = JSON.stringify({ error: { message: 'sink leaks', code: 'the sink leaks' } });
    const quoting = await failure({ kind: 'answer', status: 400, headers: asJson, body });
    expect(quoting).toBeInstanceOf(ProviderRejected);
    expect(JSON.stringify([String(quoting), quoting])).not.toContain('sink');
  });

  it('refuses a key that cannot stand in a header, without quoting it', () => {
    expect(() => told({ apiKey: 'secret\nkey' })).toThrow(/^(?!.*secret)/s);
    expect(() => told({ apiKey: '' })).toThrow('API key');
  });
});

describe('language model: openai, by tool call and by plain JSON', () => {
  it.each<StandInFormat>(['tool', 'json_object'])('checks the answer of %s too', async (format) => {
    server.script(reply(report), reply({ ...report, class: 'P7' }), { kind: 'text', text: '{' });
    const model = told({ format });
    expect((await model.propose(context)).decisions).toEqual([report]);
    await expect(model.propose(context)).rejects.toBeInstanceOf(ModelOutputInvalid);
    await expect(model.propose(context)).rejects.toBeInstanceOf(ModelOutputInvalid);
    expect(server.faults).toEqual([]);
  });
});
