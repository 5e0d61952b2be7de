import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPlatformOutbox } from '../../../src/adapters/records/postgres/platform-outbox.ts';
import type { PlatformOutbox, PlatformOutboxRow } from '../../../src/ports/platform-outbox.ts';
import { aNewRequest, startRequestRecords, type RequestRecords } from './request-records.ts';

let records: RequestRecords;
let outbox: PlatformOutbox;
beforeAll(async () => {
  records = await startRequestRecords();
  outbox = createPlatformOutbox(records);
});
afterAll(() => records.stop());

const change = { note: 'It spreads' };
const write = { kind: 'change-work-order', externalId: 'wo-1', change } as const;
let keys = 0;

async function queue(by: {
  urgency: number;
  connectionId: string;
  requestId?: string;
}): Promise<PlatformOutboxRow> {
  keys += 1;
  const { connectionId, urgency } = by;
  const requestId =
    by.requestId ?? (await records.requests.create(aNewRequest())).request.requestId;
  return outbox.queue({ connectionId, dedupeKey: `key-${keys}`, requestId, urgency, write });
}

// Safety: a repair that turns out to be an emergency does not wait behind the others.
it.each([
  ['is raised', (requestId: string, to: 'P1') => records.requests.change(requestId, { class: to })],
  [
    'is corrected',
    (requestId: string, to: 'P1') =>
      records.requests.correctClass({
        requestId,
        staffId: 'mara',
        class: to,
        reason: 'it floods',
        deadlines: aNewRequest().deadlines,
        facts: {},
      }),
  ],
] as const)('hands out what waits of a request first once its class %s', async (name, raise) => {
  const connectionId = `raised: ${name}`;
  const urgent = await queue({ connectionId, urgency: 2 });
  const { outboxId, requestId } = await queue({ connectionId, urgency: 3 });
  const ended = await queue({ connectionId, requestId, urgency: 3 });
  await outbox.mark({ outboxId: ended.outboxId, state: 'rejected' });
  const later = await queue({ connectionId, requestId, urgency: 3 });
  expect((await outbox.next(connectionId))?.outboxId).toBe(urgent.outboxId);

  await raise(requestId, 'P1');
  expect(await outbox.next(connectionId)).toMatchObject({ outboxId, urgency: 1 });
  const rows = await outbox.listOfRequest(requestId);
  expect(rows.map((row) => [row.outboxId, row.urgency])).toEqual([
    [outboxId, 1],
    [ended.outboxId, 3],
    [later.outboxId, 1],
  ]);
  // A writer that had read the request before the class rose queues it as urgent as it is now.
  const late = await queue({ connectionId, requestId, urgency: 3 });
  expect(late.urgency).toBe(1);
  await records.requests.change(requestId, { class: 'P3' });
  expect(await outbox.next(connectionId)).toMatchObject({ outboxId, urgency: 1 });
});
