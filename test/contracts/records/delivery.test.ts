import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aConversation,
  aDelivery,
  aMessage,
  aSender,
  gasDanger,
  gasFinding,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promises 1, 2 and 5: not lost, once, danger first.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const count = async (text: string, values: unknown[]): Promise<number> =>
  (await records.postgres.query(text, values)).length;

it('answers a redelivery with the row that stands, and queues nothing', async () => {
  const delivery = aDelivery({ from: aSender() }, { danger: gasDanger });
  const first = await records.inbox.commit(delivery);
  const again = await records.inbox.commit(delivery);

  expect(first).toMatchObject({ isNew: true, sequence: 1, danger: { isNew: true } });
  expect(first.sendIds).toHaveLength(1);
  expect(again).toEqual({ ...first, isNew: false, sendIds: [] });
});

it('commits a message once when ten deliveries of it race, from two processes', async () => {
  const other = await records.another();
  const delivery = aDelivery({ from: aSender() }, { danger: gasDanger });
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? records : other).inbox.commit(delivery),
    ),
  );
  expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(1);
  const { conversationId } = all[0] ?? { conversationId: '' };
  expect(await count('select from sends where conversation_id = $1', [conversationId])).toBe(1);
});

it('numbers 20 messages that arrive at once without a gap or a double', async () => {
  const other = await records.another();
  const from = aSender();
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? records : other).inbox.commit(aDelivery({ from })),
    ),
  );
  const sequences = all.map(({ sequence }) => sequence).toSorted((one, other_) => one - other_);
  expect(sequences).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(new Set(all.map(({ conversationId }) => conversationId)).size).toBe(1);
});

it('sends the safety text of a danger once, whatever is delivered again, and a second hazard its own', async () => {
  const from = aSender();
  const first = aDelivery({ from }, { danger: gasDanger });
  const { conversationId, danger } = await records.inbox.commit(first);
  for (const delivery of [first, first, first]) await records.inbox.commit(delivery);
  const told = await records.inbox.commit(aDelivery({ from }, { danger: gasDanger }));
  const fire = { finding: { ...gasFinding, hazard: 'fire' as const }, safetyText: 'Get out.' };
  const second = await records.inbox.commit(aDelivery({ from }, { danger: fire }));

  expect(told).toMatchObject({
    danger: { dangerId: danger?.dangerId, isNew: false },
    sendIds: [],
  });
  expect(second.danger).toMatchObject({ hazard: 'fire', isNew: true });
  expect(second.sendIds).toHaveLength(1);
  const safety = `select from sends where conversation_id = $1 and purpose = 'safety'`;
  expect(await count(safety, [conversationId])).toBe(2);
});

// Safety: once a person has taken a danger on, the same words later may tell of it coming back.
it('warns and alarms anew half an hour after the alert was accepted, still once a message', async () => {
  const from = aSender();
  const tell = () => aDelivery({ from }, { danger: gasDanger });
  const first = await records.inbox.commit(tell());
  const dangerId = first.danger?.dangerId ?? '';
  await records.alerts.open({
    alertId: `al_${dangerId}`,
    dedupeKey: `danger/${dangerId}`,
    propertyId: null,
    kind: 'danger',
    class: 'P0',
    headline: 'P0 gas reported.',
    conversationId: first.conversationId,
    subjectId: dangerId,
    ladder: [],
  });
  records.clock.pass(60 * 60_000);
  const ringing = await records.inbox.commit(tell());
  await records.alerts.accept({ alertId: `al_${dangerId}`, staffId: 'staff-1' });
  records.clock.pass(29 * 60_000);
  const accepted = await records.inbox.commit(tell());
  records.clock.pass(60_000);
  const again = tell();
  const anew = await records.inbox.commit(again);
  for (const delivery of [again, again, again]) {
    expect(await records.inbox.commit(delivery)).toMatchObject({ isNew: false, sendIds: [] });
  }
  const classified = { messageId: anew.messageId, safetyText: () => 'Leave now.' };
  expect(
    await records.inbox.recordClassified({ ...classified, classify: async () => gasFinding }),
  ).toBeNull();

  expect([ringing.danger, accepted.danger]).toEqual([
    { ...first.danger, isNew: false },
    { ...first.danger, isNew: false },
  ]);
  expect(anew.danger).toMatchObject({ hazard: 'gas', isNew: true });
  expect(anew.danger?.dangerId).not.toBe(dangerId);
  const safety = `select from sends where conversation_id = $1 and purpose = 'safety'`;
  expect(await count(safety, [first.conversationId])).toBe(2);
});

it('takes the same hazard for a new danger after twelve hours', async () => {
  const from = aSender();
  const first = await records.inbox.commit(aDelivery({ from }, { danger: gasDanger }));
  records.clock.pass(12 * 60 * 60_000 - 1);
  const same = await records.inbox.commit(aDelivery({ from }, { danger: gasDanger }));
  records.clock.pass(1);
  const later = await records.inbox.commit(aDelivery({ from }, { danger: gasDanger }));

  expect(same.danger).toEqual({ ...first.danger, isNew: false });
  expect(later.danger).toMatchObject({ isNew: true });
});

it('records a danger that the classifier found once, and answers a retry alike', async () => {
  const { messageId, conversationId } = await aConversation(records);
  const by = {
    messageId,
    classify: async (text: string) => (text.includes('sink') ? gasFinding : null),
    safetyText: () => 'Leave now.',
  };
  const first = await records.inbox.recordClassified(by);
  const retried = await records.inbox.recordClassified(by);

  expect(first).toMatchObject({ danger: { hazard: 'gas', isNew: true } });
  expect(first?.sendIds).toHaveLength(1);
  expect(retried).toEqual(first);
  expect(await records.inbox.findDanger(first?.danger.dangerId ?? '')).toEqual({
    dangerId: first?.danger.dangerId,
    hazard: 'gas',
    issue: 'gas.smell',
    class: 'P0',
    conversationId,
    propertyId: null,
    language: 'en',
  });
});

