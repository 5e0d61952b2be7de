import { expect, test } from 'vitest';
import { createChangeWorkOrder } from '../../../src/api/change-work-order.ts';
import { Conflict } from '../../../src/api/errors.ts';
import type { MaintenanceRequestState } from '../../../src/domain/maintenance-request.ts';
import type { MaintenanceRequestRow } from '../../../src/ports/maintenance-requests.ts';
import type { PlatformOutbox } from '../../../src/ports/platform-outbox.ts';

const aRow = (state: MaintenanceRequestState): MaintenanceRequestRow => ({
  requestId: 'mr-1',
  reference: 'MR-7K2M4Q9XTB',
  propertyId: 'harbor-court',
  unitId: null,
  leaseId: null,
  residentId: null,
  conversationId: null,
  issue: 'drain.sink_bath',
  family: 'drain',
  trade: 'plumbing',
  class: 'P2',
  state,
  words: { summary: 'Sink blocked', description: '', location: null },
  facts: {},
  isRepeat: false,
  packVersion: 'default@1',
  deadlines: { acceptBy: '', dispatchBy: '', doneBy: '', legal: [] },
  nextDeadlineAt: null,
  workOrderExternalId: 'wo-1',
  vendorId: null,
  vendorName: null,
  windowFromAt: null,
  windowToAt: null,
  question: null,
  openedAt: '2026-11-23T12:00:00.000Z',
  closedAt: null,
  surveyScore: null,
  reopenings: 0,
  reopenedAt: null,
  orderReference: 'MR-7K2M4Q9XTB',
});

function aDoor() {
  const queued: Parameters<PlatformOutbox['queue']>[0][] = [];
  const change = createChangeWorkOrder({
    approvals: { latest: async () => null },
    platformOutbox: {
      queue: async (write) => {
        queued.push(write);
        const ids = { outboxId: 'o-1', externalId: null, blockedAt: null };
        const { connectionId, requestId, urgency, dedupeKey } = write;
        const row = { connectionId, requestId, urgency, dedupeKey, operation: write.write.kind };
        return { ...ids, ...row, state: 'waiting', attempts: 0 };
      },
    },
    processes: { wakePlatformOutbox: async () => undefined },
    connectionId: 'embedded',
  });
  return { change, queued };
}

// What was cancelled must not come back to life by a late click.
test.each(['cancelled', 'closed', 'dropped'] as const)(
  'sends nobody for a request that is %s, and still lets its order be cancelled',
  async (state) => {
    const { change, queued } = aDoor();
    const row = aRow(state);
    const assigned = { status: 'assigned', vendorId: 'v-1' } as const;
    await expect(change({ row, staffId: 'staff-1', change: assigned })).rejects.toThrow(Conflict);
    expect(queued).toEqual([]);
    await change({ row, staffId: 'staff-1', change: { status: 'cancelled' } });
    expect(queued).toMatchObject([
      { write: { change: { status: 'cancelled' } }, asked: { staffId: 'staff-1' } },
    ]);
  },
);
