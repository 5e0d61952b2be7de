import type { Passage } from '../../../domain/document.ts';
import type { Support } from '../../../domain/grounding.ts';
import { dot } from '../../shared/softmax.ts';
import { pickNearest } from './nearest.ts';
import { quoted, quotablesOf, type Quotable } from './quotables.ts';
import { fitOfForm, isOfForm } from './question-forms.ts';
import { contentWords, standsFor, stemsOf } from './words.ts';

/** Sentences of the documents that answer a question, word for word. */
export interface Extract {
  text: string;
  support: Support[];
  /** 0 to 1; of extracts at 0.7 about seven in ten hold the answer. */
  confidence: number;
  /** Passages of more general documents that answer the same question and were passed over, by their ids. */
  passedOver: string[];
}

/** Gives a sentence of a document its vector; asked again and again for the same ones. */
export type EmbedSentence = (text: string) => Promise<Float32Array>;

/** A question, its vector, and where its answer may stand, the nearest scope first. */
export interface ExtractInput {
  question: string;
  asked: Float32Array;
  passages: readonly Passage[];
  embed: EmbedSentence;
}

const PASSAGES_MAX = 8;
// Tuned by hand on 72 questions that the sample documents answer and 45 that they do not. What tells the two apart is
// the share of the question's words that stand in the sentence; likeness alone lets near misses through.
const COVERAGE_MIN = 0.5;
const COVERAGE_WEIGHT = 0.45;
const HEADING_SHARE = 0.6;
// Under "Paying rent and charges" every sentence is about paying rent.
const WHOLE_HEADING_SHARE = 0.9;
const SCORE_MIN = 0.62;
const LEANING_COST = 0.08;
const COMPANION_WITHIN = 0.12;
const LEANING_WITHIN = 0.6;
// Two sentences answer the same question when one holds this share of the question's words that the other holds.
const SAME_MATTER_SHARE = 0.8;

interface Candidate extends Quotable {
  /** The share of the question's words that stand here, rare ones counting more. */
  coverage: number;
  score: number;
}

/**
 * Finds the sentence that answers a question in the documents' own words, with the one beside it when that bears on it
 * as much; null when the words that the question is about do not stand there.
 */
export async function findWorded(input: ExtractInput): Promise<Extract | null> {
  const words = contentWords(input.question);
  if (words.length === 0) return null;
  const candidates = await rate(input, words);
  const { best, passedOver } = pickNearest(
    candidates.filter((candidate) => bearsOn(input.question, candidate)).toSorted(bestFirst),
    answersToo,
  );
  if (!best) return null;
  const chosen = withCompanion(best, candidates);
  return { ...quoted(chosen), confidence: confidenceOf(best.score), passedOver };
}

async function rate(
  { question, asked, passages, embed }: ExtractInput,
  words: readonly string[],
): Promise<Candidate[]> {
  const quotables = quotablesOf(passages.slice(0, PASSAGES_MAX));
  const stems = quotables.map(({ text }) => stemsOf(text));
  const weighed = words.map((word) => ({ word, weight: rarity(word, stems) }));
  return Promise.all(
    quotables.map(async (quotable, index) => {
      const coverage = coverageOf({ quotable, own: stems[index] ?? new Set(), weighed });
      const likeness = dot(asked, await embed(quotable.text));
      const form = fitOfForm(question, quotable.text) - (quotable.leansOnBefore ? LEANING_COST : 0);
      return { ...quotable, coverage, score: likeness + COVERAGE_WEIGHT * coverage + form };
    }),
  );
}

interface Covered {
  quotable: Quotable;
  own: ReadonlySet<string>;
  weighed: readonly { word: string; weight: number }[];
}

function coverageOf({ quotable: { passage }, own, weighed }: Covered): number {
  const above = stemsOf(`${passage.heading} ${passage.documentTitle}`);
  const isAllAbove = weighed.length > 1 && weighed.every(({ word }) => above.has(word));
  const share = isAllAbove ? WHOLE_HEADING_SHARE : HEADING_SHARE;
  let covered = 0;
  let total = 0;
  for (const { word, weight } of weighed) {
    covered += weight * Math.max(standsFor(word, own), share * standsFor(word, above));
    total += weight;
  }
  return covered / total;
}

// A word that no sentence holds weighs most: the documents do not speak of what the question is about.
function rarity(word: string, stems: readonly ReadonlySet<string>[]): number {
  const holders = stems.filter((own) => standsFor(word, own) > 0).length;
  return Math.log(1 + (stems.length + 1) / (holders + 0.5));
}

function bearsOn(question: string, { score, coverage, text }: Candidate): boolean {
  return score >= SCORE_MIN && coverage >= COVERAGE_MIN && isOfForm(question, text);
}

function bestFirst(one: Candidate, other: Candidate): number {
  return other.score - one.score;
}

function answersToo(specific: Candidate, general: Candidate): boolean {
  return specific.coverage >= SAME_MATTER_SHARE * general.coverage;
}

function withCompanion(best: Candidate, candidates: readonly Candidate[]): Candidate[] {
  const beside = (step: number): Candidate | undefined =>
    candidates.find(({ passage, at }) => passage.id === best.passage.id && at === best.at + step);
  const [before, after] = [beside(-1), beside(1)];
  if (before && best.leansOnBefore) return [before, best];
  if (after?.leansOnBefore && after.score >= best.score - LEANING_WITHIN) return [best, after];
  const next = [after, before]
    .filter((candidate) => candidate !== undefined)
    .filter(
      ({ score, coverage }) => score >= best.score - COMPANION_WITHIN && coverage >= COVERAGE_MIN,
    )
    .toSorted((one, other) => other.score - one.score)[0];
  return next ? [best, next].toSorted((one, other) => one.at - other.at) : [best];
}

// From 0.5 at the threshold to 0.95 for a sentence that holds every word and means the same.
function confidenceOf(score: number): number {
  return Math.min(0.95, 0.5 + (score - SCORE_MIN));
}
