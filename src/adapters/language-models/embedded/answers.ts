import type { Scope } from '../../../domain/document.ts';
import type { Support } from '../../../domain/grounding.ts';
import { countWords } from '../../../domain/sentences.ts';
import { findCandidates, type Candidate, type Search } from './clues.ts';

/** Sentences of the documents that answer a question, word for word. */
export interface Extract {
  text: string;
  support: Support[];
  /** 0 to 1: of extracts at 0.7 about seven in ten hold the answer. */
  confidence: number;
}

const CONFIDENCE_MIN = 0.6;
// Where documents contradict each other the one for this home wins, then the house's, unless it fits clearly worse.
const NEARER_WITHIN: Record<Scope['kind'], number> = {
  lease: 1.5,
  unit: 1.5,
  property: 0.25,
  organisation: 0,
};
const NEARER_COVERAGE = 0.8;
// A sentence beside the best is quoted with it when it bears on the question nearly as much.
const COMPANION_WITHIN = 2.5;
const WORDS_MAX = 75;

/**
 * Finds the sentence that answers a question, with those beside it that bear on it; null when none does, or when the
 * evidence is too weak to say so.
 */
export async function extractAnswer(search: Search): Promise<Extract | null> {
  const candidates = (await findCandidates(search)).toSorted(bestFirst);
  const best = pickBest(candidates.filter(isWhole));
  if (!best) return null;
  const confidence = confidenceOf(best, candidates);
  if (confidence < CONFIDENCE_MIN) return null;
  return { ...quoted(withCompanions(best, candidates)), confidence };
}

function bestFirst(one: Candidate, other: Candidate): number {
  return other.score - one.score;
}

// What begins in the middle of a sentence or of a table's row says nothing alone.
function isWhole({ text, leadIn }: Candidate): boolean {
  return leadIn !== null || /^[^\p{Ll}]/u.test(text);
}

function pickBest(candidates: readonly Candidate[]): Candidate | undefined {
  const best = candidates[0];
  if (!best) return undefined;
  const nearness = ({ passage }: Candidate): number => NEARER_WITHIN[passage.scope.kind];
  return candidates
    .filter((candidate) => candidate.score >= best.score - nearness(candidate))
    .filter(({ clues }) => clues.around >= NEARER_COVERAGE * best.clues.around)
    .toSorted((one, other) => nearness(other) - nearness(one) || bestFirst(one, other))[0];
}

/** A logistic reading of how the best stands out and of what the question names that it does not hold. */
function confidenceOf(best: Candidate, candidates: readonly Candidate[]): number {
  const { clues, score } = best;
  const elsewhere = candidates.find(({ passage }) => passage.id !== best.passage.id);
  const share = 1 / candidates.reduce((sum, other) => sum + Math.exp(other.score - score), 0);
  const sum =
    TRUST.base +
    TRUST.likeness * clues.likeness +
    TRUST.share * share +
    TRUST.lead * (score - (elsewhere?.score ?? score - 3)) +
    TRUST.around * clues.around +
    TRUST.kindAround * clues.kindAround +
    TRUST.found * clues.found +
    TRUST.lacking * clues.lacking +
    TRUST.strange * clues.strange;
  return Math.min(0.97, 1 / (1 + Math.exp(-sum)));
}

const TRUST = {
  base: -2.58,
  likeness: 2.75,
  share: 3.27,
  lead: 0.12,
  around: -2.01,
  kindAround: -0.17,
  found: 0.85,
  lacking: -0.42,
  strange: -0.09,
};

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

function quoted(chosen: readonly Candidate[]): Omit<Extract, 'confidence'> {
  const first = chosen[0];
  const quotes = chosen.map(({ passage, text }) => ({ passageId: passage.id, quote: text }));
  const text = chosen.map((candidate) => closed(candidate.text)).join(' ');
  if (first?.leadIn) {
    const leadIn = { passageId: first.passage.id, quote: first.leadIn };
    return { text: `${first.leadIn} ${text}`, support: [leadIn, ...quotes] };
  }
  return { text: first?.title ? `${first.title}: ${text}` : text, support: quotes };
}

// A list item ends before the next sentence.
function closed(text: string): string {
  return /[.!?:"'”’)\]]$/.test(text) ? text : `${text.replace(/[;,]$/, '')}.`;
}
