import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';
import {
  aCarrier,
  aConversation,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './house-records.ts';

// Design promise 10: the record holds digests of sealed words, so that words put in their place show.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

/** A message and its answer, on the chain of a property of their own: entries 1, and 2 to 3. */
async function aTalk(chain: string): Promise<CommittedMessage & { sendId: string }> {
  const message = await aConversation(records, { propertyId: chain });
  const sendId = await queueReply(records, message);
  await records.outbox.sendOnce(sendId, aCarrier());
  return { ...message, sendId };
}

const faultsOf = async (chain: string): Promise<string[]> =>
  (await records.auditLog.verify())
    .filter((fault) => fault.chain === chain)
    .map(({ fault, position }) => `${fault} ${position}`);

const bodyOf = async (messageId: string): Promise<unknown> => {
  const text = 'select body_sealed from inbound_messages where message_id = $1';
  return (await records.postgres.query(text, [messageId]))[0]?.['body_sealed'];
};
const setBody = (messageId: string, body: unknown) =>
  records.postgres.query('update inbound_messages set body_sealed = $2 where message_id = $1', [
    messageId,
    body,
  ]);

it('names a message whose sealed words were replaced by words that open as well', async () => {
  const { messageId, conversationId } = await aTalk('replaced');
  const other = await aConversation(records, { text: 'The oven smokes.' });
  expect(await faultsOf('replaced')).toEqual([]);
  await setBody(messageId, await bodyOf(other.messageId));
  const view = await records.conversations.view({ conversationId, after: 0, reader: 'staff' });
  expect(JSON.stringify(view)).toContain('The oven smokes.');
  expect(await faultsOf('replaced')).toEqual(['body-replaced 1']);
});

it('names both of two messages whose sealed words were swapped', async () => {
  const one = await aTalk('swapped');
  const other = await aTalk('swapped');
  const [body, otherBody] = [await bodyOf(one.messageId), await bodyOf(other.messageId)];
  await setBody(one.messageId, otherBody);
  await setBody(other.messageId, body);
  expect(await faultsOf('swapped')).toEqual(['body-replaced 1', 'body-replaced 4']);
});

it('names what we sent by its first attempt, when other words were put in its place', async () => {
  const { conversationId } = await aConversation(records, { propertyId: 'sent' });
  const sendId = await queueReply(records, { conversationId, purpose: 'safety' });
  const lost = aCarrier({ deliver: () => Promise.reject(new Error('the line was lost')) });
  await records.outbox.sendOnce(sendId, lost).catch(() => undefined);
  records.clock.pass(60_000);
  await records.outbox.sendOnce(sendId, aCarrier());
  const started = await records.postgres.query(
    `select from audit_entries where event = 'send.started' and facts ->> 'sendId' = $1`,
    [sendId],
  );
  expect(started).toHaveLength(2);
  expect(await faultsOf('sent')).toEqual([]);
  await records.postgres.query('update sends set body_sealed = $2 where send_id = $1', [
    sendId,
    await bodyOf((await aTalk('other')).messageId),
  ]);
  expect(await faultsOf('sent')).toEqual(['body-replaced 2']);
});

it('names a message that is gone while its conversation stands', async () => {
  const { messageId, sendId } = await aTalk('gone');
  await records.postgres.query('delete from inbound_messages where message_id = $1', [messageId]);
  await records.postgres.query('delete from sends where send_id = $1', [sendId]);
  expect(await faultsOf('gone')).toEqual(['body-deleted 1', 'body-deleted 2']);
});

it('finds no fault in words that were forgotten by destroying their key', async () => {
  const { conversationId, messageId } = await aTalk('forgotten');
  await records.postgres.query(
    `update person_keys set wrapped_key = null, destroyed_at = now() where key_id = (
      select key_id from persons join conversations using (person_id) where conversation_id = $1)`,
    [conversationId],
  );
  expect(await faultsOf('forgotten')).toEqual([]);
  await records.postgres.query('delete from inbound_messages where message_id = $1', [messageId]);
  expect(await faultsOf('forgotten')).toEqual([]);
});

it('finds no fault in words that went with the removal of their property', async () => {
  const { messageId } = await aTalk('removed');
  await records.removals.remove({
    propertyIds: ['removed'],
    organisationIds: [],
    residentIds: [],
    unitIds: [],
    leaseIds: [],
    staffEmails: [],
  });
  expect(await bodyOf(messageId)).toBeUndefined();
  expect(await faultsOf('removed')).toEqual([]);
});

it('does not judge an entry that was written without a digest', async () => {
  const { messageId, conversationId } = await aConversation(records);
  const facts = { messageId, conversationId };
  await records.auditLog.append({ chain: 'old', key: 'm', event: 'message.received', facts });
  await setBody(messageId, Buffer.from('anything'));
  expect(await faultsOf('old')).toEqual([]);
});
