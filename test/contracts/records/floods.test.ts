import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommittedMessage } from '../../../src/ports/inbox.ts';
import { aDelivery, gasDanger, startHouseRecords, type HouseRecords } from './house-records.ts';

let records: HouseRecords;
beforeAll(async () => {
  records = await startHouseRecords();
});
afterAll(() => records.stop());

/** Somebody known to the doors of portal and web chat alike. */
function aResident(residentId: string) {
  const known = { residentId, propertyId: 'elm-house', assurance: 'session' as const };
  const write = (channel: 'portal' | 'web-chat', danger: typeof gasDanger | null = null) => {
    const from = { kind: 'portal_user' as const, value: residentId };
    return records.inbox.commit(aDelivery({ ...known, channel, from }, { danger }));
  };
  return {
    write,
    async writeOften(times: number, everyMs: number): Promise<CommittedMessage[]> {
      const all = [];
      for (let at = 0; at < times; at += 1) {
        if (at > 0) records.clock.pass(everyMs);
        all.push(await write(at % 2 === 0 ? 'portal' : 'web-chat'));
      }
      return all;
    },
  };
}

const flags = (all: CommittedMessage[]): boolean[] => all.map(({ isFlood }) => isFlood);
const times = (count: number, value: boolean): boolean[] =>
  Array.from({ length: count }, () => value);

test('marks the 21st message of a person within any minute, over all of their channels', async () => {
  const all = await aResident('r-fast').writeOften(24, 2_900);
  expect(new Set(all.map(({ conversationId }) => conversationId)).size).toBe(2);
  expect(flags(all)).toEqual([...times(20, false), ...times(4, true)]);
});

test('marks nobody who writes twenty messages a minute, however long', async () => {
  expect(flags(await aResident('r-steady').writeOften(45, 3_000))).toEqual(times(45, false));
});

test('marks nobody for what another writes, and nobody any more who has paused', async () => {
  const one = aResident('r-one');
  await one.writeOften(21, 0);
  expect(await aResident('r-other').write('portal')).toMatchObject({ isFlood: false });
  expect(await one.write('portal')).toMatchObject({ isFlood: true });
  records.clock.pass(60_000);
  expect(await one.write('portal')).toMatchObject({ isFlood: false });
});

test('tells the mark again with the message, however it is delivered or taken up again', async () => {
  const resident = aResident('r-again');
  await resident.writeOften(20, 0);
  const delivery = aDelivery({
    residentId: 'r-again',
    propertyId: 'elm-house',
    assurance: 'session',
    channel: 'portal',
    from: { kind: 'portal_user', value: 'r-again' },
  });
  const { messageId } = await records.inbox.commit(delivery);
  records.clock.pass(600_000);
  expect(await records.inbox.commit(delivery)).toMatchObject({ messageId, isFlood: true });
  const overdue = await records.inbox.listOverdue({ signalAfterMs: 0, takenAfterMs: 0 });
  expect(overdue.find((message) => message.messageId === messageId)).toMatchObject({
    isFlood: true,
  });
});

// Safety: the text that answers a danger is a row of the same transaction, flood or none.
test('sends the safety text of a danger in a flood as always', async () => {
  const resident = aResident('r-danger');
  await resident.writeOften(20, 0);
  const { isFlood, danger, sendIds } = await resident.write('portal', gasDanger);
  expect({ isFlood, danger, sends: sendIds.length }).toMatchObject({
    isFlood: true,
    danger: { isNew: true },
    sends: 1,
  });
});
