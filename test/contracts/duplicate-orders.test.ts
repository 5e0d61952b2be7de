import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
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

const standing = async ({ reference, propertyId }: MaintenanceRequestRow) =>
  (await house.platform.searchWorkOrders({ reference, propertyId }, forNobody)).map(
    ({ externalId, status }) => [externalId, status],
  );
const orderOf = async ({ requestId }: MaintenanceRequestRow) =>
  (await house.records.maintenanceRequests.find(requestId))?.workOrderExternalId;
const headlinesOf = async ({ requestId }: MaintenanceRequestRow) =>
  (await house.records.deskAlerts.list({ state: null, propertyIds: 'all' }))
    .filter(({ subjectId }) => subjectId === requestId)
    .map(({ headline }) => headline);
const newsOf = ({ requestId }: MaintenanceRequestRow) =>
  house.told.filter(
    ({ name, by }) => name === 'tellWorkOrderChanged' && JSON.stringify(by).includes(requestId),
  );

// One ticket: the platform itself keeps nobody from making a second one.
it('finds a second order of one request, keeps the oldest, cancels the other and tells staff once', async () => {
  const { request } = await house.report();
  await house.drain();
  const first = await orderOf(request);
  const second = await house.inject(request);
  await house.sync();
  await house.sync(); // the same again
  await house.drain();
  expect(await standing(request)).toEqual([
    [first, 'new'],
    [second, 'cancelled'],
  ]);
  expect(await orderOf(request)).toBe(first);
  expect(await headlinesOf(request)).toEqual([
    expect.stringContaining(`${first} counts, ${second} is being cancelled`),
  ]);

  await house.sync(); // the duplicate was cancelled: that is no news of the request's own order
  expect(newsOf(request)).toEqual([]);
});

it('goes on with the older order where the row knew the younger one', async () => {
  const { request, outboxId } = await house.report();
  const older = await house.inject(request); // committed late, of a create whose answer was lost
  await house.drain();
  const younger = await orderOf(request);
  expect(younger).not.toBe(older);
  await house.sync();
  await house.drain();
  expect(await orderOf(request)).toBe(older);
  expect(await standing(request)).toEqual([
    [older, 'new'],
    [younger, 'cancelled'],
  ]);
  expect(await house.records.platformOutbox.find(outboxId)).toMatchObject({ state: 'confirmed' });
});

it('leaves a second order that somebody works with already to a person', async () => {
  const { request } = await house.report();
  await house.drain();
  const second = await house.inject(request);
  await house.platform.changeWorkOrder(
    { externalId: second, change: { status: 'assigned', vendorId: 'pipes-inc' } },
    forNobody,
  );
  await house.sync();
  await house.drain();
  expect(await standing(request)).toEqual([
    [await orderOf(request), 'new'],
    [second, 'assigned'],
  ]);
  expect(await headlinesOf(request)).toEqual([expect.stringContaining('say which one counts')]);
  expect(newsOf(request)).toEqual([]); // nobody was sent for the order that counts
});

it('a search after a lost answer that finds two keeps the oldest and reports the other', async () => {
  const { request, outboxId } = await house.report();
  const first = await house.inject(request);
  const second = await house.inject(request);
  await house.records.platformOutbox.mark({ outboxId, state: 'ambiguous', countAttempt: true });
  expect(await house.search(outboxId)).toBe(true);
  await house.drain();
  expect(await orderOf(request)).toBe(first);
  expect(await standing(request)).toEqual([
    [first, 'new'],
    [second, 'cancelled'],
  ]);
  expect(await headlinesOf(request)).toHaveLength(1);
});

it('an order that turns up after a person was given its lost answer is the request’s after all', async () => {
  const { request, outboxId } = await house.report();
  await house.records.platformOutbox.mark({
    outboxId,
    state: 'needs-human',
    failure: 'lost twice',
  });
  const late = await house.inject(request);
  await house.sync();
  expect(await house.records.platformOutbox.find(outboxId)).toMatchObject({
    state: 'confirmed',
    externalId: late,
  });
  expect(await orderOf(request)).toBe(late);
  expect(house.told).toContainEqual({
    name: 'tellPlatformWrite',
    by: {
      requestId: request.requestId,
      outcome: { outboxId, kind: 'confirmed', externalId: late },
    },
  });
});

it('an order that was done and is new again is told as opened anew, and only while that is asked', async () => {
  const { request } = await house.report();
  await house.drain();
  const { requestId } = request;
  await house.sync();
  expect(newsOf(request)).toEqual([]);
  await house.records.maintenanceRequests.change(requestId, { state: 'awaiting-completion-check' });
  await house.sync();
  expect(newsOf(request)).toMatchObject([{ by: { news: { status: 'reopened' } } }]);
});
