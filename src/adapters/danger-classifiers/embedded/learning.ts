import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hazards, type DangerExemplars } from '../../../domain/danger.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import { digestOfLessons, packWeights, unpackWeights } from '../../shared/kept-floats.ts';
import { learnWeights, type SoftmaxWeights } from '../../shared/softmax.ts';
import { featuresOf, piecesOf } from './features.ts';
import learnt from './learnt.json' with { type: 'json' };

/** What the classifier learns from and embeds with. */
export interface DangerLessons {
  embedder: Embedder;
  exemplars: DangerExemplars;
  /** What residents write on other days; without it everything unlike the look-alikes sounds dangerous. */
  everyday: readonly string[];
}

/** Weights as they are kept in a file, with the digest of all that they were learnt from. */
export interface KeptWeights {
  readonly learntFrom: string;
  /** As `packWeights` packs them. */
  readonly weights: string;
}

// A danger weighs as much as two harmless messages.
const DANGER_WEIGHT = 2;
const LABELS = hazards.length + 1;
const METHOD = 'meaning-and-words/1';

/** The weights that came with the house when they were learnt from just these lessons, else null. */
export function keptWeights(lessons: DangerLessons): SoftmaxWeights | null {
  return learnt.learntFrom === digestOf(lessons) ? unpack(learnt) : null;
}

/** Learns the weights and packs them for the file. */
export async function learnToKeep(lessons: DangerLessons): Promise<KeptWeights> {
  return { learntFrom: digestOf(lessons), weights: packWeights(await learnDangers(lessons)) };
}

/** Learns the weights anew and puts them where the next start finds them; says where that is. */
export async function keepLearntWeights(lessons: DangerLessons): Promise<string> {
  const file = fileURLToPath(new URL('./learnt.json', import.meta.url));
  await writeFile(file, `${JSON.stringify(await learnToKeep(lessons), null, 2)}\n`);
  return file;
}

/** Embeds every exemplar and learns from them; label 0 is harmless, the hazards follow in their order. */
export async function learnDangers(lessons: DangerLessons): Promise<SoftmaxWeights> {
  const labelled = labelledOf(lessons);
  const vectors = await lessons.embedder.embedPassages(labelled.map(({ text }) => text));
  const examples = labelled.flatMap(({ text, label }, index) => {
    const vector = vectors[index];
    const example = vector && { vector: featuresOf({ text, vector }), label };
    const times = label === 0 ? 1 : DANGER_WEIGHT;
    return Array.from({ length: times }, (_, copy) => ({ example, place: sha256(text + copy) }));
  });
  // Well mixed, and so always in the same way: kinds that come one after another would each undo the one before.
  const mixed = examples.toSorted((one, other) => (one.place < other.place ? -1 : 1));
  return learnWeights({
    examples: mixed.flatMap(({ example }) => example ?? []),
    labels: LABELS,
    areEven: false,
  });
}

/** Weights out of their file. */
export function unpack({ weights }: KeptWeights): SoftmaxWeights {
  return unpackWeights(weights, LABELS);
}

function labelledOf({ exemplars, everyday }: DangerLessons): { text: string; label: number }[] {
  // Each piece of a harmless message is judged later, and is as harmless.
  const harmless = [...exemplars.harmless, ...everyday].flatMap((text) => [
    text,
    ...piecesOf(text),
  ]);
  return [
    ...[...new Set(harmless)].map((text) => ({ text, label: 0 })),
    ...hazards.flatMap((hazard, index) =>
      exemplars.danger[hazard].map((text) => ({ text, label: index + 1 })),
    ),
  ];
}

function digestOf(lessons: DangerLessons): string {
  return digestOfLessons([METHOD, lessons.embedder.id, DANGER_WEIGHT, labelledOf(lessons)]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
