import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/domain/business-hours.ts';
import { circumstances } from '../../../src/domain/circumstance.ts';
import type { RequestQuestion } from '../../../src/domain/maintenance-request.ts';
import type { DeclineReason, HandOverReason, MissingFact } from '../../../src/domain/decision.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { composeReply, type ReplyFacts } from '../../../src/domain/reply.ts';
import type { Language } from '../../../src/domain/resident.ts';
import { aRequest } from '../../builders.ts';
import { defaultPack as pack } from './default-pack.ts';

const source = { document: 'House rules', version: 2, page: 3, quote: 'Open from 8.' };

function facts(outcomes: Outcome[], about: Partial<ReplyFacts> = {}): ReplyFacts {
  return {
    outcomes,
    parts: [{ text: 'The pool opens at 8.', sources: [source] }],
    requests: {
      'mr-1': aRequest(),
      'mr-2': aRequest({ reference: 'MR-2222222222', summary: 'the other sink' }),
    },
    emergency: '911',
    isFirst: false,
    pack,
    language: 'en',
    calendar: calendarOf({ pack, zone: 'America/Chicago' }),
    now: '2026-11-23T15:00:00.000Z',
    ...about,
  };
}

const textOf = (outcome: Outcome, about: Partial<ReplyFacts> = {}): string =>
  composeReply(facts([outcome], about))?.text ?? '';

const handOff = { handOffId: 'ho-1', answerBy: '2026-11-23T15:30:00.000Z', isOpenNow: true };
const reasons: Record<HandOverReason, true> = {
  'asked-for-person': true,
  'not-in-documents': true,
  ungrounded: true,
  'low-confidence': true,
  frustrated: true,
  'verification-failed': true,
  rollout: true,
  'model-unavailable': true,
  'platform-unavailable': true,
  'unreadable-message': true,
  'human-only': true,
  eviction: true,
  language: true,
  'rejected-approval': true,
  'expired-approval': true,
  'unconfirmed-request': true,
  'platform-refused': true,
  'completion-unanswered': true,
  'failed-turn': true,
  'passed-on': true,
};
const declines: Record<DeclineReason, true> = {
  'other-persons-data': true,
  'instruction-in-message': true,
  'out-of-scope': true,
};
const missing: Record<MissingFact, true> = {
  location: true,
  symptom: true,
  access: true,
};
const questions: RequestQuestion[] = [
  'confirm-request',
  'self-help',
  'completed',
  'survey',
  'cancel',
  ...keysOf(missing),
  ...circumstances,
];

function keysOf<Key extends string>(table: Record<Key, true>): Key[] {
  const isKey = (key: string): key is Key => Object.hasOwn(table, key);
  return Object.keys(table).filter(isKey);
}

// One list for each kind; a new kind of outcome does not compile before it is said here.
const everyOutcome: { [Kind in Outcome['kind']]: Extract<Outcome, { kind: Kind }>[] } = {
  answered: [{ kind: 'answered', part: 0 }],
  'small-talk': (['greeting', 'thanks', 'goodbye'] as const).map((topic) => ({
    kind: 'small-talk',
    topic,
  })),
  'handed-over': keysOf(reasons).flatMap((reason) =>
    [true, false].map((isOpenNow) => ({
      kind: 'handed-over' as const,
      reason,
      handOff: { ...handOff, isOpenNow },
    })),
  ),
  declined: keysOf(declines).map((reason) => ({ kind: 'declined', reason })),
  'identity-asked': [{ kind: 'identity-asked' }],
  'session-needed': [{ kind: 'session-needed' }],
  'identity-confirmed': [{ kind: 'identity-confirmed' }],
  'intake-asked': [...keysOf(missing), 'only-one' as const, 'spreading' as const].map(
    (question) => ({ kind: 'intake-asked', requestId: 'mr-1', question }),
  ),
  'request-raised': [{ kind: 'request-raised', requestId: 'mr-1' }],
  'request-cancelled': [{ kind: 'request-cancelled', requestId: 'mr-1' }],
  'cancel-left-to-person': [{ kind: 'cancel-left-to-person', requestId: 'mr-1' }],
  'cancel-to-confirm': [{ kind: 'cancel-to-confirm', requestId: 'mr-1' }],
  'cancel-dropped': [{ kind: 'cancel-dropped', requestId: 'mr-1' }],
  'request-opened': [true, false].map((isDanger) => ({
    kind: 'request-opened',
    requestId: 'mr-1',
    isDanger,
  })),
  'request-joined': [{ kind: 'request-joined', requestId: 'mr-1' }],
  'request-to-confirm': [{ kind: 'request-to-confirm', requestId: 'mr-1' }],
  'request-doubtful': [{ kind: 'request-doubtful', requestId: 'mr-1', earlierId: 'mr-2' }],
  'request-reopened': [{ kind: 'request-reopened', requestId: 'mr-1' }],
  'request-anew': (['late', 'unfinished'] as const).map((reason) => ({
    kind: 'request-anew',
    requestId: 'mr-1',
    reason,
  })),
  'request-dropped': [{ kind: 'request-dropped', requestId: 'mr-1' }],
  'question-answered': questions.map((question) => ({
    kind: 'question-answered',
    requestId: 'mr-1',
    question,
  })),
  'nothing-open': [{ kind: 'nothing-open' }],
  'passed-on': [{ kind: 'passed-on' }],
  kept: [],
  noted: [],
};

