import { dot } from '../../shared/softmax.ts';
import { fitOfKind } from './asked-kinds.ts';
import {
  coverageOver,
  holds,
  isSpecific,
  readMeanings,
  readNeeds,
  type Meanings,
  type Need,
} from './evidence.ts';
import { isOfForm } from './question-forms.ts';
import { quotablesOf, type Quotable } from './quotables.ts';
import type { ExtractInput } from './worded-answers.ts';

/** What speaks for a sentence as the answer; shares are from 0 to 1. */
export interface Clues {
  /** Cosine of the question and the sentence. */
  likeness: number;
  /** The share of the question that stands in the sentence itself, ... */
  own: number;
  /** ... with its neighbours and headings, ... */
  around: number;
  /** ... in the headings alone. */
  above: number;
  /** From -1 to 1: whether it gives an amount, a time, a place where one is asked for. */
  kind: number;
  /** 0 where it can only answer another question about the same thing, else 1. */
  form: number;
  /** The place of its passage in the search, from 0. */
  rank: number;
  /** How many of the matters in the question stand here or around, those of the story counting less. */
  found: number;
  /** How many of the matters that are asked for stand neither in the sentence nor in its headings. */
  lacking: number;
}

/** A sentence and what speaks for it. */
export interface Candidate extends Quotable {
  vector: Float32Array;
  clues: Clues;
  score: number;
}

const PASSAGES_MAX = 8;
const STORY_SHARE = 0.6;

// Fitted as a conditional logit (which sentence of those found is the right one) on 183 questions to the sample
// documents: those of test/fixtures/document-questions-seen.jsonl, and oblique and plain ones of our own.
const WEIGHTS = {
  likeness: 1.89,
  own: 3.09,
  around: 1.77,
  above: 0.98,
  kind: 1.33,
  form: 1.04,
  rank: -0.72,
};

/** Every sentence that could be the answer, with what speaks for it, in the order of the passages. */
export async function findCandidates({
  question,
  asked,
  passages,
  embed,
}: ExtractInput): Promise<Candidate[]> {
  const needs = readNeeds(question);
  const searched = passages.slice(0, PASSAGES_MAX);
  const quotables = quotablesOf(searched);
  const places = quotables.map((quotable) => placeOf(quotable, quotables));
  const coverage = coverageOver(
    places.map(({ own }) => own),
    needs,
  );
  const rate = (place: Place, vector: Float32Array): Clues => ({
    likeness: dot(asked, vector),
    own: coverage(place.own),
    around: coverage(place.around),
    above: coverage(place.above),
    kind: fitOfKind(question, place.quotable.text),
    form: isOfForm(question, place.quotable.text) ? 1 : 0,
    rank: searched.indexOf(place.quotable.passage),
    ...countNeeds(needs, place),
  });
  return Promise.all(
    places.map(async (place) => {
      const vector = await embed(place.quotable.text);
      const clues = rate(place, vector);
      return { ...place.quotable, vector, clues, score: scoreOf(clues) };
    }),
  );
}

function scoreOf(clues: Clues): number {
  return (
    WEIGHTS.likeness * clues.likeness +
    WEIGHTS.own * clues.own +
    WEIGHTS.around * clues.around +
    WEIGHTS.above * clues.above +
    WEIGHTS.kind * clues.kind +
    WEIGHTS.form * clues.form +
    WEIGHTS.rank * clues.rank
  );
}

interface Place {
  quotable: Quotable;
  own: Meanings;
  around: Meanings;
  above: Meanings;
}

function placeOf(quotable: Quotable, quotables: readonly Quotable[]): Place {
  const { passage, at, leadIn } = quotable;
  const above = `${passage.heading} ${passage.documentTitle} ${leadIn ?? ''}`;
  const near = quotables.filter(
    (other) => other.passage.id === passage.id && Math.abs(other.at - at) <= 1,
  );
  return {
    quotable,
    own: readMeanings(quotable.text),
    around: readMeanings([above, ...near.map(({ text }) => text)].join(' ')),
    above: readMeanings(above),
  };
}

function countNeeds(
  needs: readonly Need[],
  { own, around, above }: Place,
): Pick<Clues, 'found' | 'lacking'> {
  const matters = needs.filter(isSpecific);
  const found = matters.filter((matter) => holds(around, matter));
  const lacking = matters.filter(
    (matter) => matter.isAsked && !holds(own, matter) && !holds(above, matter),
  );
  return {
    found: found.reduce((sum, { isAsked }) => sum + (isAsked ? 1 : STORY_SHARE), 0),
    lacking: lacking.length,
  };
}
