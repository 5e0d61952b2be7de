import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSweep, type SweepOptions } from '../../../src/api/sweep.ts';
import { carrierOf } from '../../../src/ports/channel.ts';
import { ProviderUnavailable } from '../../../src/ports/errors.ts';
import type { SendableRow, SendState } from '../../../src/ports/outbox.ts';

const row = (sendId: string, conversationId: string, about: Partial<SendableRow> = {}) => ({
  sendId,
  conversationId,
  purpose: 'reply' as const,
  ...about,
});

const OVERDUE = {
  messageId: 'message-1',
  conversationId: 'c-1',
  sequence: 1,
  position: 1,
  propertyId: null,
  danger: null,
  otherDangers: [],
  isFlood: false,
  isNew: false,
  sendIds: [],
};

/** A sweep over these rows; what becomes of each, `send` says. */
function aSweep(by: {
  rows: SendableRow[];
  send: (sendId: string) => Promise<SendState>;
  wake?: SweepOptions['wake'];
}) {
  const begun: string[] = [];
  const sweep = createSweep({
    outbox: {
      listSendable: async () => by.rows,
      sendOnce: async (sendId) => {
        begun.push(sendId);
        return { sendId, state: await by.send(sendId) };
      },
    },
    inbox: { listOverdue: async () => [OVERDUE] },
    tellHandOffs: async () => {},
    startReopened: { left: async () => {} },
    tellReleased: async () => {},
    carrier: carrierOf({}),
    wake: by.wake ?? (async () => undefined),
  });
  return { sweep, begun };
}

const never = new Promise<never>(() => undefined);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('sends what one conversation hears in order, one after the other', async () => {
  let underWay = 0;
  const { sweep, begun } = aSweep({
    rows: [row('1', 'c-1'), row('2', 'c-1'), row('3', 'c-1')],
    async send() {
      underWay += 1;
      expect(underWay).toBe(1);
      await Promise.resolve();
      underWay -= 1;
      return 'sent';
    },
  });
  await sweep.sendRows();
  expect(begun).toEqual(['1', '2', '3']);
});

test('lets no conversation wait for one whose channel swallows the call, eight at a time', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => row(`${index}`, `c-${index}`));
  const { sweep, begun } = aSweep({
    rows,
    send: (sendId) => (Number(sendId) < 7 ? never : Promise.resolve('sent')),
  });
  void sweep.sendRows();
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(20);

  const stuck = aSweep({ rows, send: () => never });
  void stuck.sweep.sendRows();
  await vi.advanceTimersByTimeAsync(0);
  expect(stuck.begun).toHaveLength(8);
});

test('says nothing before what could not leave yet, and tries both again later', async () => {
  const { sweep, begun } = aSweep({
    rows: [row('1', 'c-1'), row('2', 'c-1'), row('3', 'c-2')],
    async send(sendId) {
      if (sendId === '1') throw new ProviderUnavailable('no connection');
      return 'sent';
    },
  });
  await sweep.sendRows();
  expect(begun).toEqual(['1', '3']);
  await sweep.sendRows();
  expect(begun).toEqual(['1', '3', '1', '3']);
});

// Safety: a warning waits for no answer that is stuck, not even of its own conversation.
test('holds no safety text back behind another row', async () => {
  const { sweep, begun } = aSweep({
    rows: [row('1', 'c-1'), row('safety', 'c-1', { purpose: 'safety' })],
    send: (sendId) => (sendId === '1' ? never : Promise.resolve('sent')),
  });
  void sweep.sendRows();
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['1', 'safety']);
});

test('wakes conversations while every send hangs, and sends while no engine answers', async () => {
  const woken: string[] = [];
  const wake = async ({ messageId }: { messageId: string }) => void woken.push(messageId);
  const hanging = aSweep({ rows: [row('1', 'c-1')], send: () => never, wake });
  hanging.sweep.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(woken.length).toBeGreaterThan(3);

  const deaf = aSweep({ rows: [row('1', 'c-1')], send: async () => 'sent', wake: () => never });
  deaf.sweep.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(deaf.begun.length).toBeGreaterThan(3);
});

test('never throws for a row that cannot be sent now', async () => {
  const { sweep } = aSweep({
    rows: [],
    send: async () => {
      throw new ProviderUnavailable('no connection');
    },
  });
  await expect(sweep.send('1')).resolves.toBeUndefined();
});
