import { MockActivityEnvironment } from '@temporalio/testing';
import { createAuditedPropertyPlatform } from '../../src/adapters/property-platforms/audited/index.ts';
import {
  createEmbeddedPropertyPlatform,
  loadPlatformData,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { createApprovalActivities } from '../../src/activities/approvals.ts';
import { createPlatformSyncActivities } from '../../src/activities/platform-sync.ts';
import { createRequestOrderActivities } from '../../src/activities/request-orders.ts';
import { createWorkOrderActivities } from '../../src/activities/work-orders.ts';
import type {
  MaintenanceRequestRow,
  NewMaintenanceRequest,
} from '../../src/ports/maintenance-requests.ts';
import type { PropertyPlatform } from '../../src/ports/property-platform.ts';
import { notedProcesses, type Told } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { elmHouse } from './elm-house.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { forNobody } from './property-platform.contract.ts';

/** Our records and the embedded platform on one real PostgreSQL, with every step of the retry-safe write. */
export interface WorkOrderHouse {
  records: HouseRecords;
  /** The real platform, as a second pair of hands sees it. */
  platform: PropertyPlatform;
  /** Replaces calls of the platform as our activities see it, until it is healed. */
  spoil: (calls: Partial<PropertyPlatform>) => void;
  heal: () => void;
  told: Told[];
  /** A request whose order waits in the outbox. */
  report: (
    changes?: Partial<NewMaintenanceRequest>,
  ) => Promise<{ request: MaintenanceRequestRow; outboxId: string }>;
  /** Queues the order of the round that a request is in. */
  order: (requestId: string) => Promise<void>;
  /** Writes what is due, as the connection's one writer does. */
  drain: () => Promise<void>;
  sync: () => Promise<void>;
  search: (outboxId: string) => Promise<boolean>;
  cancel: (requestId: string) => Promise<'settled' | 'unsettled'>;
  /** Lets a held order go as it was approved. */
  release: (requestId: string) => Promise<void>;
  /** Tells a request how its approval ended. */
  tellRequest: (approvalId: string) => Promise<void>;
  /** A second order with the same marker, made behind our back. */
  inject: (request: MaintenanceRequestRow) => Promise<string>;
  stop: () => Promise<void>;
}

const connectionId = 'embedded';

/** Starts a house over the books of Elm House. */
export async function startWorkOrderHouse(): Promise<WorkOrderHouse> {
  const records = await startHouseRecords();
  const { url } = records.postgres;
  await loadPlatformData({ url, data: elmHouse });
  const platform = createEmbeddedPropertyPlatform({ url, connectionId });
  let faults: Partial<PropertyPlatform> = {};
  const seen = new Proxy<PropertyPlatform>(platform, {
    get: (target, name, receiver) => Reflect.get({ ...target, ...faults }, name, receiver),
  });
  const { processes, told } = notedProcesses();
  const house = {
    records,
    platform: createAuditedPropertyPlatform({ platform: seen, auditLog: records.auditLog }),
    processes,
    policyPacks: defaultPacks,
    channels: {},
  };
  const writes = createWorkOrderActivities(house);
  const orders = createRequestOrderActivities(house);
  const approvals = createApprovalActivities(house);
  const { syncWorkOrders } = createPlatformSyncActivities(house);
  const run = <By, Result>(activity: (by: By) => Promise<Result>, by: By): Promise<Result> =>
    new MockActivityEnvironment().run(activity, by);

  return {
    records,
    platform,
    told,
    spoil: (calls) => void (faults = calls),
    heal: () => void (faults = {}),
    async report(changes) {
      const { request } = await records.maintenanceRequests.create(
        // An emergency waits for no manager.
        aNewRequest({ conversationId: null, residentId: null, class: 'P1', ...changes }),
      );
      const { requestId } = request;
      await run(orders.queueWorkOrder, { requestId });
      const [row] = await records.platformOutbox.listOfRequest(requestId);
      if (!row) throw new Error('no order was queued');
      return { request, outboxId: row.outboxId };
    },
    order: (requestId) => run(orders.queueWorkOrder, { requestId }),
    async drain() {
      for (;;) {
        const row = await run(writes.nextWrite, { connectionId });
        if (row.kind !== 'due') return;
        await run(writes.sendWrite, row);
      }
    },
    sync: async () => void (await run(syncWorkOrders, { connectionId })),
    search: (outboxId) => run(writes.searchWrite, { outboxId }),
    release: (requestId) => run(orders.releaseWorkOrder, { requestId }),
    tellRequest: (approvalId) => run(approvals.tellRequest, { approvalId }),
    cancel: (requestId) => run(orders.cancelWorkOrder, { requestId }),
    async inject({ reference, propertyId, unitId }) {
      const text = { brief: 'Sink blocked', description: 'Again', trade: 'plumbing' };
      const { externalId } = await platform.createWorkOrder(
        {
          ...text,
          reference,
          propertyId,
          unitId,
          residentId: null,
          class: 'P3',
          permissionToEnter: 'unknown',
          isHeldForApproval: false,
        },
        forNobody,
      );
      return externalId;
    },
    async stop() {
      await platform.close();
      await records.stop();
    },
  };
}
