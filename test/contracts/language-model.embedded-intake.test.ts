import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedEmbedder } from '../../src/adapters/embedders/embedded/index.ts';
import { createEmbeddedLanguageModel } from '../../src/adapters/language-models/embedded/index.ts';
import type { OpenQuestion, TurnContext } from '../../src/ports/language-model.ts';
import { aPassage, aTurn } from '../fakes/turn-context.ts';

const embedder = createEmbeddedEmbedder();
const model = createEmbeddedLanguageModel({ embedder });
beforeAll(() => model.warmUp());
afterAll(() => embedder.close());

const propose = (text: string, changes: Partial<TurnContext> = {}) =>
  model.propose(aTurn(text, { passages, ...changes }));
const passages = [aPassage('Pet rent is $35 per month for each dog or cat.', { id: 'pets' })];
const openRequests = [{ reference: 'MR-7K2M4Q9XTB', about: 'leak under the kitchen sink' }];
const asked = (kind: OpenQuestion['kind']) => ({
  openRequests,
  openQuestions: [{ id: `question-${kind}`, kind, about: 'leak under the kitchen sink' }],
});

describe('the embedded language model, a visit', () => {
  test('is told beside the trouble and makes no wish of its own', async () => {
    const said = await propose(
      'There is a leak under my kitchen sink. You can come in when I am out, we have a cat.',
    );
    expect(said.decisions).toMatchObject([
      { kind: 'report-problem', issue: 'water.leak_contained', circumstances: [] },
    ]);
    expect(said.decisions).toHaveLength(1);
    expect(said.access).toEqual({ entry: 'yes', pets: 'we have a cat', times: null });
  });

  test('is told in Spanish too', async () => {
    const said = await propose('Hay una fuga en la cocina. Pueden entrar, tenemos un perro');
    expect(said.decisions).toMatchObject([{ kind: 'report-problem' }]);
    expect(said.access).toEqual({ entry: 'yes', pets: 'tenemos un perro', times: null });
  });

  test.each(['yes, we have a cat, after 3', 'sí, tenemos un gato, después de las 3'])(
    'answers the question about it: %j',
    async (text) => {
      const said = await propose(text, asked('access'));
      expect(said.decisions).toEqual([
        {
          kind: 'reply-to-question',
          questionId: 'question-access',
          answer: { kind: 'fact', fact: 'access' },
        },
      ]);
      expect(said.access).toMatchObject({ entry: 'yes' });
    },
  );

  test('said later belongs to the request that is open', async () => {
    const said = await propose('Please call me first, we have a dog', { openRequests });
    expect(said.decisions).toEqual([
      { kind: 'add-to-request', reference: null, circumstances: [] },
    ]);
    expect(said.access).toEqual({ entry: 'call-first', pets: 'we have a dog', times: null });
  });

  test('is not what a question about pets is about', async () => {
    const said = await propose('How much is pet rent for a dog?', asked('access'));
    expect(said.decisions).toMatchObject([{ kind: 'answer' }]);
    expect(said.access).toEqual({ entry: null, pets: null, times: null });
  });
});

describe('the embedded language model, what makes it worse', () => {
  test.each([
    ['The toilet is clogged and it is our only toilet', 'only-one'],
    ['There is no heat and we have a newborn', 'vulnerable-person'],
    ['The bedroom window is broken and will not close', 'security-exposure'],
    ['No hay calefacción y tenemos un bebé', 'vulnerable-person'],
  ])('%j tells of %s', async (text, circumstance) => {
    const { decisions } = await propose(text);
    expect(decisions).toMatchObject([{ kind: 'report-problem', circumstances: [circumstance] }]);
  });
});

describe('the embedded language model, no more need', () => {
  test.each(['never mind, it fixed itself', 'ya no hace falta, se arregló solo'])(
    '%j cancels',
    async (text) => {
      expect((await propose(text, { openRequests })).decisions).toEqual([
        { kind: 'cancel-request', reference: null },
      ]);
    },
  );

  test('of a step that was to help is no "no", which would send somebody', async () => {
    const { decisions } = await propose('never mind, it fixed itself', asked('self-help'));
    expect(decisions).toEqual([{ kind: 'cancel-request', reference: null }]);
  });

  test('of what was to be confirmed drops it, and "works again" of what was done confirms that', async () => {
    expect((await propose('never mind', asked('confirm-request'))).decisions).toMatchObject([
      { kind: 'reply-to-question', answer: { kind: 'no' } },
    ]);
    expect((await propose('yes, it works again', asked('completed'))).decisions).toMatchObject([
      { kind: 'reply-to-question', answer: { kind: 'yes' } },
    ]);
  });

  test('is not said by who has nothing open', async () => {
    const { decisions } = await propose('never mind, it fixed itself');
    expect(decisions.map(({ kind }) => kind)).not.toContain('cancel-request');
  });
});
