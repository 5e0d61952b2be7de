import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProviderAmbiguous } from '../../../src/ports/errors.ts';
import {
  aCarrier,
  aConversation,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design section 12: what a provider tells of a message never takes its state back.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const tell = (state: 'sent' | 'delivered' | 'read' | 'failed', providerMessageId: string) =>
  records.outbox.recordStatus({ sendId: null, providerMessageId, state, failureCode: '131026' });
const stateOf = async (sendId: string) => {
  const rows = await records.postgres.query('select state from sends where send_id = $1', [sendId]);
  return rows[0]?.['state'];
};
const aSent = async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  await records.outbox.sendOnce(sendId, aCarrier());
  return sendId;
};

it('never takes a state back', async () => {
  const sendId = await aSent();
  const seen: unknown[] = [];
  for (const state of ['delivered', 'sent', 'failed', 'read', 'delivered', 'failed'] as const) {
    await tell(state, `provider/${sendId}`);
    seen.push(await stateOf(sendId));
  }
  expect(seen).toEqual(['delivered', 'delivered', 'delivered', 'read', 'read', 'read']);
});

it('lets a failure stand unless the message did arrive', async () => {
  const sendId = await aSent();
  await tell('failed', `provider/${sendId}`);
  await tell('sent', `provider/${sendId}`);
  expect(await stateOf(sendId)).toBe('failed');
  await tell('delivered', `provider/${sendId}`);
  expect(await stateOf(sendId)).toBe('delivered');
});

it('keeps a status that overtook the answer of the call', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  const outcome = await records.outbox.sendOnce(
    sendId,
    aCarrier({
      deliver: async () => {
        await tell('delivered', 'provider-early');
        return { providerMessageId: 'provider-early' };
      },
    }),
  );
  expect(outcome).toEqual({ sendId, state: 'delivered' });
});

it('finds the row by our own id where the provider echoes it', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  const lost = aCarrier({
    deliver: async () => {
      throw new ProviderAmbiguous('answer lost');
    },
  });
  await records.outbox.sendOnce(sendId, lost);
  const providerMessageId = 'provider-echo';
  const status = { sendId, providerMessageId, state: 'delivered', failureCode: null } as const;
  await records.outbox.recordStatus(status);
  expect(await stateOf(sendId)).toBe('delivered');
});
