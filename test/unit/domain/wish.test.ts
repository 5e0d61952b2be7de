import { expect, test } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import { wishesOf } from '../../../src/domain/wish.ts';

const answer: Decision = { kind: 'answer', part: 0, confidence: 1 };
const leak = (grade: 'P1' | 'P3'): Decision => ({
  kind: 'report-problem',
  part: 0,
  issue: 'water.leak',
  class: grade,
  confidence: 1,
  missing: [],
  circumstances: [],
});

function wishes(decisions: Decision[], verdicts: string[], quoted: string | null = 'Rules, 3') {
  return wishesOf({ decisions, verdicts, quotedBy: () => quoted }).map(
    ({ intent, matter, fate }) => `${intent} ${matter} ${fate}`,
  );
}

test('tells questions apart by the page that answers them, problems by what is broken', () => {
  expect(wishes([answer, leak('P3')], ['allowed', 'needs-confirmation'])).toEqual([
    'question Rules, 3 done',
    'problem water.leak done',
  ]);
});

test('counts a wish once, as the worst that became of it', () => {
  expect(wishes([answer, answer], ['needs-person', 'allowed'])).toEqual([
    'question Rules, 3 person',
  ]);
});

// A figure must not look better by what was never asked.
test('counts neither fixed texts nor small talk nor answers to our own questions', () => {
  expect(wishes([answer], ['allowed'], null)).toEqual([]);
  const talk: Decision[] = [
    { kind: 'small-talk', part: 0, topic: 'thanks' },
    { kind: 'ask-identity', part: 0 },
    { kind: 'reply-to-question', part: 0, questionId: 'mr-1', answer: { kind: 'yes' } },
  ];
  expect(wishes(talk, ['allowed', 'allowed', 'allowed'])).toEqual([]);
});

test('never counts an emergency as done without a person', () => {
  expect(wishes([leak('P1')], ['allowed'])).toEqual(['emergency water.leak person']);
});

test.each([
  ['needs-person', 'person'],
  ['kept', 'person'],
  ['refused', 'declined'],
])('takes the verdict %s for %s', (verdict, fate) => {
  expect(wishes([answer], [verdict])).toEqual([`question Rules, 3 ${fate}`]);
});

test('leaves a wish that waits for a proof to the turn that takes it up again', () => {
  expect(wishes([answer], ['needs-identity'])).toEqual([]);
});

test('gives a failed turn to a person, also when nothing was understood', () => {
  expect(wishes([], ['failed-turn'])).toEqual(['other  person']);
  expect(wishes([answer], ['failed-turn'])).toEqual(['question Rules, 3 person']);
  expect(wishes([], [])).toEqual([]); // nobody was to be answered
});

test.each([
  ['not-in-documents', 'question'],
  ['asked-for-person', 'person'],
  ['low-confidence', 'other'],
] as const)('knows what was wanted behind a hand-over for %s', (reason, intent) => {
  const handOver: Decision = { kind: 'hand-over', part: 0, reason };
  expect(wishes([handOver], ['needs-person'])).toEqual([`${intent}  person`]);
});
