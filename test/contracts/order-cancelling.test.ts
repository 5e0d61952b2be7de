import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ProviderUnauthorized } from '../../src/ports/errors.ts';
import type { MaintenanceRequestRow } from '../../src/ports/maintenance-requests.ts';
import { startWorkOrderHouse, type WorkOrderHouse } from './work-order-house.ts';
import { forNobody } from './property-platform.contract.ts';

let house: WorkOrderHouse;
beforeAll(async () => {
  house = await startWorkOrderHouse();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.heal();
  house.told.length = 0;
});

const statuses = async ({ reference, propertyId }: MaintenanceRequestRow) =>
  (await house.platform.searchWorkOrders({ reference, propertyId }, forNobody)).map(
    ({ status }) => status,
  );
const alertsOf = async (subjectId: string) =>
  (await house.records.deskAlerts.list({ state: null, propertyIds: 'all' })).filter(
    (alert) => alert.subjectId === subjectId,
  );
const refused = () => {
  throw new ProviderUnauthorized('the key was withdrawn');
};
const refusedCredentials = {
  createWorkOrder: async () => refused(),
  changeWorkOrder: async () => refused(),
  searchWorkOrders: async () => refused(),
};
const RESUME = { connectionId: 'embedded', staffId: 'mara' };

it('an order that was not written yet never reaches the platform', async () => {
  const { request, outboxId } = await house.report();
  expect(await house.cancel(request.requestId)).toBe('settled');
  expect(await house.cancel(request.requestId)).toBe('settled');
  await house.drain();
  expect(await statuses(request)).toEqual([]);
  expect(await house.records.platformOutbox.find(outboxId)).toMatchObject({ state: 'withdrawn' });
});

it('an order that stands is cancelled at the platform, once, however often that is asked', async () => {
  const { request } = await house.report();
  await house.drain();
  expect(await house.cancel(request.requestId)).toBe('settled');
  expect(await house.cancel(request.requestId)).toBe('settled');
  await house.drain();
  expect(await statuses(request)).toEqual(['cancelled']);
  expect(await house.records.platformOutbox.listOfRequest(request.requestId)).toHaveLength(2);
});

// Never a live order left behind: nobody knows yet whether the platform has it.
it('an order whose answer is lost is cancelled as soon as it is found', async () => {
  const { request, outboxId } = await house.report();
  await house.records.platformOutbox.mark({ outboxId, state: 'ambiguous', countAttempt: true });
  expect(await house.cancel(request.requestId)).toBe('unsettled');
  await house.inject(request); // it had been done
  await house.search(outboxId);
  expect(house.told.map(({ name }) => name)).toContain('tellPlatformWrite');
  expect(await house.cancel(request.requestId)).toBe('settled');
  await house.drain();
  expect(await statuses(request)).toEqual(['cancelled']);
});

it('an order that nobody can say anything about is given to a person', async () => {
  const { request, outboxId } = await house.report();
  await house.records.platformOutbox.mark({ outboxId, state: 'needs-human' });
  expect(await house.cancel(request.requestId)).toBe('settled');
  expect(await alertsOf(request.requestId)).toMatchObject([
    { headline: expect.stringContaining('may still hold an order') },
  ]);
});

it('a cancellation that the platform refuses is told to the managers, since nobody else would notice', async () => {
  const { request } = await house.report();
  await house.drain();
  const { propertyId, requestId } = request;
  await house.records.maintenanceRequests.change(requestId, { workOrderExternalId: 'wo-none' });
  await house.cancel(requestId);
  await house.drain();
  expect(await alertsOf(requestId)).toMatchObject([
    { propertyId, headline: expect.stringContaining('did not take a change') },
  ]);
});

// Refused credentials: nothing is lost, one operator is woken, and all of it goes on in order.
it('writes that met refused credentials go on after an operator has resumed', async () => {
  house.spoil(refusedCredentials);
  const first = await house.report();
  const second = await house.report();
  await house.drain();
  expect(await statuses(first.request)).toEqual([]);
  expect(await alertsOf('embedded')).toMatchObject([{ kind: 'operator', state: 'ringing' }]);
  expect(house.told).toContainEqual({
    name: 'tellPlatformWrite',
    by: {
      requestId: first.request.requestId,
      outcome: { outboxId: first.outboxId, kind: 'needs-human', externalId: null },
    },
  });
  house.heal();
  await house.drain(); // mended, but nobody has said so
  expect(await statuses(first.request)).toEqual([]);

  expect(await house.records.platformOutbox.resume(RESUME)).toBe(2);
  await house.drain();
  expect(await statuses(first.request)).toEqual(['new']);
  expect(await statuses(second.request)).toEqual(['new']);
});

// One ticket: refused credentials say nothing about what had been sent before.
it('a search that met refused credentials is made again before anything is sent', async () => {
  const { request, outboxId } = await house.report();
  const { platformOutbox } = house.records;
  await platformOutbox.mark({ outboxId, state: 'ambiguous', countAttempt: true });
  await house.inject(request);
  house.spoil(refusedCredentials);
  expect(await house.search(outboxId)).toBe(true); // nothing more can be done with it now
  expect(await platformOutbox.next('embedded')).toBeNull();
  house.heal();
  await platformOutbox.resume(RESUME);
  expect(await platformOutbox.next('embedded')).toMatchObject({ outboxId, state: 'ambiguous' });
  expect(await house.search(outboxId)).toBe(true);
  expect(await statuses(request)).toEqual(['new']);
});
