import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeliver } from '../../src/api/deliver.ts';
import { createDangerFloors } from '../../src/domain/danger-floors.ts';
import type { CommittedMessage } from '../../src/ports/inbox.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import {
  aMessage,
  aSender,
  aTurn,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';

// Safety: a second, different danger has a text and an alarm of its own, also in the message that tells of the first.

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

/** Somebody who writes, with all that is sent at once and told to their conversation. */
function somebody() {
  const from = aSender();
  const sent: string[] = [];
  const woken: CommittedMessage[] = [];
  const deliver = createDeliver({
    inbox: records.inbox,
    properties: records.properties,
    policyPacks: defaultPacks,
    floorOf: createDangerFloors(),
    channels: {},
    send: async (sendId) => void sent.push(sendId),
    wake: async (message) => void woken.push(message),
  });
  const write = (text: string) => deliver(aMessage({ from, text }));
  return { from, sent, woken, deliver, write };
}

const hazardsOf = ({ danger, otherDangers }: CommittedMessage) =>
  [danger, ...otherDangers].map((met) => `${met?.hazard} ${met?.isNew ? 'new' : 'known'}`);

const safetyTextsOf = ({ conversationId }: CommittedMessage) =>
  records.postgres.query(`select from sends where conversation_id = $1 and purpose = 'safety'`, [
    conversationId,
  ]);
const dangerRowsOf = ({ conversationId }: CommittedMessage) =>
  records.postgres.query(
    'select hazard, class, issue from dangers where conversation_id = $1 order by position',
    [conversationId],
  );

test('a fire told of beside a known smell of gas is written, answered and alarmed', async () => {
  const { write, sent, woken } = somebody();
  const gas = await write('I smell gas in the kitchen');
  const both = await write('The gas smell is still here and now there is a fire in my kitchen');

  expect(hazardsOf(gas)).toEqual(['gas new']);
  expect(hazardsOf(both)).toEqual(['gas known', 'fire new']);
  expect(woken.at(-1)).toEqual(both); // its conversation rings for what is new
  expect(await dangerRowsOf(both)).toMatchObject([{ hazard: 'gas' }, { hazard: 'fire' }]);
  expect(await safetyTextsOf(both)).toHaveLength(2);
  expect(sent).toEqual([...gas.sendIds, ...both.sendIds]);
  expect(both.sendIds).toHaveLength(1);
});

test('each of two dangers in one message has its text, worst first, and a redelivery adds nothing', async () => {
  const { from, deliver, woken } = somebody();
  const message = aMessage({
    from,
    text: 'There is smoke in the hall, and someone is trapped in the elevator',
  });
  const first = await deliver(message);
  const again = await deliver(message);

  expect(hazardsOf(first)).toEqual(['fire new', 'lift new']);
  expect(first.sendIds).toHaveLength(2);
  expect(again).toEqual({ ...first, isNew: false, sendIds: [] });
  expect(woken).toEqual([first, again]);
  expect(await safetyTextsOf(first)).toHaveLength(2);
  expect(await dangerRowsOf(first)).toHaveLength(2);
  const found = await records.postgres.query(
    `select from audit_entries where event = 'danger.found' and facts->>'messageId' = $1`,
    [first.messageId],
  );
  expect(found).toHaveLength(2);
});

test('a sweep and a turn are told of every danger of a message', async () => {
  const committed = await somebody().write(
    'There is smoke, and someone is trapped in the elevator',
  );
  records.clock.pass(60_000);
  const overdue = await records.inbox.listOverdue({ signalAfterMs: 1_000, takenAfterMs: 300_000 });
  expect(overdue.filter(({ messageId }) => messageId === committed.messageId)).toEqual([
    { ...committed, isNew: false, sendIds: [] },
  ]);
  const { danger, otherDangers } = committed;
  expect(otherDangers).toHaveLength(1);
  const { messages } = await records.conversations.takeTurn(aTurn(committed));
  expect(messages).toMatchObject([{ danger, otherDangers }]);
});

test('words that tell of one danger are not told twice under another name', async () => {
  const { write } = somebody();
  expect(hazardsOf(await write('I smell gas in the kitchen and feel dizzy'))).toEqual(['gas new']);
});
