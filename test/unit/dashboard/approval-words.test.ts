import { expect, test } from 'vitest';
import { centsOf, standingOf } from '../../../dashboard/src/approvals/words.ts';
import type { AskedQuestion } from '../../../src/ports/approval-questions.ts';

// Money: an amount that can be read in two ways is not read at all.
test.each([
  ['450', 45_000],
  [' 450.5 ', 45_050],
  ['450.50', 45_050],
  ['0', 0],
  ['', null],
  ['1,000', null],
  ['450.505', null],
  ['-5', null],
  ['1e3', null],
  ['forty', null],
])('reads %j as %j cents', (text, cents) => {
  expect(centsOf(text)).toBe(cents);
});

const asked: AskedQuestion = {
  questionId: 'aq-1',
  askedByName: 'Mara',
  text: 'Does it still drip?',
  askedAt: '2026-11-23T12:00:00.000Z',
  delivery: { state: 'sent', failureCode: null },
  isReminded: false,
  answer: null,
};
const lost = (failureCode: string): AskedQuestion => ({
  ...asked,
  delivery: { state: 'withheld', failureCode },
});

test.each<[AskedQuestion, 'pending' | 'approved', RegExp]>([
  [asked, 'pending', /^Asked, waiting/],
  [{ ...asked, isReminded: true }, 'pending', /reminded, waiting/],
  [{ ...asked, delivery: { state: 'queued', failureCode: null } }, 'pending', /to be sent/],
  [{ ...asked, answer: { text: 'Yes', at: asked.askedAt } }, 'approved', /^Answered$/],
  [asked, 'approved', /^Not answered before this ended/],
  [lost('window-closed'), 'pending', /Not delivered: .*too long ago/],
  [lost('opted-out'), 'pending', /Not delivered: .*STOP/],
])('says how a question stands', (question, state, says) => {
  expect(standingOf(question, { state })).toMatch(says);
});
