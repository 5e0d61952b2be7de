import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MaintenanceRequestRow } from '../../src/ports/maintenance-requests.ts';
import { startWorkOrderHouse, type WorkOrderHouse } from './work-order-house.ts';
import { forNobody } from './property-platform.contract.ts';

let house: WorkOrderHouse;
beforeAll(async () => {
  house = await startWorkOrderHouse();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.told.length = 0;
});

const rowOf = async (requestId: string): Promise<MaintenanceRequestRow> => {
  const row = await house.records.maintenanceRequests.find(requestId);
  if (!row) throw new Error('the request is gone');
  return row;
};
const ordersOf = async (request: MaintenanceRequestRow, reference: string) =>
  (
    await house.platform.searchWorkOrders({ reference, propertyId: request.propertyId }, forNobody)
  ).map(({ externalId, status, description }) => ({ externalId, status, description }));
const headlinesOf = async (requestId: string) =>
  (await house.records.deskAlerts.list({ state: null, propertyIds: 'all' }))
    .filter(({ subjectId }) => subjectId === requestId)
    .map(({ headline }) => headline);
const newsOf = (requestId: string) =>
  house.told.filter(
    ({ name, by }) => name === 'tellWorkOrderChanged' && JSON.stringify(by).includes(requestId),
  );

/** A request whose order is done, closed and open again; `first` is the order of its first round. */
async function aReopened(): Promise<{ request: MaintenanceRequestRow; first: string }> {
  const { request } = await house.report();
  await house.drain();
  const { requestId } = request;
  const { workOrderExternalId: first } = await rowOf(requestId);
  if (!first) throw new Error('no order was made');
  await house.platform.changeWorkOrder(
    { externalId: first, change: { status: 'done' } },
    forNobody,
  );
  await house.records.maintenanceRequests.change(requestId, { state: 'closed' });
  const again = await house.records.requestReopenings.reopen({
    requestId,
    number: 1,
    key: 'turn-1/0',
    class: 'P1',
    deadlines: request.deadlines,
    by: null,
  });
  if (!again) throw new Error('it was not reopened');
  house.told.length = 0;
  return { request: again.request, first };
}

// One order for each round: the one that was done, billed and closed stays as it is.
test('a reopened request gets one new order, that names the request, and leaves the old one alone', async () => {
  const { request, first } = await aReopened();
  const { requestId, reference, orderReference } = request;
  await house.order(requestId);
  await house.order(requestId); // its answer was lost
  await house.drain();
  const [second, ...more] = await ordersOf(request, orderReference);
  expect(more).toEqual([]);
  expect(second).toMatchObject({ status: 'new', description: expect.stringContaining(reference) });
  expect(await ordersOf(request, reference)).toMatchObject([{ externalId: first, status: 'done' }]);
  expect(await rowOf(requestId)).toMatchObject({ workOrderExternalId: second?.externalId });
  expect(house.told).toContainEqual({
    name: 'tellPlatformWrite',
    by: {
      requestId,
      outcome: expect.objectContaining({ kind: 'confirmed', externalId: second?.externalId }),
    },
  });
});

test('what still happens to the order of the round before is no news of the request', async () => {
  const { request, first } = await aReopened();
  const { requestId } = request;
  await house.platform.changeWorkOrder(
    { externalId: first, change: { note: 'Invoice 17 attached.' } },
    forNobody,
  );
  await house.sync();
  expect(newsOf(requestId)).toEqual([]);
  expect(await rowOf(requestId)).toMatchObject({ workOrderExternalId: null });
  expect(await headlinesOf(requestId)).toEqual([]);
});

// At most one live order: nobody may be sent twice without somebody knowing.
test('an old order that staff open again beside the new one is told to the managers, once', async () => {
  const { request, first } = await aReopened();
  const { requestId } = request;
  await house.order(requestId);
  await house.drain();
  await house.platform.changeWorkOrder({ externalId: first, change: { status: 'new' } }, forNobody);
  await house.sync();
  await house.sync();
  expect(await headlinesOf(requestId)).toEqual([
    expect.stringContaining(`former work order ${first} is open again`),
  ]);
  const { workOrderExternalId } = await rowOf(requestId);
  expect(workOrderExternalId).not.toBe(first);
});

test('one that is cancelled before its new order was queued cancels nothing of the old round', async () => {
  const { request, first } = await aReopened();
  expect(await house.cancel(request.requestId)).toBe('settled');
  await house.drain();
  expect(await ordersOf(request, request.reference)).toMatchObject([
    { externalId: first, status: 'done' },
  ]);
});

test('the answer of an old round that comes late is not taken for the new order', async () => {
  const { request, outboxId } = await house.report();
  await house.records.platformOutbox.mark({ outboxId, state: 'ambiguous', countAttempt: true });
  const late = await house.inject(request);
  const { requestId, deadlines } = request;
  await house.records.maintenanceRequests.change(requestId, { state: 'closed' });
  const about = { requestId, number: 1, key: 'turn-1/0', deadlines } as const;
  await house.records.requestReopenings.reopen({ ...about, class: 'P1', by: null });
  expect(await house.search(outboxId)).toBe(true);
  expect(await house.records.platformOutbox.find(outboxId)).toMatchObject({
    state: 'confirmed',
    externalId: late,
  });
  expect(await rowOf(requestId)).toMatchObject({ workOrderExternalId: null });
  expect(house.told.filter(({ name }) => name === 'tellPlatformWrite')).toEqual([]);
});
