import { describe, expect, test } from 'vitest';
import { packWeights, unpackWeights } from '../../../../src/adapters/shared/kept-floats.ts';
import { learnWeights, softmaxOf } from '../../../../src/adapters/shared/softmax.ts';

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const examples = [
  { vector: east, label: 0 },
  { vector: Float32Array.of(0.98, 0.199), label: 0 },
  { vector: north, label: 1 },
];

describe('softmax', () => {
  test('tells apart what it was shown', async () => {
    const predict = softmaxOf(await learnWeights({ examples, labels: 2, areEven: true }));
    expect(predict(east)[0]).toBeGreaterThan(0.8);
    expect(predict(north)[1]).toBeGreaterThan(0.8);
  });

  test('gives probabilities', async () => {
    const predict = softmaxOf(await learnWeights({ examples, labels: 3, areEven: false }));
    const probabilities = predict(Float32Array.of(0.6, 0.8));
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 6);
  });

  test('learns the same from the same examples', async () => {
    const train = () => learnWeights({ examples, labels: 2, areEven: true });
    const [one, other] = await Promise.all([train(), train()]);
    expect(one).toEqual(other);
  });

  test('judges by weights out of a file as by those just learnt', async () => {
    const weights = await learnWeights({ examples, labels: 2, areEven: false });
    const kept = unpackWeights(packWeights(weights), 2);
    for (const vector of [east, north, Float32Array.of(0.6, 0.8)]) {
      expect(softmaxOf(kept)(vector)).toEqual(softmaxOf(weights)(vector));
    }
  });
});
