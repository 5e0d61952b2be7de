import type { Passage } from '../../../domain/document.ts';
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
import { quotablesOf, type Quotable } from './quotables.ts';
import { isOfForm } from './question-forms.ts';

/** Gives a sentence of a document its vector; asked again and again for the same ones. */
export type EmbedSentence = (text: string) => Promise<Float32Array>;

/** A question, its vector, and where its answer may stand, the best passage first. */
export interface Search {
  question: string;
  asked: Float32Array;
  passages: readonly Passage[];
  embed: EmbedSentence;
}

/** What speaks for a sentence as the answer; shares are from 0 to 1. */
export interface Clues {
  /** Cosine with the sentence under its heading. */
  likeness: number;
  /** The share of the question that stands in the sentence itself, ... */
  own: number;
  /** ... with its neighbours and headings, ... */
  around: number;
  /** ... in the headings alone. */
  above: number;
  /** From -1 to 1: whether it gives an amount, a time, a place where one is asked for; its neighbours with it. */
  kind: number;
  kindAround: number;
  /** 1 unless it can only answer another question about the same thing. */
  form: number;
  /** The place of its passage in the search, from 0. */
  rank: number;
  /** How many of the matters in the question stand here or around, those of the story counting less. */
  found: number;
  /** How many matters that are asked for do not stand in the sentence or its headings. */
  lacking: number;
  /** How many words of the clause that asks stand nowhere around and mean nothing to the thesaurus. */
  strange: number;
}

/** A sentence and what speaks for it. */
export interface Candidate extends Quotable {
  clues: Clues;
  score: number;
}

// Fitted as a conditional logit (which sentence of those found is the right one) on 157 questions to the sample documents:
// the set of test/fixtures/document-questions-seen.jsonl and one of our own.
const WEIGHTS: Partial<Record<keyof Clues, number>> = {
  likeness: 1.65,
  own: 3.4,
  around: 2.25,
  above: 1.14,
  kind: 1.44,
  form: 1.15,
  rank: -0.62,
};

const PASSAGES_MAX = 8;
const STORY_SHARE = 0.6;

/** Every sentence that could be the answer, with what speaks for it, in the order of the documents. */
export async function findCandidates(search: Search): Promise<Candidate[]> {
  const needs = readNeeds(search.question);
  const passages = search.passages.slice(0, PASSAGES_MAX);
  const quotables = quotablesOf(passages);
  const places = quotables.map((quotable) => placeOf(quotable, quotables));
  const coverage = coverageOver(
    places.map(({ own }) => own),
    needs,
  );
  const vectors = await Promise.all(quotables.map((each) => search.embed(underHeading(each))));
  return quotables.flatMap((quotable, index) => {
    const [place, vector] = [places[index], vectors[index]];
    if (!place || !vector) return [];
    const clues: Clues = {
      likeness: dot(search.asked, vector),
      own: coverage(place.own),
      around: coverage(place.around),
      above: coverage(place.above),
      kind: fitOfKind(search.question, quotable.text),
      kindAround: fitOfKind(search.question, place.text),
      form: isOfForm(search.question, quotable.text) ? 1 : 0,
      rank: passages.indexOf(quotable.passage),
      ...countNeeds(needs, place),
    };
    return [{ ...quotable, clues, score: scoreOf(clues) }];
  });
}

function underHeading({ passage, text }: Quotable): string {
  return passage.heading ? `${passage.heading}\n${text}` : text;
}

function scoreOf(clues: Clues): number {
  const weights = Object.entries(WEIGHTS) as [keyof Clues, number][];
  return weights.reduce((sum, [clue, weight]) => sum + weight * clues[clue], 0);
}

interface Place {
  own: Meanings;
  around: Meanings;
  above: Meanings;
  text: string;
}

function placeOf(quotable: Quotable, quotables: readonly Quotable[]): Place {
  const { passage, at, leadIn } = quotable;
  const above = `${passage.heading} ${passage.documentTitle} ${leadIn ?? ''}`;
  const text = quotables
    .filter((other) => other.passage.id === passage.id && Math.abs(other.at - at) <= 1)
    .map((other) => other.text)
    .join(' ');
  return {
    own: readMeanings(quotable.text),
    around: readMeanings(`${above} ${text}`),
    above: readMeanings(above),
    text,
  };
}

function countNeeds(
  needs: readonly Need[],
  { own, around, above }: Place,
): Pick<Clues, 'found' | 'lacking' | 'strange'> {
  const asked = needs.filter(({ isAsked }) => isAsked);
  const found = needs.filter((need) => isSpecific(need) && holds(around, need));
  return {
    found: found.reduce((sum, { isAsked }) => sum + (isAsked ? 1 : STORY_SHARE), 0),
    lacking: asked.filter((need) => isSpecific(need) && !holds(own, need) && !holds(above, need))
      .length,
    strange: asked.filter((need) => need.concepts.length === 0 && !holds(around, need)).length,
  };
}
