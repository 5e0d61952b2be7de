import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aSender,
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

const DAY_MS = 24 * 60 * 60_000;
const proven = {
  knownHome: null,
  propertyId: 'elm-house',
  assurance: 'channel',
  language: 'es',
} as const;

/** Counts a failed try; those of more than a day ago are forgotten. */
const fail = (conversationId: string, turnId: string): Promise<number> =>
  records.conversations.countFailure({
    conversationId,
    turnId,
    forgottenBefore: new Date(Date.parse(records.clock.at) - DAY_MS).toISOString(),
  });

it('counts a turn that failed once, however often its activity is tried', async () => {
  const { conversationId } = await aConversation(records);
  expect(await fail(conversationId, 'turn-1')).toBe(1);
  expect(await fail(conversationId, 'turn-1')).toBe(1);
  const both = [fail(conversationId, 'turn-2'), fail(conversationId, 'turn-2')];
  expect(await Promise.all(both)).toEqual([2, 2]);
});

it('forgets failures of long ago', async () => {
  const { conversationId } = await aConversation(records);
  await fail(conversationId, 'turn-1');
  records.clock.pass(DAY_MS);
  expect(await fail(conversationId, 'turn-2')).toBe(2);
  records.clock.pass(DAY_MS + 1);
  expect(await fail(conversationId, 'turn-3')).toBe(1);
});

it('forgets failures that a person looked at and released', async () => {
  const { conversationId } = await aConversation(records);
  await fail(conversationId, 'turn-1');
  expect(await fail(conversationId, 'turn-2')).toBe(2);
  const { handOffs, conversations } = records;
  const at = records.clock.at;
  await handOffs.open({
    handOffId: `hand-off-${conversationId}`,
    conversationId,
    propertyId: null,
    reason: 'verification-failed',
    openedAt: at,
    warnAt: at,
    breachAt: at,
  });
  records.clock.pass(1_000);
  expect(await conversations.find(conversationId)).toMatchObject({ verificationFailures: 2 });
  await handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  await handOffs.release({ conversationId, staffId: 'staff-1' });
  expect(await conversations.find(conversationId)).toMatchObject({ verificationFailures: 0 });
  expect(await fail(conversationId, 'turn-3')).toBe(1);
});

it('reads again what was held back since it was asked who writes, and nothing answered or older', async () => {
  const first = await aConversation(records);
  const { conversationId } = first;
  const { conversations } = records;
  const settled = async (turnId: string, verdicts: string[]): Promise<void> => {
    await conversations.takeTurn({ turnId, conversationId, messageIds: [first.messageId] });
    const parts = verdicts.map((_, part) => ({
      text: `${turnId}, wish ${part}`,
      detail: 'as written',
      sources: [],
    }));
    const decisions = verdicts.map((_, part) => ({ kind: 'read-status' as const, part }));
    const by = { model: 'embedded/1', prompt: 'none', packVersion: 'default@1' };
    await conversations.saveProposal({ turnId, decisions, parts, ...by });
    await conversations.settle({ turnId, conversationId, reply: null, verdicts });
    records.clock.pass(1_000);
  };
  const turn = (name: string): string => `${name} of ${conversationId}`;
  await settled(turn('old'), ['needs-identity']);
  expect(await conversations.readHeldBack(conversationId)).toEqual([]);
  await conversations.awaitIdentity(conversationId);
  await settled(turn('one'), ['allowed', 'needs-identity']);
  await conversations.awaitIdentity(conversationId);
  await settled(turn('two'), ['needs-identity']);
  const held = await conversations.readHeldBack(conversationId);
  expect(held.map(({ part }) => part.text)).toEqual([
    `${turn('one')}, wish 1`,
    `${turn('two')}, wish 0`,
  ]);
  expect(held[0]?.decision).toEqual({ kind: 'read-status', part: 1 });
});

it('counts failed tries, and forgets them once somebody proved who they are', async () => {
  const { conversationId } = await aConversation(records);
  const { conversations } = records;
  await conversations.awaitIdentity(conversationId);
  expect(await fail(conversationId, 'turn-1')).toBe(1);
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
  expect(await handOffs.begin(by)).toBe(true);
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
    knownHome: null,
    language: null,
  });
  const one = await conversations.find(own.conversationId);
  const other = await conversations.find(claimed.conversationId);
  expect(other).toMatchObject({ residentId: null, assurance: 'unknown' });
  expect(other?.personId).not.toBe(one?.personId);
});

// Promise 7: whom words proved here stays proven while the door says no more than before.
it('keeps a proof under a door that goes on naming somebody whom nobody knows', async () => {
  const from = aSender();
  const door = { from, channel: 'portal', residentId: 'stale', assurance: 'channel' } as const;
  const { conversationId } = await records.inbox.commit(aDelivery(door));
  const facts = () => records.conversations.find(conversationId);
  const proven = { residentId: 'proven-by-words', propertyId: 'elm-house' } as const;
  await records.conversations.identify({
    conversationId,
    ...proven,
    assurance: 'channel',
    knownHome: null,
    language: 'en',
    provenInTurn: 'turn-of-proof',
  });
  await records.inbox.commit(aDelivery(door));
  await records.inbox.commit(aDelivery({ ...door, assurance: 'session' }));
  expect(await facts()).toMatchObject({
    ...proven,
    assurance: 'channel',
    provenTurnId: 'turn-of-proof',
  });

  await records.inbox.commit(aDelivery({ ...door, residentId: 'another' }));
  expect(await facts()).toMatchObject({ residentId: 'another', assurance: 'channel' });
});

it('takes the property of a door that vouches for somebody from each message, and of no other', async () => {
  const from = aSender();
  const door = { from, channel: 'portal', residentId: 'moved', assurance: 'channel' } as const;
  const { conversationId } = await records.inbox.commit(
    aDelivery({ ...door, propertyId: 'oak-house' }),
  );
  const place = async () => (await records.conversations.find(conversationId))?.propertyId;
  await records.inbox.commit(aDelivery({ ...door, propertyId: 'elm-house' }));
  expect(await place()).toBe('elm-house');
  await records.inbox.commit(aDelivery({ ...door, assurance: 'unknown', propertyId: 'oak-house' }));
  expect(await place()).toBe('elm-house');
});

// Design promise 7: nothing that a door merely claims may borrow what somebody else had proved.
it('keeps the claim of a door apart from what was proved', async () => {
  const from = aSender();
  const place = { from, channel: 'portal' } as const;
  const claimed = { ...place, residentId: 'claimed', assurance: 'unknown' } as const;
  const { conversationId } = await records.inbox.commit(aDelivery(claimed));
  const facts = () => records.conversations.find(conversationId);
  expect(await facts()).toMatchObject({ residentId: 'claimed', assurance: 'unknown' });

  const proved = { ...place, residentId: 'proved', assurance: 'session' } as const;
  await records.inbox.commit(aDelivery(proved));
  expect(await facts()).toMatchObject({ residentId: 'proved', assurance: 'session' });

  await records.inbox.commit(aDelivery(claimed));
  expect(await facts()).toMatchObject({ residentId: 'proved', assurance: 'session' });
  await records.inbox.commit(aDelivery({ ...proved, assurance: 'channel' }));
  expect(await facts()).toMatchObject({ residentId: 'proved', assurance: 'channel' });
});
