import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Carrier } from '../../../src/ports/channel.ts';
import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
} from '../../../src/ports/errors.ts';
import type { Records } from '../../../src/ports/records.ts';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aHangingCarrier,
  aSender,
  gasDanger,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design section 12: sent once, never blindly again.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const aSafetyText = async () => {
  const { sendIds, conversationId } = await records.inbox.commit(
    aDelivery({ from: aSender() }, { danger: gasDanger }),
  );
  return { sendId: sendIds[0] ?? '', conversationId };
};

const listed = async (stuckAfterMs: number): Promise<string[]> =>
  (await records.outbox.listSendable({ stuckAfterMs })).map(({ sendId }) => sendId);

const isRefused =
  (error: Error): Carrier['deliver'] =>
  async () => {
    throw error;
  };

/** Leaves a row `sending`, as a process does that dies in the middle of the call. */
async function dieWhileSending(sendId: string): Promise<void> {
  const { carrier, begun } = aHangingCarrier();
  const dying: Records = await records.another();
  void dying.outbox.sendOnce(sendId, carrier);
  await begun;
  records.clock.pass(2_000);
}

it('settles a row whose process died under a clock that was ahead, without waiting for that hour', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  records.clock.pass(90 * 60_000);
  await dieWhileSending(sendId);
  records.clock.pass(-90 * 60_000);
  expect(await listed(60_000)).toContain(sendId);
  const carrier = aCarrier();
  expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'unknown' });
  expect(carrier.delivered).toEqual([]);
});

it('queues once per key, and sends once', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId, key: 'same' });
  expect(await queueReply(records, { conversationId, key: 'same' })).toBe(sendId);
  const carrier = aCarrier();
  const first = await records.outbox.sendOnce(sendId, carrier);
  const second = await records.outbox.sendOnce(sendId, carrier);
  expect([first, second]).toEqual([
    { sendId, state: 'sent' },
    { sendId, state: 'sent' },
  ]);
  expect(carrier.delivered).toEqual(['Answer same']);
});

it('sends once when ten try at the same time, from two processes', async () => {
  const other = await records.another();
  const { conversationId } = await aConversation(records);
  for (let round = 0; round < 10; round += 1) {
    const sendId = await queueReply(records, { conversationId });
    const carrier = aCarrier();
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? records : other).outbox.sendOnce(sendId, carrier),
      ),
    );
    expect(carrier.delivered).toHaveLength(1);
    expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'sent' });
  }
});

it('hands the channel the address and the words in clear', async () => {
  const { conversationId } = await aConversation(records, {
    from: { kind: 'wa_id', value: '12025550142' },
  });
  const sendId = await queueReply(records, { conversationId, key: 'in clear' });
  const handed: unknown[] = [];
  await records.outbox.sendOnce(
    sendId,
    aCarrier({
      deliver: async (channel, message) => {
        handed.push({ channel, ...message });
        return { providerMessageId: 'provider-1' };
      },
    }),
  );
  expect(handed).toEqual([
    { channel: 'whatsapp', sendId, to: '12025550142', text: 'Answer in clear', sources: [] },
  ]);
});

describe('a row found half sent', () => {
  it('becomes unknown, and is never sent again', async () => {
    const { conversationId } = await aConversation(records);
    const sendId = await queueReply(records, { conversationId });
    await dieWhileSending(sendId);
    const carrier = aCarrier();
    expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'unknown' });
    expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'unknown' });
    expect(carrier.delivered).toEqual([]);
  });

  it('is left alone while somebody has only just taken it', async () => {
    const { conversationId } = await aConversation(records);
    const sendId = await queueReply(records, { conversationId });
    const other = await records.another();
    const { carrier, begun, answer } = aHangingCarrier();
    const sending = other.outbox.sendOnce(sendId, carrier);
    await begun;
    const meanwhile = aCarrier();
    expect(await records.outbox.sendOnce(sendId, meanwhile)).toEqual({ sendId, state: 'sending' });
    answer.resolve({ providerMessageId: 'provider-late' });
    expect(await sending).toEqual({ sendId, state: 'sent' });
    expect(meanwhile.delivered).toEqual([]);
  });

  it('is sent after all when its slow call ends well', async () => {
    const { conversationId } = await aConversation(records);
    const sendId = await queueReply(records, { conversationId });
    const other = await records.another();
    const { carrier, begun, answer } = aHangingCarrier();
    const sending = other.outbox.sendOnce(sendId, carrier);
    await begun;
    records.clock.pass(2_000);
    expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state: 'unknown' });
    answer.resolve({ providerMessageId: 'provider-slow' });
    expect(await sending).toEqual({ sendId, state: 'sent' });
  });

  it.each(['staff', 'consent', 'reply', 'news'] as const)(
    'is listed to be called unknown, a %s like any other',
    async (purpose) => {
      const { conversationId } = await aConversation(records);
      const sendId = await queueReply(records, { conversationId, purpose });
      await dieWhileSending(sendId);
      expect(await listed(10_000)).not.toContain(sendId);
      records.clock.pass(10_000);
      expect(await listed(10_000)).toContain(sendId);
      const carrier = aCarrier();
      expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'unknown' });
      expect(carrier.delivered).toEqual([]);
      expect(await listed(10_000)).not.toContain(sendId);
    },
  );

  // A doubled warning is better than none (design promise 5).
  it('goes out once more when it is a safety text, and only once', async () => {
    const { sendId } = await aSafetyText();
    await dieWhileSending(sendId);
    records.clock.pass(30_000);
    expect(await listed(60_000)).not.toContain(sendId);
    expect(await listed(30_000)).toContain(sendId);
    await dieWhileSending(sendId);
    records.clock.pass(30_000);
    expect(await listed(30_000)).toContain(sendId);
    expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state: 'unknown' });
  });

  it('goes out once more when the answer about a safety text is lost, and only once', async () => {
    const { sendId } = await aSafetyText();
    const mute = aCarrier({ deliver: isRefused(new ProviderAmbiguous('answer lost')) });
    expect(await records.outbox.sendOnce(sendId, mute)).toEqual({ sendId, state: 'queued' });
    expect(await listed(60_000)).toContain(sendId);
    expect(await records.outbox.sendOnce(sendId, mute)).toEqual({ sendId, state: 'unknown' });
    expect(await listed(60_000)).not.toContain(sendId);
  });

  it('does not count a refusal as half sent', async () => {
    const { sendId } = await aSafetyText();
    const busy = aCarrier({ deliver: isRefused(new ProviderRateLimited('slow down', 1_000)) });
    await expect(records.outbox.sendOnce(sendId, busy)).rejects.toThrow(ProviderRateLimited);
    await expect(records.outbox.sendOnce(sendId, busy)).rejects.toThrow(ProviderRateLimited);
    await dieWhileSending(sendId);
    const carrier = aCarrier();
    expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state: 'sent' });
    expect(carrier.delivered).toEqual([gasDanger.safetyText]);
  });
});

