import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aHangingCarrier,
  aSender,
  gasDanger,
  queueReply,
  startHouseRecords,
  untilBlocked,
  type HouseRecords,
} from './house-records.ts';

// Design promise 8: the assistant is silent after a takeover; the fence is a row.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

it('withholds the assistant over every conversation of the person, and lets safety and staff pass', async () => {
  const door = { residentId: 'resident-fence', assurance: 'channel' } as const;
  const portal = await aConversation(records, { ...door, channel: 'portal' });
  const webChat = await aConversation(records, { ...door, channel: 'web-chat' });
  const { conversationId } = webChat;
  await records.handOffs.takeOver({ conversationId: portal.conversationId, staffId: 'staff-1' });
  const states: Record<string, string> = {};
  for (const purpose of ['reply', 'news', 'consent', 'safety', 'staff'] as const) {
    const sendId = await queueReply(records, { conversationId, purpose });
    states[purpose] = (await records.outbox.sendOnce(sendId, aCarrier())).state;
  }
  expect(states).toEqual({
    reply: 'withheld',
    news: 'withheld',
    consent: 'withheld',
    safety: 'sent',
    staff: 'sent',
  });
});

it('names the sends that were on their way when it went up, in other conversations too', async () => {
  const door = { residentId: 'resident-flight', assurance: 'channel' } as const;
  const portal = await aConversation(records, { ...door, channel: 'portal' });
  const webChat = await aConversation(records, { ...door, channel: 'web-chat' });
  const other = await records.another();
  const sendId = await queueReply(records, { conversationId: webChat.conversationId });
  const { carrier, begun, answer } = aHangingCarrier();
  const sending = other.outbox.sendOnce(sendId, carrier);
  await begun;
  const taken = await records.handOffs.takeOver({
    conversationId: portal.conversationId,
    staffId: 'staff-1',
  });
  expect(taken?.alreadySending).toEqual([sendId]);
  answer.resolve({ providerMessageId: 'provider-flight' });
  expect(await sending).toEqual({ sendId, state: 'sent' });
});

it('holds in a race: what was not named when the takeover answered is never delivered after it', async () => {
  const other = await records.another();
  for (let round = 0; round < 25; round += 1) {
    const door = { residentId: `resident-race-${round}`, assurance: 'channel' } as const;
    const portal = await aConversation(records, { ...door, channel: 'portal' });
    const webChat = await aConversation(records, { ...door, channel: 'web-chat' });
    const { conversationId } = portal;
    const sendIds = [
      await queueReply(records, { conversationId }),
      await queueReply(records, { conversationId: webChat.conversationId }),
    ];
    const begun: string[] = [];
    const carrier = aCarrier({
      deliver: async (_channel, { sendId }) => {
        begun.push(sendId);
        return { providerMessageId: `provider/${sendId}` };
      },
    });
    const takingOver = records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
    const sending = sendIds.map((sendId) => other.outbox.sendOnce(sendId, carrier));
    const taken = await takingOver;
    const before = new Set([...begun, ...(taken?.alreadySending ?? [])]);
    const outcomes = await Promise.all(sending);
    for (const { sendId, state } of outcomes) {
      expect(before.has(sendId), `${sendId} ${state}`).toBe(state === 'sent');
    }
  }
});

it('makes a send wait for a takeover that is about to be committed', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  const staff = new Client({ connectionString: records.postgres.url });
  await staff.connect();
  await staff.query('begin');
  const { rows } = await staff.query(
    `select person_id from persons join conversations using (person_id)
    where conversation_id = $1 for update of persons`,
    [conversationId],
  );
  const carrier = aCarrier();
  const sending = records.outbox.sendOnce(sendId, carrier);
  await untilBlocked(records, sending);
  await staff.query(
    `insert into takeovers (takeover_id, person_id, conversation_id, staff_id)
    values ('takeover-held', $1, $2, 'staff-1')`,
    [rows[0]?.person_id, conversationId],
  );
  await staff.query('commit');
  await staff.end();
  expect(await sending).toEqual({ sendId, state: 'withheld' });
  expect(carrier.delivered).toEqual([]);
});

it('comes down again with the release', async () => {
  const { conversationId } = await aConversation(records);
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  await records.handOffs.release({ conversationId, staffId: 'staff-1' });
  const sendId = await queueReply(records, { conversationId });
  expect(await records.outbox.sendOnce(sendId, aCarrier())).toEqual({ sendId, state: 'sent' });
});

// "Somebody has been alerted" is the assistant's word about a danger that the holder knows: only the warning passes.
it('lets what came of an alarm pass where its danger is newer than the takeover, and keeps it as a draft else', async () => {
  const from = aSender();
  const before = await records.inbox.commit(aDelivery({ from }, { danger: gasDanger }));
  const { conversationId } = before;
  const tell = async (dangerId: string) => {
    const sendId = await records.outbox.queue({
      conversationId,
      dedupeKey: `alerted/${dangerId}`,
      purpose: 'safety',
      text: 'Somebody has been alerted.',
      sources: [],
      turnId: null,
      news: { kind: 'alarm', dangerId },
    });
    return records.outbox.sendOnce(sendId, aCarrier());
  };
  records.clock.pass(1_000);
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  const [warning = 'none'] = before.sendIds;
  expect(await records.outbox.sendOnce(warning, aCarrier())).toMatchObject({ state: 'sent' });
  expect(await tell(before.danger?.dangerId ?? 'none')).toMatchObject({ state: 'withheld' });
  expect(await records.drafts.list({ conversationId })).toMatchObject([
    { reference: null, text: 'Somebody has been alerted.' },
  ]);
  records.clock.pass(1_000);
  const fire = { ...gasDanger, finding: { ...gasDanger.finding, hazard: 'fire' as const } };
  const after = await records.inbox.commit(aDelivery({ from }, { danger: fire }));
  expect(await tell(after.danger?.dangerId ?? 'none')).toMatchObject({ state: 'sent' });
});
