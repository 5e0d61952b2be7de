import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecordNotFound } from '../../../src/ports/errors.ts';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';
import {
  aCarrier,
  aConversation,
  aDelivery,
  aSender,
  aTurn,
  gasDanger,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';
import { aNewRequest } from './request-records.ts';

// Design promises 2 and 7: answered by one turn, from the person's own matters only.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

const proposal = (turnId: string) => ({
  turnId,
  decisions: [{ kind: 'answer' as const, part: 0, confidence: 0.9 }],
  parts: [{ text: 'Quiet hours start at 10 pm.', detail: null, sources: [] }],
  model: 'embedded/1',
  prompt: 'none',
  packVersion: 'default@1',
});

const reply = { text: 'Quiet hours start at 10 pm.', sources: [] };

it('gives a retried turn the same messages, and none that came later', async () => {
  const from = aSender();
  const first = await records.inbox.commit(aDelivery({ from, text: 'One' }));
  const second = await records.inbox.commit(
    aDelivery({ from, text: 'Two' }, { danger: gasDanger }),
  );
  const turn = aTurn(first, second);
  const taken = await records.conversations.takeTurn(turn);
  const third = await records.inbox.commit(aDelivery({ from, text: 'Three' }));
  const retried = await records.conversations.takeTurn(aTurnAgain(turn, third));

  expect(taken.messages).toEqual([
    { messageId: first.messageId, kind: 'text', text: 'One', danger: null, otherDangers: [] },
    {
      messageId: second.messageId,
      kind: 'text',
      text: 'Two',
      danger: second.danger,
      otherDangers: [],
    },
  ]);
  expect(retried).toEqual(taken);
});

const aTurnAgain = (turn: ReturnType<typeof aTurn>, message: CommittedMessage) => ({
  ...turn,
  messageIds: [...turn.messageIds, message.messageId],
});

it('lets a message belong to the first turn that took it', async () => {
  const message = await aConversation(records);
  const [one, other] = await Promise.all([
    records.conversations.takeTurn(aTurn(message)),
    records.conversations.takeTurn(aTurn(message)),
  ]);
  expect([...one.messages, ...other.messages]).toHaveLength(1);
});

it('shows at most a dozen earlier lines, oldest first, of both sides, none that was withheld', async () => {
  const from = aSender();
  const first = await records.inbox.commit(aDelivery({ from, text: 'Line 1' }));
  const { conversationId } = first;
  const withheld = await queueReply(records, { conversationId, key: 'withheld' });
  await records.handOffs.takeOver({ conversationId, staffId: 'staff-1' });
  await records.outbox.sendOnce(withheld, aCarrier());
  await records.handOffs.release({ conversationId, staffId: 'staff-1' });
  for (let line = 2; line <= 8; line += 1) {
    await queueReply(records, { conversationId, key: `line-${line}` });
    await records.inbox.commit(aDelivery({ from, text: `Line ${line}` }));
  }
  const now = await records.inbox.commit(aDelivery({ from, text: 'Now' }));
  const { recent } = await records.conversations.takeTurn(aTurn(now));

  expect(recent).toHaveLength(12);
  expect(recent.at(0)).toEqual({ from: 'us', text: 'Answer line-3' });
  expect(recent.at(-2)).toEqual({ from: 'us', text: 'Answer line-8' });
  expect(recent.at(-1)).toEqual({ from: 'resident', text: 'Line 8' });
});

it('names what is open: requests that have not ended, and what they ask', async () => {
  const message = await aConversation(records);
  const { conversationId } = message;
  const words = { summary: 'Sink blocked', description: 'It is blocked.', location: null };
  const create = (state: 'open' | 'closed' | 'dropped' | 'cancelled') =>
    records.maintenanceRequests.create(aNewRequest({ conversationId, words, state }));
  const { request: asked } = await create('open');
  const { request: quiet } = await create('open');
  for (const state of ['closed', 'dropped', 'cancelled'] as const) await create(state);
  await records.maintenanceRequests.change(asked.requestId, { question: 'completed' });
  const open = await records.conversations.takeTurn(aTurn(message));

  const about = 'Sink blocked';
  expect(open.openQuestions).toEqual([{ id: asked.requestId, kind: 'completed', about }]);
  expect(open.openRequests).toEqual(
    [asked, quiet].map(({ requestId, reference }) => ({ requestId, reference, about })),
  );
});

it('shows a matter of another conversation only to someone who is known to be that person', async () => {
  const door = { residentId: 'resident-open', channel: 'portal' } as const;
  const portal = await aConversation(records, { ...door, assurance: 'channel' });
  await records.maintenanceRequests.create(aNewRequest({ conversationId: portal.conversationId }));
  const openFor = async (assurance: 'unknown' | 'session') => {
    const message = await aConversation(records, { ...door, channel: 'web-chat', assurance });
    return (await records.conversations.takeTurn(aTurn(message))).openRequests;
  };
  expect(await openFor('unknown')).toEqual([]);
  expect(await openFor('session')).toHaveLength(1);
});

it('ends a turn once with one reply, queued with it, and greets once', async () => {
  const message = await aConversation(records);
  const turn = aTurn(message);
  const { conversationId, turnId } = turn;
  const before = await records.conversations.takeTurn(turn);
  await records.conversations.saveProposal(proposal(turnId));
  const end = { turnId, conversationId, reply, verdicts: ['allowed'] };
  const settled = await records.conversations.settle(end);
  const again = await records.conversations.settle(end);

  expect(before.conversation.isGreeted).toBe(false);
  expect((await records.conversations.find(conversationId))?.isGreeted).toBe(true);
  expect(settled.tookMs).toBe(0); // the clock stands
  expect(again).toEqual({ ...settled, tookMs: null });
  const sends = await records.postgres.query('select dedupe_key from sends where turn_id = $1', [
    turnId,
  ]);
  expect(sends).toEqual([{ dedupe_key: `reply/${turnId}` }]);
  const entries = await records.postgres.query(
    `select facts from audit_entries where event = 'turn.settled' and facts->>'turnId' = $1`,
    [turnId],
  );
  expect(entries).toMatchObject([
    {
      facts: {
        model: 'embedded/1',
        prompt: 'none',
        packVersion: 'default@1',
        decisions: 'answer',
        verdicts: 'allowed',
      },
    },
  ]);
});

it('keeps the words of a proposal, and replaces one of them', async () => {
  const message = await aConversation(records);
  const turn = aTurn(message);
  await records.conversations.takeTurn(turn);
  const source = { document: 'Rules', version: 2, page: 4, quote: 'Quiet hours start at 10 pm.' };
  const parts = [
    { text: 'One', detail: null, sources: [source] },
    { text: 'Two', detail: 'drips', sources: [] },
  ];
  await records.conversations.saveProposal({ ...proposal(turn.turnId), parts });
  await records.conversations.savePart({ turnId: turn.turnId, part: 1, text: 'Deux' });
  expect(await records.conversations.readParts(turn.turnId)).toEqual([
    parts[0],
    { text: 'Deux', detail: 'drips', sources: [] },
  ]);
});

it('says when there is no such conversation or turn', async () => {
  const { conversations } = records;
  expect(await conversations.find('none')).toBeNull();
  await expect(conversations.readParts('none')).rejects.toThrow(RecordNotFound);
  const turn = { turnId: 'turn-none', conversationId: 'none', messageIds: [] };
  await expect(conversations.takeTurn(turn)).rejects.toThrow(RecordNotFound);
});
