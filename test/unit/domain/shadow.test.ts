import { expect, test } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import {
  keptDecisions,
  proposedDeed,
  SHADOW_COUNT_MIN,
  shareOf,
  skillsOf,
  staffDeed,
} from '../../../src/domain/shadow.ts';

const answer: Decision = { kind: 'answer', part: 0, confidence: 0.9 };
const balance: Decision = { kind: 'read-account', part: 0, topic: 'balance' };
const greeting: Decision = { kind: 'small-talk', part: 0, topic: 'greeting' };
const person: Decision = { kind: 'hand-over', part: 0, reason: 'asked-for-person' };
const inVain: Decision = { kind: 'hand-over', part: 0, reason: 'not-in-documents' };
const cancel: Decision = { kind: 'cancel-request', part: 0, requestId: null };
const leak: Decision = {
  kind: 'report-problem',
  part: 0,
  issue: 'plumbing.leak',
  class: 'P2',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};

test('keeps of a turn what was judged to be kept, and nothing of one that failed', () => {
  const decisions = [answer, leak, person];
  expect(keptDecisions({ decisions, verdicts: ['allowed', 'kept', 'kept'] })).toEqual([
    leak,
    person,
  ]);
  expect(keptDecisions({ decisions, verdicts: ['failed-turn'] })).toEqual([]);
});

test.each<[Decision[], string[]]>([
  [[answer], ['documents']],
  [[inVain], ['documents']],
  [[balance], ['account']],
  [
    [leak, cancel, greeting],
    ['maintenance', 'general'],
  ],
  [[person], ['general']],
])('names the skills of %j: %j', (decisions, skills) => {
  expect(skillsOf(decisions)).toEqual(skills);
});

test.each<[Decision[], string]>([
  [[answer], 'answered'],
  [[greeting], 'answered'],
  [[balance, person], 'answered'],
  [[person], 'handed-over'],
  [[inVain, person], 'handed-over'],
  [[answer, leak], 'request'],
  [[cancel], 'request'],
])('of %j the assistant would have %s', (decisions, deed) => {
  expect(proposedDeed(decisions)).toBe(deed);
});

const nothing = { hasChangedRequest: false, hasReplied: false, isReleased: false };

test.each([
  [nothing, null],
  [{ ...nothing, isReleased: true }, 'handed-over'],
  [{ ...nothing, hasReplied: true }, 'answered'],
  [{ ...nothing, hasReplied: true, isReleased: true }, 'answered'],
  [{ hasChangedRequest: true, hasReplied: true, isReleased: true }, 'request'],
])('staff who did %j have %s', (did, deed) => {
  expect(staffDeed(did)).toBe(deed);
});

test('below twenty cases there is no share to tell', () => {
  expect(shareOf({ count: 19, total: SHADOW_COUNT_MIN - 1 })).toBeNull();
  expect(shareOf({ count: 17, total: SHADOW_COUNT_MIN })).toBe(85);
});
