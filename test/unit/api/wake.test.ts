import { expect, test } from 'vitest';
import { createWake } from '../../../src/api/wake.ts';
import { ProviderUnavailable } from '../../../src/ports/errors.ts';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';

const message = (sequence: number): CommittedMessage => ({
  messageId: `m-${sequence}`,
  conversationId: 'c-1',
  sequence,
  position: sequence,
  propertyId: 'elm-house',
  danger: null,
  otherDangers: [],
  isFlood: false,
  isNew: true,
  sendIds: [],
});

/** A conversation that was told of none of its first messages, and an engine that is away `failures` times. */
function aWake({ failures = 0, poisoned = 'none' } = {}) {
  const untold = new Set([1, 2, 3].map(message));
  const told: string[] = [];
  let left = failures;
  const wake = createWake({
    inbox: {
      listUntold: async ({ sequence }) => [...untold].filter((row) => row.sequence < sequence),
      async markSignalled(messageId) {
        for (const row of untold) if (row.messageId === messageId) untold.delete(row);
      },
    },
    processes: {
      async tellConversation({ messageId }) {
        if (messageId === poisoned) throw new Error('it cannot be encoded');
        left -= 1;
        if (left >= 0) throw new ProviderUnavailable('Temporal is away');
        told.push(messageId);
      },
    },
  });
  return { wake, told };
}

test('tells a conversation of what it was not told before, then of the message', async () => {
  const { wake, told } = aWake();
  await wake(message(3));
  await wake(message(4));
  expect(told).toEqual(['m-1', 'm-2', 'm-3', 'm-4']);
});

// In order: an engine that comes back between two messages must hear the first one first.
test('nothing overtakes a message that could not be told', async () => {
  const { wake, told } = aWake({ failures: 1 });
  await wake(message(1));
  expect(told).toEqual([]);
  await wake(message(2));
  expect(told).toEqual(['m-1', 'm-2']);
});

test('tells each message of a burst once', async () => {
  const { wake, told } = aWake();
  await Promise.all([1, 2, 3].map((sequence) => wake(message(sequence))));
  expect(told).toEqual(['m-1', 'm-2', 'm-3']);
});

test('one that can never be told keeps none of the others back', async () => {
  const { wake, told } = aWake({ poisoned: 'm-2' });
  await wake(message(4));
  expect(told).toEqual(['m-1', 'm-3', 'm-4']);
});
