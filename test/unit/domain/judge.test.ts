import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import { judge, type JudgedBy, type Verdict } from '../../../src/domain/judge.ts';
import { anIdentity, aRollout } from '../../builders.ts';
import { everyCase, type Case } from './judge-cases.ts';

const CONFIDENCE_MIN = 0.35;

function verdictOf({ decision, identity, rollout }: Case): Verdict {
  return judge(decision, { identity, rollout, confidenceMin: CONFIDENCE_MIN });
}

/** What every verdict must keep, said apart from how `judge` finds it; a violation names its case. */
function expectAlways(isKept: (by: Case, verdict: Verdict) => boolean): void {
  const broken = everyCase
    .map((by) => ({ by, verdict: verdictOf(by) }))
    .filter(({ by, verdict }) => !isKept(by, verdict));
  expect(broken.slice(0, 3)).toEqual([]);
}

const isDone = ({ kind }: Verdict): boolean => kind === 'allowed' || kind === 'needs-confirmation';
const isHeard = ({ kind }: Verdict): boolean => kind === 'needs-person' || kind === 'kept';

// Safety, privacy and money: these are the promises of the design, sections 6 and 7.
describe('in every phase, with any switch, for anybody', () => {
  test('the table is the whole table', () => {
    expect(everyCase.length).toBeGreaterThan(20_000);
  });

  test('an emergency is always reported at once', () => {
    expectAlways((by, verdict) => !by.isEmergency || verdict.kind === 'allowed');
  });

  test('nothing is written below `writes`', () => {
    expectAlways((by, verdict) => !by.writes || by.phase === 'writes' || !isDone(verdict));
  });

  test('nothing is read below `reads`', () => {
    const reads = new Set(['reads', 'writes']);
    expectAlways((by, verdict) => !by.reads || reads.has(by.phase) || !isDone(verdict));
  });

  test('nothing of an account is read below `session`', () => {
    const sure = new Set(['session', 'stepUp']);
    expectAlways(
      ({ decision, identity }, verdict) =>
        decision.kind !== 'read-account' || sure.has(identity.assurance) || !isDone(verdict),
    );
  });

  test('a stranger opens, changes and reads nothing', () => {
    expectAlways(
      (by, verdict) =>
        by.identity.assurance !== 'unknown' || !(by.writes || by.reads) || !isDone(verdict),
    );
  });

  test('who does not live here opens, changes and reads nothing', () => {
    const lives = new Set(['current', 'notice', 'eviction']);
    expectAlways(
      (by, verdict) =>
        lives.has(by.identity.status) || !(by.writes || by.reads) || !isDone(verdict),
    );
  });

  test('under eviction there is maintenance, and nothing else', () => {
    expectAlways(
      (by, verdict) =>
        by.identity.status !== 'eviction' ||
        by.skill === 'maintenance' ||
        by.passesOn ||
        !isDone(verdict),
    );
  });

  test('shadow says and does nothing: staff hear of it', () => {
    expectAlways(
      (by, verdict) => by.isEmergency || by.passesOn || by.phase !== 'shadow' || isHeard(verdict),
    );
  });

  test('what is off or stopped goes to a person', () => {
    expectAlways(
      (by, verdict) =>
        by.isEmergency || by.passesOn || by.phase !== 'off' || verdict.kind === 'needs-person',
    );
  });

  test('what staff have asked for reaches them, and is spoken of only where answers are on', () => {
    const speaks = new Set(['answers', 'reads', 'writes']);
    expectAlways(
      (by, verdict) =>
        !by.passesOn || verdict.kind === (speaks.has(by.phase) ? 'allowed' : 'noted'),
    );
  });

  test('a request for a person reaches one, with its reason; in shadow without a word', () => {
    expectAlways(
      ({ decision, phase }, verdict) =>
        decision.kind !== 'hand-over' ||
        (phase === 'shadow'
          ? verdict.kind === 'kept'
          : verdict.kind === 'needs-person' && verdict.reason === decision.reason),
    );
  });

  test('a decline is never more than a refusal', () => {
    expectAlways(({ decision }, verdict) => decision.kind !== 'decline' || !isDone(verdict));
  });

  test('an unsure reading is never acted upon', () => {
    expectAlways((by, verdict) => !by.isUnsure || by.isEmergency || !isDone(verdict));
  });

  test('an ordinary report is confirmed by the resident before it opens', () => {
    expectAlways(
      (by, verdict) =>
        by.decision.kind !== 'report-problem' || by.isEmergency || verdict.kind !== 'allowed',
    );
  });

  test('a verdict carries the very decision that it is about', () => {
    expectAlways(({ decision }, verdict) => verdict.decision === decision);
  });
});

const answer: Decision = { kind: 'answer', part: 0, confidence: 0.9 };
const account: Decision = { kind: 'read-account', part: 0, topic: 'balance' };
const status: Decision = { kind: 'read-status', part: 0 };
const greeting: Decision = { kind: 'small-talk', part: 0, topic: 'greeting' };
const whoAreYou: Decision = { kind: 'ask-identity', part: 0 };
const decline: Decision = { kind: 'decline', part: 0, reason: 'out-of-scope' };
const askedForPerson: Decision = { kind: 'hand-over', part: 0, reason: 'asked-for-person' };
const unanswered: Decision = { kind: 'hand-over', part: 0, reason: 'not-in-documents' };
const leak: Decision = {
  kind: 'report-problem',
  part: 0,
  issue: 'water.leak_contained',
  class: 'P2',
  confidence: 0.9,
  missing: [],
  circumstances: [],
};

