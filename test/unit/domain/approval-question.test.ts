import { expect, test } from 'vitest';
import { besideAnswer } from '../../../src/domain/approval-question.ts';
import type { Decision } from '../../../src/domain/decision.ts';

const awaited = {
  requests: [{ requestId: 'mr-1', issue: 'water.leak_contained' }],
  overtaken: ['mr-1'],
  isAsking: false,
  confidenceMin: 0.35,
};
const aReport = (changes: object = {}): Decision => ({
  kind: 'report-problem',
  part: 0,
  issue: 'water.leak_contained',
  class: 'P2',
  confidence: 0.8,
  missing: [],
  circumstances: ['spreading'],
  ...changes,
});
const handOver = (reason: Extract<Decision, { kind: 'hand-over' }>['reason']): Decision => ({
  kind: 'hand-over',
  part: 0,
  reason,
});
const added = (requestId: string | null): Decision => ({
  kind: 'add-to-request',
  part: 0,
  requestId,
  circumstances: [],
});

const ANSWERS: [string, Decision, Decision[]][] = [
  ['words that no model understands', handOver('low-confidence'), []],
  ['words in another language', handOver('language'), []],
  ['a statement that no document knows', handOver('not-in-documents'), []],
  ['what seems out of scope', { kind: 'decline', part: 0, reason: 'out-of-scope' }, []],
  ['a statement that a document seems to answer', { kind: 'answer', part: 0, confidence: 0.9 }, []],
  ['a doubtful report', aReport({ issue: 'toilet.clog', confidence: 0.2 }), []],
  ['a report of nobody knows what', aReport({ issue: 'other.unclear' }), []],
  ['more about the request', added('mr-1'), [added('mr-1')]],
  ['more about a request that is not named', added(null), [added(null)]],
];
test.each(ANSWERS)('%s is the answer', (_, decision, beside) => {
  expect(besideAnswer([decision], awaited)).toEqual(beside);
});

test('the same trouble told again is added to the request that staff asked about', () => {
  expect(besideAnswer([aReport()], awaited)).toEqual([
    { kind: 'add-to-request', part: 0, requestId: 'mr-1', circumstances: ['spreading'] },
  ]);
});

const OTHERS: [string, Decision][] = [
  ['another trouble', aReport({ issue: 'toilet.clog' })],
  ['a wish for a person', handOver('asked-for-person')],
  ['anger', handOver('frustrated')],
  ['more about another request', added('mr-2')],
  ['a cancellation', { kind: 'cancel-request', part: 0, requestId: 'mr-1' }],
  ['a question about the account', { kind: 'read-account', part: 0, topic: 'balance' }],
  ['a question about the visit', { kind: 'read-status', part: 0 }],
  ['a wish for the data of others', { kind: 'decline', part: 0, reason: 'other-persons-data' }],
  ['a greeting', { kind: 'small-talk', part: 0, topic: 'greeting' }],
];
test.each(OTHERS)('%s is another matter', (_, decision) => {
  expect(besideAnswer([decision], awaited)).toBeNull();
});

// Danger first: an emergency is never taken for an answer, though it is the same trouble.
test.each(['P0', 'P1'])('a report of class %s is no answer', (of) => {
  expect(besideAnswer([aReport({ class: of })], awaited)).toBeNull();
});

test('a question of the resident is theirs, answered or not', () => {
  const asking = { ...awaited, isAsking: true };
  expect(besideAnswer([handOver('not-in-documents')], asking)).toBeNull();
  expect(besideAnswer([{ kind: 'answer', part: 0, confidence: 0.9 }], asking)).toBeNull();
});

test('other wishes of an answer are carried out beside it', () => {
  const balance: Decision = { kind: 'read-account', part: 1, topic: 'balance' };
  const thanks: Decision = { kind: 'small-talk', part: 2, topic: 'thanks' };
  expect(besideAnswer([handOver('low-confidence'), balance, thanks], awaited)).toEqual([balance]);
});

// A "yes" to what staff asked must not cancel what the assistant had asked about before.
test('a yes after our question is for us, one to a later question of the assistant is not', () => {
  const yes = (answer: Extract<Decision, { kind: 'reply-to-question' }>['answer']): Decision => ({
    kind: 'reply-to-question',
    part: 0,
    questionId: 'mr-1',
    answer,
  });
  expect(besideAnswer([yes({ kind: 'yes' })], awaited)).toEqual([]);
  expect(besideAnswer([yes({ kind: 'yes' })], { ...awaited, overtaken: [] })).toBeNull();
  expect(besideAnswer([yes({ kind: 'score', score: 5 })], awaited)).toBeNull();
});
