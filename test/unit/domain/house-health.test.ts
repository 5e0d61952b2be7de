import { expect, test } from 'vitest';
import {
  judgeAlerts,
  judgeAmbiguous,
  judgeDocuments,
  judgeIntents,
  judgeMessages,
  judgePlatform,
  judgeSends,
} from '../../../src/domain/backlog-health.ts';
import {
  judgeDatabase,
  judgeDisk,
  judgeEngine,
  judgeQueue,
  judgeSweep,
} from '../../../src/domain/engine-health.ts';
import type { PartFinding } from '../../../src/domain/part-finding.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const MINUTE = 60_000;
const none = { count: 0, oldestAt: null };
const one = (ageMs: number) => ({ count: 1, oldestAt: ago(ageMs) });
const database = { latencyMs: 3, connectionsInUse: 2, connectionsMax: 10, connectionsAwaited: 0 };
const platform = { waiting: none, blocked: none, pause: null, syncedUntil: ago(15_000) };
const GIGABYTE = 1024 ** 3;

const CASES: [string, PartFinding, PartFinding['state'], RegExp][] = [
  ['a database that answers', judgeDatabase(database), 'ok', /Answers in 3 ms; 2 of 10/],
  ['one that is late', judgeDatabase({ ...database, latencyMs: 400 }), 'slow', /400 ms/],
  [
    'one whose connections are all taken',
    judgeDatabase({ ...database, connectionsAwaited: 1 }),
    'slow',
    /1 query waits/,
  ],
  ['one that is silent', judgeDatabase(null), 'down', /no answer/],
  [
    'an engine that answers',
    judgeEngine({ latencyMs: 0.2, namespace: 'default' }),
    'ok',
    /default/,
  ],
  ['one that is late', judgeEngine({ latencyMs: 1500, namespace: 'np' }), 'slow', /1500 ms/],
  ['one that is silent', judgeEngine(null), 'down', /no answer/],
  [
    'a queue with workers',
    judgeQueue('conversations', { workers: 2, backlog: 3, backlogAgeMs: 900, idleMs: 1_000 }),
    'ok',
    /2 workers, 3 tasks wait/,
  ],
  [
    'one that nobody keeps up with',
    judgeQueue('documents', { workers: 1, backlog: 90, backlogAgeMs: 130_000, idleMs: 1_000 }),
    'slow',
    /2 minutes/,
  ],
  [
    'one without workers',
    judgeQueue('conversations', { workers: 0, backlog: 1, backlogAgeMs: 0, idleMs: 1_000 }),
    'down',
    /0 workers, 1 task waits/,
  ],
  [
    'one whose workers are gone without a word',
    judgeQueue('conversations', { workers: 1, backlog: 2, backlogAgeMs: 95_000, idleMs: 95_000 }),
    'down',
    /None has asked for work for 95 s/,
  ],
  [
    'one whose workers have their hands full with a long document',
    judgeQueue('documents', { workers: 1, backlog: 2, backlogAgeMs: 95_000, idleMs: 95_000 }),
    'slow',
    /waited 95 s/,
  ],
  ['a sweep', judgeSweep({ sentAt: ago(0), wokenAt: ago(9), startedAt: ago(9e6) }, NOW), 'ok', /./],
  [
    'one round of which hangs',
    judgeSweep({ sentAt: ago(40_000), wokenAt: ago(0), startedAt: ago(9e6) }, NOW),
    'slow',
    /40 s/,
  ],
  [
    'one that never came to its end',
    judgeSweep({ sentAt: null, wokenAt: null, startedAt: ago(3 * MINUTE) }, NOW),
    'down',
    /3 minutes/,
  ],
  ['no message that waits', judgeMessages(none, NOW), 'ok', /0 messages wait/],
  ['one that came just now', judgeMessages(one(5_000), NOW), 'ok', /1 message waits/],
  ['one that waits long', judgeMessages(one(2 * MINUTE), NOW), 'slow', /1 message waits/],
  ['one that nobody takes up', judgeMessages(one(6 * MINUTE), NOW), 'down', /1 message waits/],
  ['nothing to send', judgeSends({ states: {}, oldestAt: null }, NOW), 'ok', /Nothing to send/],
  [
    'rows that left',
    judgeSends({ states: { delivered: 4, read: 2 }, oldestAt: null }, NOW),
    'ok',
    /4 delivered, 2 read/,
  ],
  [
    'a row that does not leave',
    judgeSends({ states: { queued: 1 }, oldestAt: ago(MINUTE) }, NOW),
    'slow',
    /1 to be sent/,
  ],
  [
    'one that has not left for long',
    judgeSends({ states: { sending: 1 }, oldestAt: ago(10 * MINUTE) }, NOW),
    'down',
    /1 on their way/,
  ],
  [
    'one whose outcome nobody knows',
    judgeSends({ states: { sent: 9, unknown: 1 }, oldestAt: null }, NOW),
    'attention',
    /1 without a known outcome/,
  ],
  [
    'alerts that somebody hears',
    judgeAlerts({ ringing: one(9), unheard: none }),
    'ok',
    /1 alert rings\./,
  ],
  [
    'one that nobody hears',
    judgeAlerts({ ringing: one(MINUTE), unheard: one(MINUTE) }),
    'down',
    /1 alert rings\. 1 has nobody to ring/,
  ],
  ['a platform', judgePlatform(platform, NOW), 'ok', /0 writes wait/],
  [
    'one that is held',
    judgePlatform({ ...platform, pause: { byName: 'Odile', at: ago(0) } }, NOW),
    'down',
    /Held by Odile/,
  ],
  [
    'one that refuses us',
    judgePlatform({ ...platform, blocked: one(MINUTE) }, NOW),
    'down',
    /refuses our credentials: 1 write waits/,
  ],
  [
    'one that takes nothing',
    judgePlatform({ ...platform, waiting: one(3 * MINUTE) }, NOW),
    'slow',
    /1 write waits/,
  ],
  [
    'one that has taken nothing for long',
    judgePlatform({ ...platform, waiting: one(20 * MINUTE) }, NOW),
    'down',
    /1 write waits/,
  ],
  [
    'one that is not read',
    judgePlatform({ ...platform, syncedUntil: ago(5 * MINUTE) }, NOW),
    'slow',
    /5 minutes ago/,
  ],
  ['no lost answer', judgeAmbiguous(none), 'ok', /None/],
  ['a lost answer', judgeAmbiguous(one(MINUTE)), 'attention', /1 write may or may not/],
  ['calls that all ended', judgeIntents(none), 'ok', /Every outside call/],
  [
    'one that never ended',
    judgeIntents(one(9 * MINUTE)),
    'attention',
    /1 outside call .* it ended/,
  ],
  [
    'documents',
    judgeDocuments({ published: 6, reading: one(MINUTE), failed: 0 }, NOW),
    'ok',
    /6 documents in use, 1 being read/,
  ],
  [
    'one that cannot be used',
    judgeDocuments({ published: 6, reading: none, failed: 1 }, NOW),
    'attention',
    /1 that cannot be used/,
  ],
  [
    'one that is read for long',
    judgeDocuments({ published: 6, reading: one(11 * MINUTE), failed: 0 }, NOW),
    'slow',
    /1 being read/,
  ],
  ['room', judgeDisk({ freeBytes: 9 * GIGABYTE, totalBytes: 10 * GIGABYTE }), 'ok', /9.0 GB free/],
  ['little room', judgeDisk({ freeBytes: GIGABYTE, totalBytes: 10 * GIGABYTE }), 'attention', /./],
  ['no room', judgeDisk({ freeBytes: 1000, totalBytes: 10 * GIGABYTE }), 'down', /0.0 GB free/],
];

test.each(CASES)(
  'says how %s is, and what to do unless it is well',
  (_name, finding, state, found) => {
    expect(finding.state).toBe(state);
    expect(finding.found).toMatch(found);
    expect([finding.meaning === null, finding.remedy === null]).toEqual([
      state === 'ok',
      state === 'ok',
    ]);
  },
);

// Promise 5: staff must not think that a safety text waits for what is down.
test('says of an engine and of workers that are gone that safety texts still go out', () => {
  const gone = judgeQueue('conversations', {
    workers: 0,
    backlog: 0,
    backlogAgeMs: 0,
    idleMs: 1_000,
  });
  for (const { meaning } of [judgeEngine(null), gone]) {
    expect(meaning).toContain('safety texts still go out');
  }
});
