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

/** What was learnt: a row of weights for each label, and its bias. */
export interface SoftmaxWeights {
  readonly rows: readonly Float32Array[];
  readonly biases: Float32Array;
}

interface Lessons {
  examples: readonly LabelledVector[];
  labels: number;
  /** Whether every label counts the same however few examples it has; else every example does. */
  areEven: boolean;
}

/**
 * Multinomial logistic regression over unit-length vectors: the same examples in the same order always give the same
 * weights. Lets other work in between its passes.
 */
export async function learnWeights({
  examples,
  labels,
  areEven,
}: Lessons): Promise<SoftmaxWeights> {
  const rows = Array.from(
    { length: labels },
    () => new Float32Array(examples[0]?.vector.length ?? 0),
  );
  const biases = new Float32Array(labels);
  const importance = areEven ? importanceOf(examples, labels) : [];
  const thin = examples.map(({ vector, label }) => ({ entries: entriesOf(vector), label }));

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const slowing = 1 - (0.9 * epoch) / EPOCHS;
    for (let turn = 0; turn < thin.length; turn += 1) {
      const example = thin[(turn * STRIDE + epoch) % thin.length];
      if (example) learn(example, slowing);
    }
    const kept = 1 - DECAY * thin.length * slowing;
    for (const row of rows) row.set(row.map((weight) => weight * kept));
    await setImmediate();
  }
  return { rows, biases };

  function learn({ entries, label: right }: ThinExample, slowing: number): void {
    const scores = rows.map((row, label) => thinDot(row, entries) + (biases[label] ?? 0));
    const probabilities = normalised(scores);
    for (const [label, row] of rows.entries()) {
      const error = (probabilities[label] ?? 0) - (label === right ? 1 : 0);
      const step = error * slowing * (importance[right] ?? 1);
      addScaled({ row, entries, factor: -RATE * step });
      biases[label] = (biases[label] ?? 0) - BIAS_RATE * step;
    }
  }
}

/** Judges by weights that were learnt, just now or long ago. */
export function softmaxOf({ rows, biases }: SoftmaxWeights): Softmax {
  return (vector) => normalised(rows.map((row, label) => dot(row, vector) + (biases[label] ?? 0)));
}

// A vector without its zeros: what is mostly words has few others.
interface Entries {
  readonly places: Uint16Array;
  readonly values: Float32Array;
}

interface ThinExample {
  readonly entries: Entries;
  readonly label: number;
}

function entriesOf(vector: Float32Array): Entries {
  const places = Uint16Array.from(vector.keys()).filter((place) => vector[place] !== 0);
  return { places, values: Float32Array.from(places, (place) => vector[place] ?? 0) };
}

function thinDot(row: Float32Array, { places, values }: Entries): number {
  let sum = 0;
  for (let at = 0; at < places.length; at += 1) {
    sum += (row[places[at] ?? 0] ?? 0) * (values[at] ?? 0);
  }
  return sum;
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
  entries: { places, values },
  factor,
}: {
  row: Float32Array;
  entries: Entries;
  factor: number;
}): void {
  if (Math.abs(factor) < 1e-6) return;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    row[place] = (row[place] ?? 0) + factor * (values[at] ?? 0);
  }
}