// Never silence: whatever came of a turn, the resident reads it in their language.
describe.each<Language>(['en', 'es'])('in %s', (language) => {
  test.each(Object.entries(everyOutcome))('%s is said', (_, outcomes) => {
    for (const outcome of outcomes) {
      const text = textOf(outcome, { language });
      expect(text, JSON.stringify(outcome)).not.toMatch(/[{}]|undefined|null/);
      if (outcome.kind !== 'answered') expect(text).not.toBe('');
    }
  });
});

// Shadow: the resident must not notice.
test('what is only kept or noted is not said, and no greeting either', () => {
  expect(composeReply(facts([{ kind: 'noted' }], { isFirst: true }))).toBeNull();
  expect(composeReply(facts([{ kind: 'kept', handOff }], { isFirst: true }))).toBeNull();
  expect(composeReply(facts([], { isFirst: true }))).toBeNull();
});

test('what is kept is announced beside an answer to something else, once', () => {
  const kept: Outcome = { kind: 'kept', handOff };
  const reply = composeReply(facts([{ kind: 'answered', part: 0 }, kept, kept]));
  expect(reply?.text.split('\n\n')).toEqual([
    'The pool opens at 8.',
    'This is for a person to answer. A person will answer you by today 09:30.',
  ]);
});

test('beside a danger nothing is said of what is kept', () => {
  const danger: Outcome = { kind: 'request-opened', requestId: 'mr-1', isDanger: true };
  const reply = composeReply(facts([danger, { kind: 'kept', handOff }]));
  expect(reply?.text).toBe(textOf(danger));
  expect(reply?.text).not.toBe('');
});

test('first contact says that this is an automatic assistant', () => {
  const text = textOf({ kind: 'small-talk', topic: 'greeting' }, { isFirst: true });
  expect(text).toMatch(/^Hello, I am the automatic assistant .*\n\nHow can I help\?$/);
});

test('one message answers several wishes in order, and says nothing twice', () => {
  const reply = composeReply(
    facts([
      { kind: 'answered', part: 0 },
      { kind: 'handed-over', reason: 'ungrounded', handOff },
      { kind: 'handed-over', reason: 'not-in-documents', handOff },
      { kind: 'nothing-open' },
    ]),
  );
  expect(reply?.text.split('\n\n')).toEqual([
    'The pool opens at 8.',
    'I did not find that in the documents I may use, so I am asking a person. A person will answer you by today 09:30.',
    'You have no open request.',
  ]);
  expect(reply?.sources).toEqual([source]);
});

test('a hand-over at night says when, and whom to call in danger', () => {
  const atNight = { ...handOff, answerBy: '2026-11-24T15:00:00.000Z', isOpenNow: false };
  const outcome = { kind: 'handed-over', reason: 'asked-for-person', handOff: atNight } as const;
  expect(textOf(outcome)).toContain('by Tuesday 09:00. If anyone is in danger, call 911.');
  expect(textOf(outcome, { language: 'es', emergency: '112' })).toContain(
    'a más tardar el martes a las 09:00. Si alguien está en peligro, llame al 112.',
  );
});

// Privacy: why a person takes over may be nobody's business on a shared phone.
test('an eviction is not named in the reply', () => {
  for (const language of ['en', 'es'] as const) {
    const text = textOf({ kind: 'handed-over', reason: 'eviction', handOff }, { language });
    expect(text).not.toMatch(/evict|desaloj/i);
  }
});

test('a request that waits for a manager says so, one that does not does not', () => {
  const opened: Outcome = { kind: 'request-opened', requestId: 'mr-1', isDanger: false };
  const waiting = { 'mr-1': aRequest({ needsApproval: true }) };
  expect(textOf(opened, { requests: waiting })).toBe(
    'I have reported: water under the kitchen sink. Your number is MR-0123456789 (urgent). ' +
      'A manager must approve the plumber; I will write by Tuesday 10:00.',
  );
  expect(textOf(opened)).not.toContain('manager');
});

test('a doubtful report names the earlier request', () => {
  const doubtful: Outcome = { kind: 'request-doubtful', requestId: 'mr-1', earlierId: 'mr-2' };
  expect(textOf(doubtful)).toContain('MR-2222222222 (the other sink)');
});
