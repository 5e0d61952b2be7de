import { describe, expect, test } from 'vitest';
import { standingAfter, type DoorWord, type Standing } from '../../../src/domain/standing.ts';

// Design promise 7: nothing that is merely said may borrow what somebody else had proved, and a proof is not undone by
// a door that brings no news.

const nobody: Standing = {
  residentId: null,
  assurance: 'unknown',
  doorResidentId: null,
  provenResidentId: null,
};
const vouched = (residentId: string, assurance: Standing['assurance'] = 'channel'): Standing => ({
  ...nobody,
  residentId,
  assurance,
  doorResidentId: residentId,
});
const claimed: Standing = { ...nobody, residentId: 'claimed' };
/** The door had vouched for an id that the platform does not know; then words proved a resident. */
const proven: Standing = {
  residentId: 'proven',
  assurance: 'channel',
  doorResidentId: 'stale',
  provenResidentId: 'proven',
};
/** An unknown number whose writer proved who they are. */
const provenByNumber: Standing = { ...proven, doorResidentId: null };

const door = (residentId: string | null, assurance: DoorWord['assurance']): DoorWord => ({
  residentId,
  assurance,
});

describe('whom a conversation is with after another message', () => {
  const cases: [string, Standing, DoorWord, Standing][] = [
    ['nobody named, nobody known', nobody, door(null, 'unknown'), nobody],
    [
      'a number proven by the door',
      nobody,
      door(null, 'channel'),
      { ...nobody, assurance: 'channel' },
    ],
    ['nobody named, somebody known', vouched('one'), door(null, 'session'), vouched('one')],
    ['nobody named, somebody proven', provenByNumber, door(null, 'unknown'), provenByNumber],
    ['a claim fills a gap', nobody, door('claimed', 'unknown'), claimed],
    ['a claim replaces nobody', vouched('one'), door('claimed', 'unknown'), vouched('one')],
    ['a claim replaces no proof', proven, door('claimed', 'unknown'), proven],
    [
      'a claim borrows no assurance',
      { ...nobody, assurance: 'channel' },
      door('claimed', 'unknown'),
      claimed,
    ],
    ['a door vouches for a stranger', nobody, door('one', 'session'), vouched('one', 'session')],
    ['a door vouches where one was claimed', claimed, door('one', 'channel'), vouched('one')],
    ['a door gives more', vouched('one'), door('one', 'session'), vouched('one', 'session')],
    ['a door gives less', vouched('one', 'session'), door('one', 'channel'), vouched('one')],
    ['a door names another', vouched('one', 'session'), door('two', 'channel'), vouched('two')],
    ['a door repeats the id that nobody knows', proven, door('stale', 'channel'), proven],
    // A signed session of somebody whom we do not know lifts nobody else's level.
    ['a session repeats the id that nobody knows', proven, door('stale', 'session'), proven],
    ['a door names another than before', proven, door('two', 'channel'), vouched('two')],
    [
      'a door comes to know whom words proved',
      proven,
      door('proven', 'session'),
      vouched('proven', 'session'),
    ],
    [
      'a door names one where a number was proven',
      provenByNumber,
      door('two', 'channel'),
      vouched('two'),
    ],
  ];
  test.each(cases)('%s', (_name, known, word, after) => {
    expect(standingAfter(known, word)).toEqual(after);
  });

  test('is the same when the same message is told again', () => {
    for (const [name, known, word] of cases) {
      const once = standingAfter(known, word);
      expect(standingAfter(once, word), name).toEqual(once);
    }
  });
});
