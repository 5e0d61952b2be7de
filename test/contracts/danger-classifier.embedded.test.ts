import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { featuresOf } from '../../src/adapters/danger-classifiers/embedded/features.ts';
import learnt from '../../src/adapters/danger-classifiers/embedded/learnt.json' with { type: 'json' };
import { learnToKeep, unpack } from '../../src/adapters/danger-classifiers/embedded/learning.ts';
import { createEmbeddedDangerClassifier } from '../../src/adapters/danger-classifiers/embedded/index.ts';
import { createEmbeddedEmbedder } from '../../src/adapters/embedders/embedded/index.ts';
import {
  everydayMessages,
  houseExemplars,
} from '../../src/adapters/language-models/embedded/index.ts';
import { softmaxOf } from '../../src/adapters/shared/softmax.ts';
import { hazards, type DangerExemplars, type Hazard } from '../../src/domain/danger.ts';
import type { Embedder } from '../../src/ports/embedder.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { dangerClassifierContract } from './danger-classifier.contract.ts';

const encoder = createEmbeddedEmbedder();
const remembered = new Map<string, Promise<Float32Array>>();
// Learning twice embeds once: it is most of the time.
const embedder: Embedder = {
  ...encoder,
  embedPassages: (texts) =>
    Promise.all(
      texts.map((text) => {
        const vector = remembered.get(text) ?? encoder.embedQuery(text);
        remembered.set(text, vector);
        return vector;
      }),
    ),
};
const LEARNING_MS = 300_000;
const issues = Object.entries(defaultPack.catalogue).map(([id, issue]) => ({
  id,
  class: issue.class,
}));
const everyday = everydayMessages({ exemplars: houseExemplars, issues });
afterAll(() => encoder.close());

const isHeldOut = (_: string, index: number): boolean => index % 6 === 5;
const isLearnt = (text: string, index: number): boolean => !isHeldOut(text, index);
const ofHazards = (texts: (hazard: Hazard) => string[]): Record<Hazard, string[]> => ({
  gas: texts('gas'),
  'carbon-monoxide': texts('carbon-monoxide'),
  fire: texts('fire'),
  crisis: texts('crisis'),
  violence: texts('violence'),
  medical: texts('medical'),
  'water-electrics': texts('water-electrics'),
  electrical: texts('electrical'),
  collapse: texts('collapse'),
  lift: texts('lift'),
  chemical: texts('chemical'),
  flood: texts('flood'),
  sewage: texts('sewage'),
  'no-heat': texts('no-heat'),
});

describe('the embedded danger classifier, on exemplars that it has not seen', () => {
  const { danger, harmless } = defaultPack.dangerExemplars;
  const exemplars: DangerExemplars = {
    danger: ofHazards((hazard) => danger[hazard].filter(isLearnt)),
    harmless: harmless.filter(isLearnt),
  };
  const classifier = createEmbeddedDangerClassifier({
    embedder,
    exemplars,
    everyday: everyday.filter(isLearnt),
  });
  const shareCalled = async (texts: readonly string[]): Promise<number> => {
    const findings = await Promise.all(texts.map((text) => classifier.classify(text)));
    return findings.filter((finding) => finding !== null).length / texts.length;
  };
  beforeAll(() => classifier.warmUp(), LEARNING_MS);

  // Safety: what the rule floor misses only this can find.
  test('finds more than half of the dangers', async () => {
    const unseen = hazards.flatMap((hazard) => danger[hazard].filter(isHeldOut));
    expect(await shareCalled(unseen)).toBeGreaterThan(0.5);
  });

  test('is quiet about 95 in 100 everyday messages', async () => {
    expect(await shareCalled(everyday.filter(isHeldOut))).toBeLessThanOrEqual(0.05);
  });
});

const ofHouse = createEmbeddedDangerClassifier({
  embedder,
  exemplars: defaultPack.dangerExemplars,
  everyday,
});

dangerClassifierContract('embedded', () => ofHouse);

describe('the embedded danger classifier', () => {
  beforeAll(() => ofHouse.warmUp());

  test.each([
    'There is a leak under my kitchen sink',
    'There is a leak under my kitchen sink, the bucket holds it',
    'Hi, the bedroom door squeaks so loudly it wakes my husband.',
    'Our oven runs cooler than it says. No smell of anything.',
    'it wakes my husband',
    'no smell of anything',
  ])('does not frighten whoever writes %j', async (text) => {
    expect(await ofHouse.classify(text)).toBeNull();
  });
});

describe('the weights that come with the house', () => {
  const lessons = { embedder, exemplars: defaultPack.dangerExemplars, everyday };
  const classifier = createEmbeddedDangerClassifier(lessons);
  const shareCalled = async (texts: readonly string[]): Promise<number> => {
    const findings = await Promise.all(texts.map((text) => classifier.classify(text)));
    return findings.filter((finding) => finding !== null).length / texts.length;
  };

  // A failure means: the exemplars (or the learning) changed, so run `npm run learn` and measure.
  test(
    'are those that learning from the exemplars again gives',
    async () => {
      const again = await learnToKeep(lessons);
      expect(learnt.learntFrom).toBe(again.learntFrom);
      const [kept, anew] = [softmaxOf(unpack(learnt)), softmaxOf(unpack(again))];
      for (const text of ['there is smoke in the hallway', 'the tap drips', 'sewage in the tub']) {
        const features = featuresOf({ text, vector: await embedder.embedQuery(text) });
        const fresh = anew(features);
        kept(features).forEach((share, label) => expect(share).toBeCloseTo(fresh[label] ?? 0, 3));
      }
    },
    LEARNING_MS,
  );

  test('are ready without embedding anything', async () => {
    const mute = {
      ...embedder,
      embedPassages: () => Promise.reject(new Error('nothing is to be embedded')),
    };
    await createEmbeddedDangerClassifier({ ...lessons, embedder: mute }).warmUp();
  });

  // Nothing of these was learnt from: every fourth English message of the rules' rounds, and a file of ordinary ones.
  test('find six in ten dangers that they have not seen', async () => {
    const Row = z.object({ language: z.string(), text: z.string(), expected: z.string() });
    const dangers = readRows('danger-rule-batches.jsonl')
      .map((row) => Row.parse(row))
      .filter(({ language, expected }) => language === 'en' && expected === 'danger')
      .filter((_, index) => index % 4 === 3)
      .map(({ text }) => text);
    expect(await shareCalled(dangers)).toBeGreaterThan(0.6);
  });

  test('are quiet about 97 in 100 ordinary messages that they have not seen', async () => {
    const ordinary = readRows('ordinary-messages.jsonl').map(
      (row) => z.object({ text: z.string() }).parse(row).text,
    );
    expect(await shareCalled(ordinary)).toBeLessThanOrEqual(0.03);
  });
});

function readRows(name: string): unknown[] {
  const text = readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
