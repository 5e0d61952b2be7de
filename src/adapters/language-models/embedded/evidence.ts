import { splitClauses, splitSentences } from '../../../domain/sentences.ts';
import { readTerms, type Term } from '../../shared/concepts.ts';
import { isIdle } from './words.ts';

/** A word of a question that says something; words of one meaning are one need. */
export interface Need extends Term {
  /** A word of the clause that asks tells more than one of the story around it. */
  isAsked: boolean;
}

/** The meanings that stand in a text. */
export interface Meanings {
  stems: ReadonlySet<string>;
  concepts: ReadonlySet<string>;
}

const STORY_WEIGHT = 0.6;
// A word that no thesaurus knows and no sentence holds is mostly part of the story.
const STRANGE_WEIGHT = 0.35;
// A word of the same meaning counts this much of the word itself: less where the concept stands everywhere.
const KIN_LEAST = 0.4;
const KIN_MOST = 0.88;

const ASKS =
  /\?\s*$|^\W*(?:are|did|will|would|should)\b|\b(?:what|whats|when|where|wheres|who|whos|why|how|which|whether|can i|can we|can my|can you|could i|could you|may i|am i|do i|do we|do you|is it|is there|is that|are there|are you|does|ok to|okay to|allowed)\b/i;

// These say what kind of answer is looked for, or who asks; they tell no matter from another.
const GENERAL = new Set(
  `free consent forbidden portion-time yearly monthly weekly ending-hours starting-hours response-time night-time contact
   household headcount season bookable guest stay-longer due notice payment child`.split(/\s+/),
);

/** Whether something is asked anywhere in a text, with or without a question mark. */
export function asksAnywhere(text: string): boolean {
  return ASKS.test(text);
}

/** Whether a need names a matter that the thesaurus knows. */
export function isSpecific({ concepts }: Need): boolean {
  return concepts.some((concept) => !GENERAL.has(concept));
}

/** The words of a question that say something, in order. */
export function readNeeds(question: string): Need[] {
  const clauses = question.split('\n').flatMap(splitSentences).flatMap(splitClauses);
  const asking = clauses.filter((clause) => ASKS.test(clause));
  const needs = new Map<string, Need>();
  for (const clause of clauses) {
    const isAsked = asking.length === 0 || asking.includes(clause);
    for (const term of tellingTerms(clause)) {
      const key = term.concepts.join(' ') || term.stem;
      needs.set(key, { ...term, isAsked: isAsked || needs.get(key)?.isAsked === true });
    }
  }
  return [...needs.values()];
}

// "Turn the water off" is told by its "water"; "by himself" holds nothing else.
function tellingTerms(clause: string): Term[] {
  const terms = readTerms(clause);
  const told = new Set(
    terms.filter(({ stem }) => !isIdle(stem)).flatMap(({ concepts }) => concepts),
  );
  return terms.filter(
    ({ stem, concepts }) => !isIdle(stem) || concepts.some((concept) => !told.has(concept)),
  );
}

/** Reads what stands in a text. */
export function readMeanings(text: string): Meanings {
  const terms = readTerms(text);
  return {
    stems: new Set(terms.map(({ stem }) => stem)),
    concepts: new Set(terms.flatMap(({ concepts }) => concepts)),
  };
}

/** Whether a text holds a word or one of the same meaning. */
export function holds({ stems, concepts }: Meanings, need: Term): boolean {
  return stems.has(need.stem) || need.concepts.some((concept) => concepts.has(concept));
}

/** Gives the share of a question that stands in a text, from 0 to 1; what few of the texts hold counts more. */
export function coverageOver(
  texts: readonly Meanings[],
  needs: readonly Need[],
): (text: Meanings) => number {
  const rarity = rarityOver(texts);
  const weighed = needs.map((need) => {
    const ofWord = rarity.ofStem(need.stem);
    const kin = need.concepts.map((concept) => ({ concept, rarity: rarity.ofConcept(concept) }));
    const rarest = Math.min(ofWord, ...kin.map((each) => each.rarity));
    const isStrange = rarest === rarity.most && need.concepts.length === 0;
    const weight = (need.isAsked ? 1 : STORY_WEIGHT) * (isStrange ? STRANGE_WEIGHT : 1);
    return { stem: need.stem, kin, weight: weight * rarest };
  });
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const shareOf = (text: Meanings, { stem, kin }: (typeof weighed)[number]): number => {
    if (text.stems.has(stem)) return 1;
    const shared = kin.filter(({ concept }) => text.concepts.has(concept));
    const told = shared.map((each) => Math.min(1, each.rarity / rarity.ofOne));
    return told.length === 0 ? 0 : KIN_LEAST + (KIN_MOST - KIN_LEAST) * Math.max(...told);
  };
  return (text) => {
    if (total === 0) return 0;
    return weighed.reduce((sum, word) => sum + word.weight * shareOf(text, word), 0) / total;
  };
}

function rarityOver(texts: readonly Meanings[]) {
  const rarity = (holders: number): number => Math.log(1 + (texts.length + 1) / (holders + 0.5));
  return {
    most: rarity(0),
    ofOne: rarity(1),
    ofStem: (stem: string) => rarity(texts.filter(({ stems }) => stems.has(stem)).length),
    ofConcept: (concept: string) =>
      rarity(texts.filter(({ concepts }) => concepts.has(concept)).length),
  };
}
