import { countWords } from '../../../domain/sentences.ts';
import { dot } from '../../shared/softmax.ts';
import { findCandidates, type Candidate } from './clues.ts';
import { pickNearest } from './nearest.ts';
import { quoted } from './quotables.ts';
import type { Extract, ExtractInput } from './worded-answers.ts';

const CONFIDENCE_MIN = 0.66;
const CONFIDENCE_MAX = 0.95;
// A logistic reading of whether the best sentence holds the answer, fitted on the same questions as the score and on 66
// without an answer, and judged on those left out: at 0.65 64 of 183 right and 8 wrong, 8 of 66 answered.
const TRUST = {
  base: -3.36,
  likeness: 3.22,
  share: 3.35,
  around: -1.43,
  found: 0.81,
  lacking: -0.24,
};
// Sentences that mean the same are no rivals: rules are repeated in several documents.
const SAME_MEANING = 0.7;

// Two sentences answer the same question when one holds these shares of what the other holds of it.
const SAME_AROUND_SHARE = 0.8;
const SAME_OWN_SHARE = 0.7;
// A sentence beside the best is quoted with it when it bears on the question nearly as much.
const COMPANION_WITHIN = 2.5;
const WORDS_MAX = 75;

/**
 * Finds the sentence that answers a question asked in other words than the documents', with those beside it that bear on
 * it; null when the evidence is too weak to say so.
 */
export async function findInferred(input: ExtractInput): Promise<Extract | null> {
  const candidates = (await findCandidates(input)).toSorted(bestFirst);
  const { best, passedOver } = pickNearest(candidates.filter(isWhole), answersToo);
  if (!best) return null;
  const confidence = confidenceOf(best, candidates);
  if (confidence < CONFIDENCE_MIN || !givesWhatIsAsked(best)) return null;
  return { ...quoted(withCompanions(best, candidates)), confidence, passedOver };
}

function givesWhatIsAsked({ clues }: Candidate): boolean {
  return clues.form > 0 && clues.kind >= 0;
}

function bestFirst(one: Candidate, other: Candidate): number {
  return other.score - one.score;
}

// What begins in the middle of a sentence or of a table's row says nothing alone.
function isWhole({ text, leadIn }: Candidate): boolean {
  return leadIn !== null || /^[^\p{Ll}]/u.test(text);
}

function answersToo(specific: Candidate, general: Candidate): boolean {
  return (
    givesWhatIsAsked(specific) &&
    specific.clues.around >= SAME_AROUND_SHARE * general.clues.around &&
    specific.clues.own >= SAME_OWN_SHARE * general.clues.own
  );
}

function confidenceOf(best: Candidate, candidates: readonly Candidate[]): number {
  const { clues, score } = best;
  const rivals = candidates.filter((other) => other !== best && !isKin(best, other));
  const share = 1 / (1 + rivals.reduce((sum, rival) => sum + Math.exp(rival.score - score), 0));
  const sum =
    TRUST.base +
    TRUST.likeness * clues.likeness +
    TRUST.share * share +
    TRUST.around * clues.around +
    TRUST.found * clues.found +
    TRUST.lacking * clues.lacking;
  return Math.min(CONFIDENCE_MAX, 1 / (1 + Math.exp(-sum)));
}

function isKin(one: Candidate, other: Candidate): boolean {
  const areBeside = one.passage.id === other.passage.id && Math.abs(one.at - other.at) <= 1;
  return areBeside || dot(one.vector, other.vector) > SAME_MEANING;
}

function withCompanions(best: Candidate, candidates: readonly Candidate[]): Candidate[] {
  const beside = (step: number): Candidate | undefined =>
    candidates.find(({ passage, at }) => passage.id === best.passage.id && at === best.at + step);
  const [before, after] = [beside(-1), beside(1)];
  const chosen = [best];
  const add = (candidate: Candidate | undefined, isOwed: boolean): void => {
    if (!candidate) return;
    const words = countWords([...chosen, candidate].map(({ text }) => text).join(' '));
    const bears = isOwed || candidate.score >= best.score - COMPANION_WITHIN;
    if (bears && words <= WORDS_MAX) chosen.push(candidate);
  };
  add(before, best.leansOnBefore);
  add(after, after?.leansOnBefore ?? false);
  return chosen.toSorted((one, other) => one.at - other.at);
}
