import { expect, test } from 'vitest';
import { sortOrders } from '../../../src/domain/duplicate-order.ts';
import type { WorkOrder } from '../../../src/domain/work-order.ts';

const anOrder = (externalId: string, more: Partial<WorkOrder> = {}): WorkOrder => ({
  externalId,
  propertyId: 'elm-house',
  unitId: null,
  status: 'new',
  nativeStatus: 'New',
  description: '[ref MR-0000000001]',
  vendorId: null,
  windowFromAt: null,
  windowToAt: null,
  createdAt: '2026-11-23T12:00:00.000Z',
  updatedAt: '2026-11-23T12:00:00.000Z',
  ...more,
});

const idsOf = (orders: WorkOrder[]) => {
  const sorted = sortOrders(orders);
  return (
    sorted && [
      sorted.kept.externalId,
      sorted.surplus.map(({ externalId }) => externalId),
      sorted.inUse.map(({ externalId }) => externalId),
    ]
  );
};

const later = { createdAt: '2026-11-23T13:00:00.000Z' };

test('keeps the oldest whatever order they come in, and of two of one instant always the same', () => {
  expect(idsOf([anOrder('b', later), anOrder('a')])).toEqual(['a', ['b'], []]);
  expect(idsOf([anOrder('b'), anOrder('a')])).toEqual(['a', ['b'], []]);
  expect(idsOf([anOrder('a')])).toEqual(['a', [], []]);
  expect(sortOrders([])).toBeNull();
});

// A vendor who is on the way is called off by a person, never by us.
test.each([
  ['has a vendor', { vendorId: 'pipes-inc' }],
  ['is assigned', { status: 'assigned' }],
  ['is done', { status: 'done' }],
  ['has a word that we do not know', { status: 'unknown' }],
] as const)('cancels no second order that %s', (_name, more) => {
  expect(idsOf([anOrder('a'), anOrder('b', { ...later, ...more })])).toEqual(['a', [], ['b']]);
});

test('counts cancelled ones only when there is no other', () => {
  const cancelled = anOrder('a', { status: 'cancelled' });
  expect(idsOf([cancelled, anOrder('b', later)])).toEqual(['b', [], []]);
  expect(idsOf([cancelled])).toEqual(['a', [], []]);
});
