import { setImmediate } from 'node:timers/promises';

/** A vector and the number of its label. */
export interface LabelledVector {
  readonly vector: Float32Array;
  readonly label: number;
}

/** The probability of each label, in the order of their numbers; they add up to 1. */
export type Softmax = (vector: Float32Array) => number[];

// Found by ten-fold cross-validation over the intent exemplars; half as many or twice as many epochs change little.
const EPOCHS = 20;
const RATE = 0.75;
const BIAS_RATE = 0.03;
const DECAY = 3e-5;
// A label with few examples counts more for each, but not without limit.
const WEIGHT_MAX = 3;
// Prime, so that it visits every example of a smaller or larger set once.
const STRIDE = 7_919;

/**
 * Multinomial logistic regression over unit-length vectors: the same examples in the same order always give the same
 * answers. Lets other work in between its passes.
 */
export async function trainSoftmax({
  examples,
  labels,
  areEven,
}: {
  examples: readonly LabelledVector[];
  labels: number;
  /** Whether every label counts the same however few examples it has; else every example does. */
  areEven: boolean;
}): Promise<Softmax> {
  const weights = Array.from(
    { length: labels },
    () => new Float32Array(examples[0]?.vector.length ?? 0),
  );
  const biases = new Float32Array(labels);
  const importance = areEven ? importanceOf(examples, labels) : [];
  const predict: Softmax = (vector) =>
    normalised(weights.map((row, label) => dot(row, vector) + (biases[label] ?? 0)));

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const slowing = 1 - (0.9 * epoch) / EPOCHS;
    for (let turn = 0; turn < examples.length; turn += 1) {
      const example = examples[(turn * STRIDE + epoch) % examples.length];
      if (example) learn(example, slowing);
    }
    const kept = 1 - DECAY * examples.length * slowing;
    for (const row of weights) row.set(row.map((weight) => weight * kept));
    await setImmediate();
  }
  return predict;

  function learn({ vector, label: right }: LabelledVector, slowing: number): void {
    const probabilities = predict(vector);
    for (const [label, row] of weights.entries()) {
      const error = (probabilities[label] ?? 0) - (label === right ? 1 : 0);
      const step = error * slowing * (importance[right] ?? 1);
      addScaled({ row, vector, factor: -RATE * step });
      biases[label] = (biases[label] ?? 0) - BIAS_RATE * step;
    }
  }
}

function importanceOf(examples: readonly LabelledVector[], labels: number): number[] {
  const counts = Array.from({ length: labels }, () => 0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((count) => Math.min(WEIGHT_MAX, examples.length / labels / Math.max(count, 1)));
}

/** The product of two vectors: their cosine when both have unit length. */
export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** Turns scores into probabilities. */
export function normalised(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function addScaled({
  row,
  vector,
  factor,
}: {
  row: Float32Array;
  vector: Float32Array;
  factor: number;
}): void {
  if (Math.abs(factor) < 1e-6) return;
  for (let at = 0; at < row.length; at += 1) row[at] = (row[at] ?? 0) + factor * (vector[at] ?? 0);
}
