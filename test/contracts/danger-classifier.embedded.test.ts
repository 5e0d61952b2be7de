import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedDangerClassifier } from '../../src/adapters/danger-classifiers/embedded/index.ts';
import { createEmbeddedEmbedder } from '../../src/adapters/embedders/embedded/index.ts';
import {
  everydayMessages,
  houseExemplars,
} from '../../src/adapters/language-models/embedded/index.ts';
import { hazards, type DangerExemplars, type Hazard } from '../../src/domain/danger.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';

const embedder = createEmbeddedEmbedder();
const issues = Object.entries(defaultPack.catalogue).map(([id, issue]) => ({
  id,
  class: issue.class,
}));
const everyday = everydayMessages({ exemplars: houseExemplars, issues });
afterAll(() => embedder.close());

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
  beforeAll(() => classifier.warmUp());

  // Safety: what the rule floor misses only this can find. Eight-fold over all exemplars it found 0.53 at today's threshold
  // of 0.6 and spoke up at 0.02 of everyday messages; at 0.25 that was 0.80 and 0.08.
  test('finds more than half of the dangers', async () => {
    const unseen = hazards.flatMap((hazard) => danger[hazard].filter(isHeldOut));
    expect(await shareCalled(unseen)).toBeGreaterThan(0.5);
  });

  test('is quiet about 95 in 100 everyday messages', async () => {
    expect(await shareCalled(everyday.filter(isHeldOut))).toBeLessThanOrEqual(0.05);
  });
});

describe('the embedded danger classifier', () => {
  const classifier = createEmbeddedDangerClassifier({
    embedder,
    exemplars: defaultPack.dangerExemplars,
    everyday,
  });
  beforeAll(() => classifier.warmUp());

  test('names the hazard, its issue and a class of emergencies', async () => {
    expect(await classifier.classify('there is a strong smell of gas in my kitchen')).toMatchObject(
      {
        hazard: 'gas',
        issue: 'gas.odor',
        class: 'P0',
        ruleId: 'classifier',
      },
    );
  });

  test('finds a danger between harmless sentences', async () => {
    const text =
      'Thanks for the package. What time does the pool open? There is smoke in the hallway. Have a nice day.';
    expect(await classifier.classify(text)).toMatchObject({ hazard: 'fire' });
  });

  test.each([
    'whats my balance',
    'Thanks!',
    'When are quiet hours?',
    'ok',
    'I want to talk to a person',
    'yes',
  ])('finds none in %j', async (text) => {
    expect(await classifier.classify(text)).toBeNull();
  });

  test('never throws for odd text', async () => {
    for (const text of [
      '',
      '   ',
      '\ud800',
      '...',
      'a'.repeat(10_000),
      'my sink leaks. '.repeat(600),
      '火事です',
    ]) {
      await expect(classifier.classify(text)).resolves.toBeDefined();
    }
  });
});
