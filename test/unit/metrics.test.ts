import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_ACCESS } from '../../src/domain/access.ts';
import { createMeasuredLanguageModel } from '../../src/adapters/language-models/measured/index.ts';
import { modelDurations, modelTokens, registry } from '../../src/metrics.ts';
import { ModelOutputInvalid } from '../../src/ports/errors.ts';
import type { LanguageModel, Proposal } from '../../src/ports/language-model.ts';
import { serveWorkerMetrics } from '../../src/worker-metrics.ts';
import { aTurn } from '../fakes/turn-context.ts';

const DASHBOARD = 'docs/grafana/night-porter.json';

test('the dashboard asks for metrics that exist, and for each of them', () => {
  const asked = readFileSync(DASHBOARD, 'utf8').match(/\bnightporter_\w+/g) ?? [];
  const known = registry.getMetricsAsArray().map(({ name }) => name);
  const names = asked.map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
  expect([...new Set(names)].toSorted()).toEqual(known.toSorted());
});

test('times each call of the model by how it ended, and counts what it is paid by', async () => {
  const answers: (Proposal | Error)[] = [
    { ...aProposal(), tokens: { read: 700, written: 40 } },
    new ModelOutputInvalid('not as it must be'),
  ];
  const scripted: LanguageModel = {
    async propose() {
      const answer = answers.shift();
      if (answer === undefined || answer instanceof Error) throw answer;
      return answer;
    },
  };
  const model = createMeasuredLanguageModel({ languageModel: scripted, model: 'model-under-test' });
  await model.propose(aTurn('Hello'));
  await expect(model.propose(aTurn('Hello'))).rejects.toThrow(ModelOutputInvalid);

  const counts = (await modelDurations.get()).values.filter(
    ({ metricName, labels }) =>
      metricName?.endsWith('_count') === true && labels.model === 'model-under-test',
  );
  expect(counts.map(({ labels, value }) => [labels.outcome, value])).toEqual([
    ['answered', 1],
    ['ModelOutputInvalid', 1],
  ]);
  const tokens = (await modelTokens.get()).values.map(({ labels, value }) => [
    labels.direction,
    value,
  ]);
  expect(tokens).toEqual([
    ['read', 700],
    ['written', 40],
  ]);
});

test('the worker serves its numbers on loopback, and nothing else', async () => {
  const metrics = await serveWorkerMetrics(0);
  const { url } = metrics;
  const response = await fetch(url);
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('# TYPE nightporter_turn_duration_seconds histogram');
  expect((await fetch(new URL('/', url))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  await metrics.close();
});

function aProposal(): Proposal {
  return {
    language: 'en',
    decisions: [],
    access: NO_ACCESS,
    frustration: 0,
    model: 'model-under-test-2026',
    prompt: 'propose-decisions/v4',
  };
}