it('does not alarm again what the floor had found before the classifier', async () => {
  const { messageId } = await records.inbox.commit(
    aDelivery({ from: aSender() }, { danger: gasDanger }),
  );
  const found = await records.inbox.recordClassified({
    messageId,
    classify: async () => gasFinding,
    safetyText: () => 'Leave now.',
  });
  const none = await records.inbox.recordClassified({
    messageId,
    classify: async () => null,
    safetyText: () => 'Leave now.',
  });
  expect([found, none]).toEqual([null, null]);
});

it('lists what was not signalled, and what no turn took, with its danger as first told', async () => {
  const committed = await records.inbox.commit(
    aDelivery({ from: aSender() }, { danger: gasDanger }),
  );
  const ages = { signalAfterMs: 10_000, takenAfterMs: 300_000 };
  const isOverdue = async () =>
    (await records.inbox.listOverdue(ages)).filter(
      ({ messageId }) => messageId === committed.messageId,
    );

  records.clock.pass(10_000);
  expect(await isOverdue()).toEqual([]);
  records.clock.pass(1);
  expect(await isOverdue()).toEqual([{ ...committed, isNew: false, sendIds: [] }]);
  await records.inbox.markSignalled(committed.messageId);
  expect(await isOverdue()).toEqual([]);
  records.clock.pass(300_001);
  expect(await isOverdue()).toHaveLength(1);
  const { conversationId, messageId } = committed;
  await records.conversations.takeTurn({
    turnId: messageId,
    conversationId,
    messageIds: [messageId],
  });
  expect(await isOverdue()).toEqual([]);
});

it('lists what a conversation was not told of before a message, in order, and nothing of others', async () => {
  const from = aSender();
  const commit = (sender = from) => records.inbox.commit(aDelivery({ from: sender }));
  const [first, second, third] = [await commit(), await commit(), await commit()];
  await commit(aSender());
  const untold = async () =>
    (await records.inbox.listUntold(third)).map(({ messageId }) => messageId);

  expect(await untold()).toEqual([first.messageId, second.messageId]);
  await records.inbox.markSignalled(first.messageId);
  expect(await untold()).toEqual([second.messageId]);
  await records.conversations.takeTurn({
    turnId: second.messageId,
    conversationId: second.conversationId,
    messageIds: [second.messageId],
  });
  expect(await untold()).toEqual([]);
});

it('knows a sender by address, before and after the first message', async () => {
  const message = aMessage({ from: aSender(), propertyId: 'elm-house', text: 'Ok' });
  expect(await records.inbox.findSender(message)).toEqual({
    conversationId: null,
    propertyId: 'elm-house',
    language: 'en',
  });
  const { conversationId } = await records.inbox.commit(aDelivery(message, { language: 'es' }));
  expect(await records.inbox.findSender({ ...message, propertyId: null })).toEqual({
    conversationId,
    propertyId: 'elm-house',
    language: 'es',
  });
});

it('knows a sender by the language that they wrote in last, where their words tell one', async () => {
  const from = aSender();
  const languageAfter = async (text: string): Promise<string> => {
    const message = aMessage({ from, text });
    await records.inbox.commit(aDelivery(message));
    return (await records.inbox.findSender(message)).language;
  };
  expect(await languageAfter('Hay una fuga de agua en mi cocina')).toBe('es');
  expect(await languageAfter('Ok 👍')).toBe('es');
  expect(await languageAfter('I would like to speak to a person')).toBe('en');
});

it('makes one person of portal and web chat with the same resident, also when both write first at once', async () => {
  const door = { residentId: 'resident-77', assurance: 'channel' } as const;
  const [portal, webChat] = await Promise.all([
    aConversation(records, { ...door, channel: 'portal' }),
    aConversation(records, { ...door, channel: 'web-chat' }),
  ]);
  const [one, other] = [
    await records.conversations.find(portal.conversationId),
    await records.conversations.find(webChat.conversationId),
  ];
  expect(portal.conversationId).not.toBe(webChat.conversationId);
  expect(one?.personId).toBe(other?.personId);
  expect(one).toMatchObject({ residentId: 'resident-77', assurance: 'channel' });
});

it('queues the confirmation of STOP and START once', async () => {
  const from = aSender();
  const stop = aDelivery(
    { from, text: 'STOP' },
    { consent: { kind: 'stop', confirmation: 'You will hear nothing more from us here.' } },
  );
  const stopped = await records.inbox.commit(stop);
  await records.inbox.commit(stop);
  expect(stopped.sendIds).toHaveLength(1);
  const consents = `select from sends where conversation_id = $1 and purpose = 'consent'`;
  expect(await count(consents, [stopped.conversationId])).toBe(1);
});

// Privacy: a resident's words may be in it, and nobody knows whose key they belong under.
it('keeps a webhook that nobody could parse, and no word of it in plain', async () => {
  await records.inbox.keepUnreadable({
    channel: 'whatsapp',
    body: Buffer.from('{"my marked word'),
  });
  expect(await count('select from unreadable_webhooks', [])).toBe(1);
  const inPlain = `select from unreadable_webhooks where position($1::bytea in body_sealed) > 0`;
  expect(await count(inPlain, [Buffer.from('marked')])).toBe(0);
});
