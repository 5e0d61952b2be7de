import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aCarrier,
  aConversation,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promise 7: who a conversation is with, and whose fence and matters it shares.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const proven = { propertyId: 'elm-house', assurance: 'channel', language: 'es' } as const;

it('counts failed tries, and forgets them once somebody proved who they are', async () => {
  const { conversationId } = await aConversation(records);
  const { conversations } = records;
  expect(await conversations.awaitIdentity({ conversationId, failed: false })).toBe(0);
  expect(await conversations.awaitIdentity({ conversationId, failed: true })).toBe(1);
  expect(await conversations.find(conversationId)).toMatchObject({
    awaitsIdentity: true,
    verificationFailures: 1,
  });
  await conversations.identify({ conversationId, residentId: 'resident-proven', ...proven });
  expect(await conversations.find(conversationId)).toMatchObject({
    residentId: 'resident-proven',
    ...proven,
    awaitsIdentity: false,
    verificationFailures: 0,
  });
});

it('joins a conversation to the person that its resident is known as, with its fence and its sends', async () => {
  const door = { residentId: 'resident-joined', assurance: 'session' } as const;
  const webChat = await aConversation(records, { ...door, channel: 'web-chat' });
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId, key: 'joined' });
  await records.handOffs.takeOver({ conversationId: webChat.conversationId, staffId: 'staff-1' });
  await records.conversations.identify({
    conversationId,
    residentId: 'resident-joined',
    ...proven,
  });
  const one = await records.conversations.find(conversationId);
  const other = await records.conversations.find(webChat.conversationId);
  expect(one?.personId).toBe(other?.personId);
  expect(one).toMatchObject({ isTakenOver: true });
  expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({
    sendId,
    state: 'withheld',
  });
});

it('keeps the takeover of a conversation that turns out to be with a known resident', async () => {
  const door = { residentId: 'resident-kept', assurance: 'session' } as const;
  await aConversation(records, { ...door, channel: 'web-chat' });
  const { conversationId } = await aConversation(records);
  const by = { conversationId, staffId: 'staff-1' };
  await records.handOffs.takeOver(by);
  const { conversations, handOffs } = records;
  await conversations.identify({ conversationId, residentId: 'resident-kept', ...proven });
  expect(await handOffs.isHeldBy(by)).toBe(true);
  expect(await handOffs.release(by)).toBe(true);
});

it('parts a conversation from the person whom its door had claimed in vain', async () => {
  const door = { residentId: 'resident-claimed', channel: 'portal' } as const;
  const own = await aConversation(records, { ...door, assurance: 'channel' });
  const claimed = await aConversation(records, { ...door, channel: 'web-chat' });
  const { conversations } = records;
  await conversations.identify({
    conversationId: claimed.conversationId,
    residentId: null,
    propertyId: null,
    assurance: 'unknown',
    language: null,
  });
  const one = await conversations.find(own.conversationId);
  const other = await conversations.find(claimed.conversationId);
  expect(other).toMatchObject({ residentId: null, assurance: 'unknown' });
  expect(other?.personId).not.toBe(one?.personId);
});
