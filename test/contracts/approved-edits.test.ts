import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { approvalIdOf, type ApprovalEdits } from '../../src/domain/approval.ts';
import { NO_EDITS } from '../../src/domain/approval-edits.ts';
import type { MaintenanceRequestRow } from '../../src/ports/maintenance-requests.ts';
import { defaultPack } from '../unit/domain/default-pack.ts';
import { startWorkOrderHouse, type WorkOrderHouse } from './work-order-house.ts';

let house: WorkOrderHouse;
beforeAll(async () => {
  house = await startWorkOrderHouse();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.told.length = 0;
});

/** A request whose held order stands at the platform, approved by Mara up to 1,000 dollars or as she edited it. */
async function approved(edits: Partial<ApprovalEdits> | null): Promise<MaintenanceRequestRow> {
  const { request } = await house.report({
    class: 'P3',
    issue: 'water.leak_contained',
    family: 'water',
    packVersion: defaultPack.version,
  });
  const { requestId, reference, propertyId, trade } = request;
  await house.drain();
  const approvalId = approvalIdOf({ requestId, reopenings: 0 });
  const { approvals } = house.records;
  await approvals.open({
    approvalId,
    subject: { requestId, reference, propertyId, class: 'P3', trade, ceilingCents: 100_000 },
    digest: 'd'.repeat(64),
    remindAt: '2026-11-24T12:00:00.000Z',
    escalateAt: '2026-11-25T12:00:00.000Z',
    expiresAt: '2026-11-30T12:00:00.000Z',
  });
  await approvals.offerReason({ approvalId, reasonId: 'why', reason: 'An old person lives there' });
  await approvals.end({
    approvalId,
    state: 'approved',
    staffId: 'mara',
    reasonId: 'why',
    revocation: null,
    edits: edits && { ...NO_EDITS, ...edits },
  });
  return request;
}

async function orderOf({ reference }: MaintenanceRequestRow) {
  const [order] = await house.records.postgres.query(
    `select status, class, category, vendor_id, window_from_at, cost_limit_cents
      from embedded_platform.work_orders where position($1 in description) > 0`,
    [reference],
  );
  return order;
}

async function released(request: MaintenanceRequestRow) {
  await house.tellRequest(approvalIdOf(request));
  await house.release(request.requestId);
  await house.release(request.requestId); // retried after a lost answer
  await house.drain();
  return orderOf(request);
}

it('releases an order approved as shown with what it may cost, to nobody yet', async () => {
  const request = await approved(null);
  expect(await released(request)).toMatchObject({
    status: 'New',
    vendor_id: null,
    cost_limit_cents: 100_000,
  });
  expect(house.told.map(({ name }) => name)).not.toContain('tellClassCorrected');
});

// Money: what is spent is what was approved, not what was asked for.
it('gives the order the amount, the vendor and the window that were approved', async () => {
  const request = await approved({
    ceilingCents: 45_000,
    vendorId: 'pipes-inc',
    windowFromAt: '2100-01-04T14:00:00.000Z',
    windowToAt: '2100-01-04T16:00:00.000Z',
  });
  expect(await released(request)).toMatchObject({
    status: 'Scheduled',
    vendor_id: 'pipes-inc',
    cost_limit_cents: 45_000,
  });
  const writes = await house.records.platformOutbox.listOfRequest(request.requestId);
  expect(writes).toHaveLength(2); // made once, released once
});

it('sends the vendor without a window that passed while the platform was away', async () => {
  const request = await approved({
    vendorId: 'pipes-inc',
    windowFromAt: '2020-01-04T14:00:00.000Z',
    windowToAt: '2020-01-04T16:00:00.000Z',
  });
  expect(await released(request)).toMatchObject({
    status: 'Assigned',
    vendor_id: 'pipes-inc',
    window_from_at: null,
  });
});

it('gives request and order another trade', async () => {
  const request = await approved({ trade: 'appliance' });
  expect(await released(request)).toMatchObject({ category: 'appliance' });
  expect(await house.records.maintenanceRequests.find(request.requestId)).toMatchObject({
    trade: 'appliance',
  });
});

it('raises the class with its clocks from the decision, once, with who and why on the record', async () => {
  const request = await approved({ class: 'P2' });
  const { requestId } = request;
  expect(await released(request)).toMatchObject({ class: 'P2' });
  await house.tellRequest(approvalIdOf({ requestId, reopenings: 0 }));
  const row = await house.records.maintenanceRequests.find(requestId);
  expect(row?.class).toBe('P2');
  const corrections = await house.records.postgres.query(
    'select staff_id, from_class, to_class from class_corrections where request_id = $1',
    [requestId],
  );
  expect(corrections).toEqual([{ staff_id: 'mara', from_class: 'P3', to_class: 'P2' }]);
  const told = house.told.filter(({ name }) => name === 'tellClassCorrected');
  expect(told).toHaveLength(1); // once the row says so the process was told
  expect(told[0]).toMatchObject({
    by: { correction: { class: 'P2', approval: { ceilingCents: 100_000 } } },
  });
  expect(house.told.at(-1)).toMatchObject({ name: 'tellApprovalEnded' });
});

// Safety: what turned out to be more urgent since is not lowered by an edit of what was shown.
it('leaves a class that has become more urgent than the edit as it is', async () => {
  const request = await approved({ class: 'P2' });
  const { requestId } = request;
  await house.records.maintenanceRequests.change(requestId, { class: 'P1' });
  expect(await released(request)).toMatchObject({ class: 'P1' });
  expect(await house.records.maintenanceRequests.find(requestId)).toMatchObject({ class: 'P1' });
  expect(house.told.map(({ name }) => name)).not.toContain('tellClassCorrected');
});

it('tells the process of a raised class again where the row was not written yet', async () => {
  const request = await approved({ class: 'P2' });
  const { maintenanceRequests } = house.records;
  const cutOff = vi
    .spyOn(maintenanceRequests, 'correctClass')
    .mockRejectedValue(new Error('cut off'));
  const cut = house.tellRequest(approvalIdOf(request));
  await expect(cut).rejects.toThrow('cut off');
  cutOff.mockRestore();
  await house.tellRequest(approvalIdOf(request));
  const told = house.told.filter(({ name }) => name === 'tellClassCorrected');
  expect(told).toHaveLength(2);
  expect(told[1]).toEqual(told[0]); // an attempt says what the one before it said
});

it('puts old and new values of what was edited on the record, and no word of the reason', async () => {
  const request = await approved({ ceilingCents: 45_000, vendorId: 'pipes-inc' });
  const [entry] = await house.records.postgres.query(
    `select facts from audit_entries where event = 'approval.ended' and facts ->> 'requestId' = $1`,
    [request.requestId],
  );
  expect(entry).toMatchObject({
    facts: {
      staffId: 'mara',
      digest: 'd'.repeat(64),
      isEdited: true,
      shownCeilingCents: 100_000,
      ceilingCents: 45_000,
      vendorId: 'pipes-inc',
    },
  });
  expect(JSON.stringify(entry)).not.toContain('old person');
});
