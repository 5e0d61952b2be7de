import {
  hazards,
  type DangerClass,
  type DangerFinding,
  type Hazard,
} from '../../../domain/danger.ts';
import type { DangerClassifier } from '../../../ports/danger-classifier.ts';
import { languageOf } from '../../shared/language.ts';
import { softmaxOf, type Softmax } from '../../shared/softmax.ts';
import { featuresOf, piecesOf } from './features.ts';
import { keptWeights, learnDangers, type DangerLessons } from './learning.ts';

export { keepLearntWeights, type DangerLessons } from './learning.ts';

/** A classifier that can be made ready before the first resident writes. */
export interface EmbeddedDangerClassifier extends DangerClassifier {
  /** Reads its weights, or learns for a while once when the exemplars are others; without it the first message waits. */
  warmUp(): Promise<void>;
}

// What it finds here is sent the safety text and wakes people, so it must be right nearly every time. The
// figures that chose it are in docs/decisions/0025.
const PROBABILITY_MIN = 0.6;
const VERSION = 'embedded-classifier/2';

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
export function createEmbeddedDangerClassifier(lessons: DangerLessons): EmbeddedDangerClassifier {
  let learning: Promise<Softmax> | null = null;
  const learnt = (): Promise<Softmax> => {
    // A failure is not kept: the next message tries again.
    learning ??= learn(lessons).catch((error: unknown) => {
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
      const judged = await Promise.all(
        piecesOf(text).map(async (piece) => {
          const vector = await lessons.embedder.embedQuery(piece);
          return worstOf(predict(featuresOf({ text: piece, vector })));
        }),
      );
      const worst = judged.toSorted((one, other) => other.danger - one.danger)[0];
      return worst && worst.danger >= PROBABILITY_MIN ? findingOf(worst.hazard) : null;
    },
  };
}

async function learn(lessons: DangerLessons): Promise<Softmax> {
  return softmaxOf(keptWeights(lessons) ?? (await learnDangers(lessons)));
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
