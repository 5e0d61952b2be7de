import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditedLanguageModel } from '../../src/adapters/language-models/audited/index.ts';
import { createOpenAiLanguageModel } from '../../src/adapters/language-models/openai/index.ts';
import { ModelOutputInvalid, ProviderUnavailable } from '../../src/ports/errors.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { startOpenAiStandIn, type OpenAiStandIn } from '../fakes/openai-stand-in.ts';
import { context, prompt, reply, report, settingsFor } from './openai-turn.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';

// Design promise 10: a call of a remote model is an outside call, with an intent before and an outcome after.

let records: HouseRecords;
let server: OpenAiStandIn;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());
beforeEach(async () => {
  server = await startOpenAiStandIn();
});
afterEach(() => server.close());

const audited = (languageModel: LanguageModel) =>
  createAuditedLanguageModel({
    languageModel,
    auditLog: records.auditLog,
    model: 'gpt-4o',
    prompt: prompt.id,
  });
const remote = (): LanguageModel =>
  audited(createOpenAiLanguageModel({ ...settingsFor(server), format: 'json_schema' }));

let asked = 0;

/** Somebody for whom nobody else has asked, and what the record says of their calls. */
function aResident() {
  asked += 1;
  const conversationId = `conversation-of-call-${asked}`;
  const askedFor = { propertyId: 'elm-house', ids: { conversationId, residentId: `kim-${asked}` } };
  const calls = () =>
    records.postgres.query(
      `select chain, event, facts from audit_entries
      where facts ->> 'conversationId' = $1 order by position`,
      [conversationId],
    );
  return { askedFor, calls };
}

test('says before a call for whom and by what it is asked, and after it what came of it', async () => {
  const { askedFor, calls } = aResident();
  server.script(reply(report));
  const proposal = await remote().propose(context, askedFor);
  expect(proposal.decisions).toEqual([report]);
  const intent = {
    ...askedFor.ids,
    propertyId: 'elm-house',
    operation: 'propose-decisions',
    model: 'gpt-4o',
    prompt: prompt.id,
  };
  expect(await calls()).toEqual([
    { chain: 'elm-house', event: 'call.started', facts: intent },
    {
      chain: 'elm-house',
      event: 'call.ended',
      facts: {
        ...intent,
        outcome: 'ok',
        answeredBy: 'gpt-4o-2026-01-01',
        tokensRead: 1,
        tokensWritten: 1,
        durationMs: expect.any(Number),
      },
    },
  ]);
});

// Privacy: neither side learns what is the other's.
test('keeps what was asked and answered out of the record, and who asks away from the model', async () => {
  const { askedFor, calls } = aResident();
  server.script(reply(report));
  await remote().propose(context, askedFor);
  const recorded = JSON.stringify(await calls());
  for (const words of [...context.texts, report.summary, 'Quiet hours are']) {
    expect(recorded).not.toContain(words);
  }
  const sent = JSON.stringify(server.questions);
  for (const id of Object.values(askedFor.ids)) expect(sent).not.toContain(id);
});

test.each([
  { ends: 'ProviderUnavailable', by: { kind: 'error', status: 503 } as const },
  { ends: 'ProviderUnauthorized', by: { kind: 'error', status: 401 } as const },
  { ends: 'ModelOutputInvalid', by: { kind: 'text', text: 'no JSON' } as const },
])('a call that fails ends as $ends, and its failure is told on', async ({ ends, by }) => {
  const { askedFor, calls } = aResident();
  server.script(by);
  await expect(remote().propose(context, askedFor)).rejects.toMatchObject({ name: ends });
  expect((await calls()).map(({ facts }) => Object(facts).outcome)).toEqual([undefined, ends]);
});

test('each try is a call of its own', async () => {
  const { askedFor, calls } = aResident();
  server.script({ kind: 'error', status: 503 }, reply(report));
  const model = remote();
  await expect(model.propose(context, askedFor)).rejects.toBeInstanceOf(ProviderUnavailable);
  await model.propose(context, askedFor);
  expect(await calls()).toHaveLength(4);
});

test('asks nobody where the intent cannot be written', async () => {
  server.script(reply(report));
  const model = createAuditedLanguageModel({
    languageModel: createOpenAiLanguageModel(settingsFor(server)),
    auditLog: { ...records.auditLog, append: () => Promise.reject(new Error('database away')) },
    model: 'gpt-4o',
    prompt: prompt.id,
  });
  await expect(model.propose(context, aResident().askedFor)).rejects.toThrow('database away');
  expect(server.requestCount()).toBe(0);
});

test('a call whose process was lost is reported after five minutes, one that ended never', async () => {
  const { askedFor, calls } = aResident();
  const begun = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<never>();
  const hanging = audited({
    propose: () => {
      begun.resolve();
      return answer.promise;
    },
  }).propose(context, askedFor);
  await begun.promise;
  expect(await calls()).toMatchObject([{ event: 'call.started' }]);
  records.clock.pass(300_001);
  expect(await records.auditLog.verify()).toMatchObject([
    { chain: 'elm-house', fault: 'intent-without-outcome' },
  ]);
  answer.reject(new ModelOutputInvalid('too late'));
  await expect(hanging).rejects.toBeInstanceOf(ModelOutputInvalid);
  expect(await records.auditLog.verify()).toEqual([]);
});