const toStaff: Decision = { kind: 'answer-to-staff', part: 0 };
const session = anIdentity({ assurance: 'session' });
const stranger = anIdentity({ assurance: 'unknown', status: 'unknown' });
const evicted = anIdentity({ assurance: 'session', status: 'eviction' });
const moved = anIdentity({ assurance: 'session', status: 'past' });
const writes = aRollout();
const answers = aRollout({ phase: 'answers' });
const shadow = aRollout({ phase: 'shadow' });
const off = aRollout({ phase: 'off' });

test.each<[string, Decision, Partial<JudgedBy>, string]>([
  ['a question about the house, from a stranger', answer, { identity: stranger }, 'allowed'],
  ['the same while answers are off', answer, { rollout: off }, 'needs-person rollout'],
  ['the same in shadow', answer, { rollout: shadow }, 'kept'],
  ['the same under eviction', answer, { identity: evicted }, 'needs-person eviction'],
  [
    'an answer nobody is sure of',
    { ...answer, confidence: 0.2 },
    {},
    'needs-person low-confidence',
  ],
  ['a balance, in a signed session', account, { identity: session }, 'allowed'],
  ['a balance, by the number alone', account, {}, 'needs-identity'],
  ['a balance under eviction', account, { identity: evicted }, 'needs-person eviction'],
  ['a balance of who moved out', account, { identity: moved }, 'needs-person human-only'],
  ['a balance while only documents are on', account, { rollout: answers }, 'needs-person rollout'],
  ['the status of own requests', status, {}, 'allowed'],
  ['the status under eviction', status, { identity: evicted }, 'allowed'],
  ['a leak', leak, {}, 'needs-confirmation'],
  ['a leak under eviction', leak, { identity: evicted }, 'needs-confirmation'],
  ['a leak, from a stranger', leak, { identity: stranger }, 'needs-identity'],
  ['a leak at who moved out', leak, { identity: moved }, 'needs-person human-only'],
  ['a flood at who moved out', { ...leak, class: 'P1' }, { identity: moved }, 'allowed'],
  ['a flood while all is off', { ...leak, class: 'P1' }, { rollout: off }, 'allowed'],
  ['a greeting', greeting, { identity: stranger }, 'allowed'],
  ['a greeting while all is off', greeting, { rollout: off }, 'needs-person rollout'],
  ['a greeting in shadow', greeting, { rollout: shadow }, 'kept'],
  ['who are you, in shadow', whoAreYou, { rollout: shadow }, 'kept'],
  ['a decline', decline, {}, 'refused'],
  ['a decline while all is off', decline, { rollout: off }, 'needs-person rollout'],
  ['a decline in shadow', decline, { rollout: shadow }, 'kept'],
  ['a wish for a person in shadow', askedForPerson, { rollout: shadow }, 'kept'],
  ['the same while all is off', askedForPerson, { rollout: off }, 'needs-person asked-for-person'],
  [
    'the same while only documents are in shadow',
    askedForPerson,
    { rollout: aRollout({ skills: { documents: 'shadow' } }) },
    'needs-person asked-for-person',
  ],
  [
    'a question in vain while documents are in shadow',
    unanswered,
    { rollout: aRollout({ skills: { documents: 'shadow' } }) },
    'kept',
  ],
  [
    'a question while documents are stopped',
    answer,
    { rollout: aRollout({ stopped: ['documents'] }) },
    'needs-person rollout',
  ],
  [
    'a greeting while documents are stopped',
    greeting,
    { rollout: aRollout({ stopped: ['documents'] }) },
    'allowed',
  ],
  [
    'a greeting while everything is stopped',
    greeting,
    { rollout: aRollout({ stopped: ['all'] }) },
    'needs-person rollout',
  ],
  [
    'a leak while maintenance is in shadow',
    leak,
    { rollout: aRollout({ skills: { maintenance: 'shadow' } }) },
    'kept',
  ],
  // A person asked: nothing stands between them and the answer, and the assistant speaks only where it may.
  ['an answer to staff, from a stranger', toStaff, { identity: stranger }, 'allowed'],
  ['an answer to staff of who moved out', toStaff, { identity: moved }, 'allowed'],
  ['an answer to staff in shadow', toStaff, { rollout: shadow }, 'noted'],
  ['an answer to staff while all is off', toStaff, { rollout: off }, 'noted'],
])('%s', (_, decision, by, expected) => {
  const standard = { identity: anIdentity(), rollout: writes, confidenceMin: CONFIDENCE_MIN };
  const verdict = judge(decision, { ...standard, ...by });
  const said = verdict.kind === 'needs-person' ? `${verdict.kind} ${verdict.reason}` : verdict.kind;
  expect(said).toBe(expected);
});
