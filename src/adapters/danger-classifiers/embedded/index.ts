import {
  hazards,
  type DangerClass,
  type DangerExemplars,
  type DangerFinding,
  type Hazard,
} from '../../../domain/danger.ts';
import { splitClauses, splitSentences } from '../../../domain/sentences.ts';
import type { DangerClassifier } from '../../../ports/danger-classifier.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import { languageOf } from '../../shared/language.ts';
import { trainSoftmax, type Softmax } from '../../shared/softmax.ts';

/** What the classifier learns from and embeds with. */
export interface EmbeddedDangerClassifierOptions {
  embedder: Embedder;
  exemplars: DangerExemplars;
  /** What residents write on other days; without it everything unlike the look-alikes sounds dangerous. */
  everyday: readonly string[];
}

/** A classifier that can be made ready before the first resident writes. */
export interface EmbeddedDangerClassifier extends DangerClassifier {
  /** Learns from the exemplars, some seconds once; without it the first message waits for that. */
  warmUp(): Promise<void>;
}

// What it finds here is sent the safety text and wakes people, so it must be right nearly every time. Beside the rule floor
// a lower threshold gains little and costs much: docs/decisions/0004 has the figures, npm test prints today's.
const PROBABILITY_MIN = 0.6;
// A danger weighs as much as two harmless messages.
const DANGER_WEIGHT = 2;
const PIECES_MAX = 80;
const VERSION = 'embedded-classifier/1';

// What each hazard is in the catalogue when nothing more is known (taxonomy section 4).
const ISSUES: Readonly<Record<Hazard, { issue: string; class: DangerClass }>> = {
  gas: { issue: 'gas.odor', class: 'P0' },
  'carbon-monoxide': { issue: 'co.alarm', class: 'P0' },
  fire: { issue: 'fire.active', class: 'P0' },
  crisis: { issue: 'nonmaint.crisis', class: 'P0' },
  violence: { issue: 'security.intrusion', class: 'P0' },
  medical: { issue: 'nonmaint.crisis', class: 'P0' },
  'water-electrics': { issue: 'elec.water_contact', class: 'P0' },
  electrical: { issue: 'elec.burning', class: 'P0' },
  collapse: { issue: 'struct.collapse', class: 'P0' },
  lift: { issue: 'lift.trapped', class: 'P0' },
  chemical: { issue: 'env.chemical', class: 'P1' },
  flood: { issue: 'water.flood', class: 'P1' },
  sewage: { issue: 'drain.sewage', class: 'P1' },
  'no-heat': { issue: 'heat.none', class: 'P1' },
};

/**
 * Finds dangers in words that no rule knows, by likeness to example sentences. English only: a text in another language
 * gives null. Each sentence and clause is judged for itself, so that a harmless one hides nothing.
 */
export function createEmbeddedDangerClassifier(
  options: EmbeddedDangerClassifierOptions,
): EmbeddedDangerClassifier {
  let learning: Promise<Softmax> | null = null;
  const learnt = (): Promise<Softmax> => {
    // A failure is not kept: the next message tries again.
    learning ??= learn(options).catch((error: unknown) => {
      learning = null;
      throw error;
    });
    return learning;
  };
  return {
    async warmUp() {
      await learnt();
    },
    async classify(text) {
      if (languageOf(text, 'en') !== 'en') return null;
      const predict = await learnt();
      const vectors = await Promise.all(
        piecesOf(text).map((piece) => options.embedder.embedQuery(piece)),
      );
      const worst = vectors
        .map((vector) => worstOf(predict(vector)))
        .toSorted((one, other) => other.danger - one.danger)[0];
      return worst && worst.danger >= PROBABILITY_MIN ? findingOf(worst.hazard) : null;
    },
  };
}

function piecesOf(text: string): string[] {
  const sentences = splitSentences(text).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  const pieces = sentences.flatMap((sentence) => [sentence, ...splitClauses(sentence)]);
  return [...new Set(pieces)].slice(0, PIECES_MAX);
}

// Label 0 is harmless; the hazards follow in their order. What is dangerous counts, even when it is unclear which danger.
function worstOf(probabilities: readonly number[]): { danger: number; hazard: Hazard } {
  const [harmless = 1, ...ofHazards] = probabilities;
  const top = ofHazards.indexOf(Math.max(...ofHazards));
  return { danger: 1 - harmless, hazard: hazards[top] ?? hazards[0] };
}

function findingOf(hazard: Hazard): DangerFinding {
  return { hazard, ...ISSUES[hazard], ruleId: 'classifier', floorVersion: VERSION };
}

async function learn({
  embedder,
  exemplars,
  everyday,
}: EmbeddedDangerClassifierOptions): Promise<Softmax> {
  const labelled = [
    ...[...exemplars.harmless, ...everyday].map((text) => ({ text, label: 0 })),
    ...hazards.flatMap((hazard, index) =>
      exemplars.danger[hazard].map((text) => ({ text, label: index + 1 })),
    ),
  ];
  const vectors = await embedder.embedPassages(labelled.map(({ text }) => text));
  const examples = labelled.flatMap(({ label }, index) => {
    const vector = vectors[index];
    const times = label === 0 ? 1 : DANGER_WEIGHT;
    return vector ? Array.from({ length: times }, () => ({ vector, label })) : [];
  });
  return trainSoftmax({ examples, labels: hazards.length + 1, areEven: false });
}
