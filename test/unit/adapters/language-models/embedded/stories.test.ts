import { describe, expect, test } from 'vitest';
import { SentenceMemory } from '../../../../../src/adapters/language-models/embedded/sentence-memory.ts';
import {
  answerStory,
  type DecidedWish,
} from '../../../../../src/adapters/language-models/embedded/stories.ts';
import type { ProposedDecision } from '../../../../../src/ports/language-model.ts';
import { aPassage, aTurn } from '../../../../fakes/turn-context.ts';
import { createWordEmbedder } from '../../../../fakes/word-embedder.ts';

const HAND_OVER: ProposedDecision = { kind: 'hand-over', reason: 'not-in-documents' };
const embedder = createWordEmbedder();
const sentences = new SentenceMemory(embedder);
const rules = aPassage(
  'The pool is open from 8 a.m. to 9 p.m.\nA dog may weigh up to 60 pounds when fully grown.\nRent is due on the first day.',
  { heading: 'Pets' },
);
const question = 'how many pounds may a fully grown dog weigh?';

function aWish(changes: Partial<DecidedWish['wish']>, decision = HAND_OVER): DecidedWish {
  return {
    wish: { intent: 'question', clauses: [question], confidence: 0.5, ...changes },
    decision,
  };
}

const answer = (decided: DecidedWish[], texts = ['we love our puppy', question]) =>
  answerStory({
    texts,
    decided,
    context: aTurn(texts, { passages: [rules] }),
    embedder,
    sentences,
  });
const kindsOf = (decisions: ProposedDecision[]) => decisions.map(({ kind }) => kind);

describe('answerStory', () => {
  test('answers from the whole turn in place of guesses', async () => {
    const decisions = await answer([aWish({ intent: 'unclear' }), aWish({})]);
    expect(kindsOf(decisions)).toEqual(['answer']);
    expect(decisions).toMatchObject([
      { support: [{ quote: expect.stringContaining('60 pounds') }] },
    ]);
  });

  test('keeps what was read surely beside the answer', async () => {
    const person: ProposedDecision = { kind: 'hand-over', reason: 'human-only' };
    const decisions = await answer([
      aWish({ intent: 'neighbour', confidence: 0.95 }, person),
      aWish({}),
    ]);
    expect(kindsOf(decisions)).toEqual(['hand-over', 'answer']);
  });

  // Safety: an urgent report is never traded for an answer, however unsure it was read.
  test('never drops an urgent report', async () => {
    const report: ProposedDecision = {
      kind: 'report-problem',
      issue: 'water.flood',
      class: 'P1',
      summary: 'flood',
      confidence: 0.4,
      missing: [],
      circumstances: [],
    };
    const decisions = await answer([
      aWish({ intent: 'report-problem', confidence: 0.4 }, report),
      aWish({}),
    ]);
    expect(decisions[0]).toEqual(report);
  });

  test('leaves alone what asks nothing, and what is answered already', async () => {
    const answered: ProposedDecision = { kind: 'answer', text: 'a', support: [], confidence: 1 };
    expect(await answer([aWish({})], ['we love our dog'])).toEqual([HAND_OVER]);
    expect(await answer([aWish({}, answered), aWish({})])).toEqual([answered, HAND_OVER]);
  });

  test('hands over as before when the documents do not answer', async () => {
    expect(await answer([aWish({})], ['what colour is the roof?'])).toEqual([HAND_OVER]);
  });
});
