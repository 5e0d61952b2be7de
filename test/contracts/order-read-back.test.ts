import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { WorkOrder } from '../../src/domain/work-order.ts';
import { startWorkOrderHouse, type WorkOrderHouse } from './work-order-house.ts';

// Reference pm-platforms section 10, rule 6: an order that was taken is read back before it counts as ours.

let house: WorkOrderHouse;
beforeAll(async () => {
  house = await startWorkOrderHouse();
});
afterAll(() => house.stop());
afterEach(() => house.heal());

/** How the write of an order ends that reads back with these changes. */
async function endOf(changes: Partial<WorkOrder> | null): Promise<string | undefined> {
  const { outboxId } = await house.report();
  house.spoil({
    readWorkOrder: async (...by) => {
      const order = await house.platform.readWorkOrder(...by);
      return order && changes ? { ...order, ...changes } : null;
    },
  });
  await house.drain();
  return (await house.records.platformOutbox.find(outboxId))?.state;
}

test.each<[string, Partial<WorkOrder>]>([
  ['another unit', { unitId: 'elm-house-9z' }],
  ['another property', { propertyId: 'oak-house' }],
  ['another marker', { description: 'Sink blocked [ref MR-0000000000]' }],
])('an order that reads back with %s is not taken for ours: a person looks', async (_name, by) => {
  expect(await endOf(by)).toBe('needs-human');
});

test.each<[string, Partial<WorkOrder> | null]>([
  ['as it was sent', {}],
  ['without a unit, on a platform that names none', { unitId: null }],
  ['not at all yet', null],
])('an order that reads back %s is ours', async (_name, by) => {
  expect(await endOf(by)).toBe('confirmed');
});
