import { describe, expect, test } from 'vitest';
import { readReplies } from '../../../../../src/adapters/language-models/embedded/replies.ts';
import type { OpenQuestion } from '../../../../../src/ports/language-model.ts';

const ask = (...kinds: OpenQuestion['kind'][]): OpenQuestion[] =>
  kinds.map((kind, index) => ({ id: `${kind}-${index}`, kind, about: 'leak under the sink' }));
const answers = (text: string, questions: OpenQuestion[]) =>
  readReplies({ text, questions }).replies.map(({ questionId, answer }) => ({
    questionId,
    ...answer,
  }));

describe('readReplies', () => {
  test.each([
    ['yes', 'yes'],
    ['Yes, please do', 'yes'],
    ['ok', 'yes'],
    ['sí', 'yes'],
    ['👍', 'yes'],
    ['no', 'no'],
    ['No thanks, cancel it', 'no'],
    ["no it's the bathroom sink", 'change'],
    ['Actually it is the bathroom sink', 'change'],
  ])('reads %j to a confirmation as %s', (text, kind) => {
    expect(answers(text, ask('confirm-request'))).toEqual([
      { questionId: 'confirm-request-0', kind },
    ]);
  });

  test('lets one yes confirm all requests that were shown together', () => {
    expect(answers('yes', ask('confirm-request', 'confirm-request'))).toHaveLength(2);
  });

  test.each([
    ['No, still leaking', 'no'],
    ["it didn't help", 'no'],
    ['It works now, thanks', 'yes'],
  ])('reads %j to "is it fixed" as %s', (text, kind) => {
    expect(answers(text, ask('completed'))).toEqual([{ questionId: 'completed-0', kind }]);
  });

  test.each([
    ['4', 4],
    ['5 stars, great job', 5],
    ['three', 3],
    ['2/5', 2],
  ])('reads %j to a survey as a score', (text, score) => {
    expect(answers(text, ask('survey'))).toEqual([
      { questionId: 'survey-0', kind: 'score', score },
    ]);
  });

  test.each(['9', '45 minutes late', 'My sink leaks'])('reads no score in %j', (text) => {
    expect(answers(text, ask('survey'))).toEqual([]);
  });

  test('reads facts for the questions that asked for them', () => {
    expect(answers('under the kitchen sink', ask('location'))).toMatchObject([
      { kind: 'fact', fact: 'location' },
    ]);
    expect(answers('no', ask('only-one'))).toEqual([{ questionId: 'only-one-0', kind: 'no' }]);
    expect(answers('yes please', ask('cancel'))).toEqual([{ questionId: 'cancel-0', kind: 'yes' }]);
  });

  // What is taken for an answer opens no request.
  test.each([
    'My toilet overflows',
    'When are quiet hours?',
    'There is no heat in my bedroom',
    'no heat',
  ])('takes %j for no fact', (text) => {
    expect(answers(text, ask('location')).filter(({ kind }) => kind === 'fact')).toEqual([]);
  });

  test('hands on what is about something else', () => {
    const { rest } = readReplies({
      text: 'Yes please. Also my stove is dead',
      questions: ask('confirm-request'),
    });
    expect(rest).toBe('Also my stove is dead');
  });

  test('reads nothing where nothing was asked', () => {
    expect(readReplies({ text: 'yes', questions: [] })).toEqual({ replies: [], rest: 'yes' });
  });
});
