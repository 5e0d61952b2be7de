import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Embedder } from '../../../ports/embedder.ts';
import {
  digestOfLessons,
  packFloats,
  packWeights,
  unpackFloats,
  unpackWeights,
} from '../../shared/kept-floats.ts';
import type { SoftmaxWeights } from '../../shared/softmax.ts';
import { intentNames, type Exemplars } from './exemplars.ts';
import { learnIntents } from './intents.ts';
import { middleOf } from './issues.ts';
import learnt from './learnt.json' with { type: 'json' };

/** What the model learns from and embeds with. */
export interface Lessons {
  embedder: Embedder;
  exemplars: Exemplars;
}

/** All that exemplars teach. */
export interface Learnt {
  intents: SoftmaxWeights;
  /** The middle of each issue's exemplars, by issue id. */
  middles: ReadonlyMap<string, Float32Array>;
  moods: { frustrated: readonly Float32Array[]; calm: readonly Float32Array[] };
}

/** The same as it is kept in a file, with the digest of all that it was learnt from. */
interface KeptLearning {
  readonly learntFrom: string;
  readonly intents: string;
  readonly middles: Readonly<Record<string, string>>;
  readonly moods: { readonly frustrated: string; readonly calm: string };
}

const METHOD = 'embedded-language-model/1';

/** What came with the house when it was learnt from just these lessons; else it is learnt now, which takes seconds. */
export async function learn(lessons: Lessons): Promise<Learnt> {
  return learnt.learntFrom === digestOf(lessons)
    ? unpack(learnt, lessons.embedder.dimension)
    : learnAnew(lessons);
}

/** Embeds every exemplar and learns from them. */
export async function learnAnew({ embedder, exemplars }: Lessons): Promise<Learnt> {
  const { issues, moods } = exemplars;
  const [intents, frustrated, calm, middles] = await Promise.all([
    learnIntents({ embedder, exemplars }),
    embedder.embedPassages([...moods.frustrated]),
    embedder.embedPassages([...moods.calm]),
    Promise.all(
      Object.entries(issues).map(
        async ([id, texts]) => [id, await middleOf({ embedder, texts })] as const,
      ),
    ),
  ]);
  return { intents, middles: new Map(middles), moods: { frustrated, calm } };
}

/** Learns anew and puts it where the next start finds it; says where that is. */
export async function keepLearning(lessons: Lessons): Promise<string> {
  const file = fileURLToPath(new URL('./learnt.json', import.meta.url));
  const { intents, middles, moods } = await learnAnew(lessons);
  const kept: KeptLearning = {
    learntFrom: digestOf(lessons),
    intents: packWeights(intents),
    middles: Object.fromEntries([...middles].map(([id, middle]) => [id, packFloats([middle])])),
    moods: { frustrated: packFloats(moods.frustrated), calm: packFloats(moods.calm) },
  };
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
  return file;
}

function unpack({ intents, middles, moods }: KeptLearning, dimension: number): Learnt {
  return {
    intents: unpackWeights(intents, intentNames.length),
    middles: new Map(
      Object.entries(middles).flatMap(([id, packed]) =>
        unpackFloats(packed, dimension).map((middle) => [id, middle] as const),
      ),
    ),
    moods: {
      frustrated: unpackFloats(moods.frustrated, dimension),
      calm: unpackFloats(moods.calm, dimension),
    },
  };
}

function digestOf({ embedder, exemplars: { intents, questions, issues, moods } }: Lessons): string {
  return digestOfLessons([METHOD, embedder.id, intentNames, intents, questions, issues, moods]);
}
