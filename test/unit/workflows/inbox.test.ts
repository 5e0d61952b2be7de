import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inbox } from '../../../src/workflows/conversation/inbox.ts';
import { aDanger, aMessageReceived } from '../../builders.ts';

function filled(...sequences: number[]): Inbox {
  const inbox = new Inbox(null);
  for (const sequence of sequences) inbox.add(aMessageReceived(sequence));
  return inbox;
}

const sequencesOf = (inbox: Inbox): number[] =>
  inbox.takeTurn().messages.map(({ sequence }) => sequence);

test('a burst is one turn, in the order in which it was sent', () => {
  const inbox = filled(3, 1, 2);
  expect(inbox.arrivals).toBe(3);
  expect(sequencesOf(inbox)).toEqual([1, 2, 3]);
  expect(inbox.isEmpty).toBe(true);
});

// Once: a provider redelivers for days.
test('a message that waits or was taken is not taken in again', () => {
  const inbox = filled(1);
  expect(inbox.add(aMessageReceived(1))).toBe(false);
  inbox.takeTurn();
  expect(inbox.add(aMessageReceived(1))).toBe(false);
  expect(inbox.isEmpty).toBe(true);
  expect(inbox.arrivals).toBe(1);
});

test('a gap stays open for the message that is late, and closes behind it', () => {
  const inbox = filled(1, 3, 4);
  inbox.takeTurn();
  expect(inbox.snapshot()).toMatchObject({ takenUpTo: 1, takenAbove: [3, 4] });
  expect(inbox.add(aMessageReceived(2))).toBe(true);
  expect(sequencesOf(inbox)).toEqual([2]);
  expect(inbox.snapshot()).toMatchObject({ takenUpTo: 4, takenAbove: [] });
});

test('an inbox goes on where its snapshot was taken', () => {
  const inbox = filled(2, 5);
  inbox.takeTurn();
  inbox.add(aMessageReceived(6));
  const later = new Inbox(inbox.snapshot());
  for (const sequence of [2, 5, 6]) expect(later.add(aMessageReceived(sequence))).toBe(false);
  expect(sequencesOf(later)).toEqual([6]);
  expect(later.add(aMessageReceived(1))).toBe(true);
});

test('nobody outside holds what the inbox remembers', () => {
  const message = aMessageReceived(1);
  const inbox = new Inbox(null);
  inbox.add(message);
  const snapshot = inbox.snapshot();
  snapshot.takenAbove.push(9);
  snapshot.waiting.pop();
  inbox.addDanger({ messageId: message.messageId, danger: aDanger() });
  expect(message.danger).toBeNull();
  expect(inbox.takeTurn().messages).toHaveLength(1);
  expect(inbox.add(aMessageReceived(9))).toBe(true);
});

test('a danger found while its message waits is told with it', () => {
  const inbox = filled(1);
  inbox.addDanger({ messageId: 'message-1', danger: aDanger() });
  expect(inbox.takeTurn().dangers).toEqual([aDanger()]);
});

test('a danger found after its turn began makes a turn of its own', () => {
  const inbox = filled(1);
  inbox.takeTurn();
  inbox.addDanger({ messageId: 'message-1', danger: aDanger() });
  expect(inbox.isEmpty).toBe(false);
  expect(inbox.takeTurn()).toEqual({ messages: [], dangers: [aDanger()] });
  expect(inbox.isEmpty).toBe(true);
});

// Safety: the second net must not wipe out what the rule floor found in the same message.
test('a second danger in a message stands beside the first', () => {
  const gas = aDanger();
  const fire = aDanger({ dangerId: 'danger-2', hazard: 'fire', issue: 'fire.active' });
  const inbox = new Inbox(null);
  inbox.add(aMessageReceived(1, { danger: gas }));
  inbox.addDanger({ messageId: 'message-1', danger: fire });
  expect(new Set(inbox.takeTurn().dangers)).toEqual(new Set([gas, fire]));
});

// Once, and not lost: whatever the order, the redeliveries, the turns and the restarts.
test('every message is taken exactly once', () => {
  const arrivals = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 });
  const steps = fc.array(fc.constantFrom('turn', 'restart', 'none'), { maxLength: 60 });
  fc.assert(
    fc.property(arrivals, steps, (sequences, then) => {
      let inbox = new Inbox(null);
      const taken: number[] = [];
      sequences.forEach((sequence, index) => {
        inbox.add(aMessageReceived(sequence));
        if (then[index] === 'turn') taken.push(...sequencesOf(inbox));
        if (then[index] === 'restart') inbox = new Inbox(inbox.snapshot());
      });
      taken.push(...sequencesOf(inbox));
      expect(taken.toSorted((a, b) => a - b)).toEqual(
        [...new Set(sequences)].toSorted((a, b) => a - b),
      );
      const { takenUpTo, takenAbove } = inbox.snapshot();
      expect(takenAbove).not.toContain(takenUpTo + 1);
    }),
    { seed: 7, numRuns: 500 },
  );
});
