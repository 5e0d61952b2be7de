import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHouseRecords, type HouseRecords } from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const DAY_MS = 24 * 3_600_000;
const question = (questionId: string) => ({
  questionId,
  documentId: 'rules',
  askedBy: 'staff-1',
  text: 'When are quiet hours for Ms. Ekberg?',
});

it('keeps a question and its first answer', async () => {
  await records.documentQuestions.ask(question('one'));
  expect(await records.documentQuestions.find('one')).toEqual({
    ...question('one'),
    answer: null,
    askedAt: records.clock.at,
  });
  const sources = [{ document: 'Rules', version: 1, page: 2, quote: 'From ten to seven.' }];
  const answer = { kind: 'answered', text: 'From ten to seven.', sources } as const;
  await records.documentQuestions.answer({ questionId: 'one', answer });
  await records.documentQuestions.answer({
    questionId: 'one',
    answer: { kind: 'model-unavailable' },
  });
  expect((await records.documentQuestions.find('one'))?.answer).toEqual(answer);
});

// Privacy: staff may write of somebody.
it('keeps no word of it in the clear, and forgets it after a day', async () => {
  await records.documentQuestions.ask(question('old'));
  const [row] = await records.postgres.query(
    `select encode(question_sealed, 'escape') as sealed from document_questions where question_id = 'old'`,
  );
  expect(String(row?.['sealed'])).not.toContain('Ekberg');
  records.clock.pass(DAY_MS + 1);
  await records.documentQuestions.ask(question('new'));
  expect(await records.documentQuestions.find('old')).toBeNull();
  expect(await records.documentQuestions.find('new')).not.toBeNull();
});
