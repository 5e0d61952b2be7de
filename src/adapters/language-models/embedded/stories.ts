import { countWords } from '../../../domain/sentences.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type { ProposedDecision, TurnContext } from '../../../ports/language-model.ts';
import { extractAnswer } from './answers.ts';
import { asksAnywhere } from './evidence.ts';
import type { SentenceMemory } from './sentence-memory.ts';
import type { Wish } from './wishes.ts';

/** A wish and what it was decided to be. */
export interface DecidedWish {
  wish: Wish;
  decision: ProposedDecision;
}

/** A turn in which nothing was answered yet. */
export interface Story {
  texts: readonly string[];
  decided: readonly DecidedWish[];
  context: TurnContext;
  embedder: Embedder;
  sentences: SentenceMemory;
}

// A longer text is a letter, in which words of one matter answer another.
const WORDS_MAX = 60;
// A reading above this stands, whatever the documents say.
const READING_SURE = 0.8;
const ALWAYS_OPEN = new Set<Wish['intent']>(['question', 'amenity', 'detail', 'unclear']);
const NEVER_OPEN = new Set<Wish['intent']>(['attack', 'greeting', 'thanks', 'goodbye']);
const ABOUT_RECORDS = new Set<Wish['intent']>(['balance', 'charges', 'lease-dates', 'read-status']);

/**
 * Reads a turn as a whole where none of its clauses could be answered alone: "Mom is visiting with her poodle. How long
 * can it stay?" An answer takes the place of what was only guessed; what was read surely, and urgent reports, stay.
 */
export async function answerStory({
  texts,
  decided,
  context,
  embedder,
  sentences,
}: Story): Promise<ProposedDecision[]> {
  const before = decided.map(({ decision }) => decision);
  const question = texts.join('\n');
  const isOpen = (each: DecidedWish): boolean => isGuess(each, decided.length > 1);
  if (before.some(({ kind }) => kind === 'answer') || !decided.some(isOpen)) return before;
  if (!asksAnywhere(question) || countWords(question) > WORDS_MAX) return before;
  const extract = await extractAnswer({
    question,
    asked: await embedder.embedQuery(question),
    passages: context.passages,
    embed: (sentence) => sentences.vectorOf(sentence),
  });
  if (!extract) return before;
  const kept = decided.filter((each) => !isOpen(each)).map(({ decision }) => decision);
  return [...kept, { kind: 'answer', ...extract }];
}

function isGuess({ wish, decision }: DecidedWish, isOneOfMany: boolean): boolean {
  if (ALWAYS_OPEN.has(wish.intent)) return true;
  if (NEVER_OPEN.has(wish.intent) || isUrgent(decision)) return false;
  // "How much more would I owe each month?" after "thinking about adopting a kitten" asks for no account.
  return wish.confidence < READING_SURE || (isOneOfMany && ABOUT_RECORDS.has(wish.intent));
}

function isUrgent(decision: ProposedDecision): boolean {
  return decision.kind === 'report-problem' && (decision.class === 'P0' || decision.class === 'P1');
}