it.each([
  ['failed', new ProviderRejected('no such number')],
  ['unknown', new ProviderAmbiguous('answer lost')],
  ['unknown', new TypeError('a bug')],
])('calls a row %s after %o', async (state, error) => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  const carrier = aCarrier({ deliver: isRefused(error) });
  expect(await records.outbox.sendOnce(sendId, carrier)).toEqual({ sendId, state });
  expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state });
});

it.each([
  new ProviderRateLimited('slow down', 1_000),
  new ProviderUnauthorized('token refused'),
  new ProviderUnavailable('no connection'),
])('puts a row back when it was refused and not sent: %o', async (error) => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  const refused = aCarrier({ deliver: isRefused(error) });
  await expect(records.outbox.sendOnce(sendId, refused)).rejects.toThrow(error.message);
  expect(await listed(0)).toContain(sendId);
  expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state: 'sent' });
});

it('says nothing but safety and the confirmation to someone who opted out, until START', async () => {
  const from = aSender();
  const consent = (kind: 'stop' | 'start') => ({ consent: { kind, confirmation: kind } });
  const { conversationId, sendIds } = await records.inbox.commit(
    aDelivery({ from }, consent('stop')),
  );
  const state = async (sendId: string) => (await records.outbox.sendOnce(sendId, aCarrier())).state;
  expect(await state(sendIds[0] ?? '')).toBe('sent');
  expect(await state(await queueReply(records, { conversationId, purpose: 'reply' }))).toBe(
    'withheld',
  );
  expect(await state(await queueReply(records, { conversationId, purpose: 'staff' }))).toBe(
    'withheld',
  );
  expect(await state(await queueReply(records, { conversationId, purpose: 'safety' }))).toBe(
    'sent',
  );
  await records.inbox.commit(aDelivery({ from }, consent('start')));
  expect(await state(await queueReply(records, { conversationId, purpose: 'reply' }))).toBe('sent');
});

it('withholds what would leave after the channel has closed its window', async () => {
  const hour = 60 * 60_000;
  const sentAt = records.clock.at;
  const { conversationId } = await aConversation(records, { sentAt });
  const carrier = aCarrier({ windowMs: () => 24 * hour });
  const [early, late] = [
    await queueReply(records, { conversationId }),
    await queueReply(records, { conversationId }),
  ];
  records.clock.pass(24 * hour - 1);
  expect((await records.outbox.sendOnce(early, carrier)).state).toBe('sent');
  records.clock.pass(1);
  expect((await records.outbox.sendOnce(late, carrier)).state).toBe('withheld');
});

it('lists safety texts before all that waits, each with its conversation', async () => {
  const { conversationId } = await aConversation(records);
  const early = await queueReply(records, { conversationId });
  const { sendId, conversationId: inDanger } = await aSafetyText();
  const rows = await records.outbox.listSendable({ stuckAfterMs: 60_000 });
  const of = (id: string): number => rows.findIndex((row) => row.sendId === id);
  expect(of(sendId)).toBeLessThan(of(early));
  expect(rows[of(sendId)]).toEqual({ sendId, conversationId: inDanger, purpose: 'safety' });
});
