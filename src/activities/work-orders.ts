import type { WorkOrder } from '../domain/work-order.ts';
import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
  RecordNotFound,
} from '../ports/errors.ts';
import type { PlatformOutboxRow, PlatformWrite } from '../ports/platform-outbox.ts';
import type { WorkOrderNews } from '../ports/processes.ts';
import { audited } from './audited.ts';
import type { House } from './house.ts';

// Platforms stamp changes with their own clock and to the second at best.
const SYNC_OVERLAP_MS = 10_000;

/** Steps of the retry-safe write, and the reading of what changed (reference/pm-platforms.md section 10). */
export function createWorkOrderActivities({
  records: { platformOutbox, maintenanceRequests, auditLog },
  platform,
  processes,
}: Pick<House, 'records' | 'platform' | 'processes'>) {
  const found = async (outboxId: string): Promise<PlatformOutboxRow> => {
    const row = await platformOutbox.find(outboxId);
    if (!row) throw new RecordNotFound(`no row ${outboxId} in the platform's outbox`);
    return row;
  };

  const end = async (
    row: PlatformOutboxRow,
    by: { kind: 'confirmed' | 'rejected' | 'needs-human'; externalId?: string; failure?: string },
  ): Promise<void> => {
    const { kind, ...rest } = by;
    const { outboxId, requestId, operation } = row;
    const marked = await platformOutbox.mark({ outboxId, state: kind, ...rest });
    if (operation !== 'create-work-order') return;
    const { externalId } = marked;
    if (kind === 'confirmed' && externalId) {
      await maintenanceRequests.change(requestId, { workOrderExternalId: externalId });
    }
    await processes.tellPlatformWrite({ requestId, outcome: { outboxId, kind, externalId } });
  };

  const write = async (content: PlatformWrite): Promise<string> => {
    if (content.kind === 'change-work-order') {
      await platform.changeWorkOrder(content.externalId, content.change);
      return content.externalId;
    }
    const { externalId } = await platform.createWorkOrder(content.order);
    return externalId;
  };

  return {
    /** The row to write next, urgent ones first; `later` when rows only wait for their time. */
    async nextWrite({ connectionId }: { connectionId: string }) {
      const row = await platformOutbox.next(connectionId);
      if (!row)
        return { kind: (await platformOutbox.hasOpen(connectionId)) ? 'later' : 'none' } as const;
      const { outboxId, attempts } = row;
      const state = row.state === 'sending' || row.state === 'ambiguous' ? row.state : 'waiting';
      return { kind: 'due', outboxId, attempts, state, searchGapMs: platform.settleMs } as const;
    },

    /** Sends one row, once. What is known not to have been sent goes back to waiting; a lost answer fails the activity. */
    async sendWrite({ outboxId }: { outboxId: string }): Promise<void> {
      const content = await platformOutbox.readWrite(outboxId);
      const row = await platformOutbox.mark({ outboxId, state: 'sending' });
      if (row.state !== 'sending') return; // it has ended: another attempt was first
      const facts = { outboxId, requestId: row.requestId };
      const call = { auditLog, chain: row.connectionId, operation: content.kind, facts };
      let externalId: string;
      try {
        externalId = await audited(call, () => write(content));
      } catch (error) {
        await afterFailure(row, error);
        return;
      }
      await end(row, { kind: 'confirmed', externalId });
    },

    /** Looks whether a write happened whose answer was lost; confirms it when it did. */
    async searchWrite({ outboxId }: { outboxId: string }): Promise<boolean> {
      const row = await found(outboxId);
      const content = await platformOutbox.readWrite(outboxId);
      // Setting the same values again is harmless, so a change need not be searched for.
      if (content.kind === 'change-work-order') return false;
      const { reference, propertyId } = content.order;
      const facts = { outboxId, requestId: row.requestId };
      const call = { auditLog, chain: row.connectionId, operation: 'search-work-orders', facts };
      const hits = await audited(call, () => platform.searchWorkOrders({ reference, propertyId }));
      const kept = hits.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt))[0];
      if (!kept) return false;
      await end(row, { kind: 'confirmed', externalId: kept.externalId });
      return true;
    },

    async markAmbiguous({ outboxId }: { outboxId: string }): Promise<void> {
      const notBefore = new Date(Date.now() + platform.settleMs).toISOString();
      await platformOutbox.mark({ outboxId, state: 'ambiguous', notBefore, countAttempt: true });
    },

    async giveToPerson({ outboxId }: { outboxId: string }): Promise<void> {
      await end(await found(outboxId), { kind: 'needs-human', failure: 'answers lost twice' });
    },

    /** Reads what changed at the platform and tells each request its own news. */
    async syncWorkOrders({ connectionId }: { connectionId: string }): Promise<{ told: number }> {
      const since = await platformOutbox.syncedUntil(connectionId);
      const startedAt = new Date(Date.now() - SYNC_OVERLAP_MS).toISOString();
      const changed = await platform.listChangedWorkOrders(since);
      let told = 0;
      for (const order of changed) {
        const request = await maintenanceRequests.findByWorkOrder(order.externalId);
        const news = newsOf(order);
        if (!request || !news) continue;
        if (order.vendorId && order.vendorId !== request.vendorId) {
          const vendors = await platform.listVendors(request.propertyId);
          const vendorName = vendors.find(({ id }) => id === order.vendorId)?.name ?? null;
          const { requestId } = request;
          await maintenanceRequests.change(requestId, { vendorId: order.vendorId, vendorName });
        }
        await processes.tellWorkOrderChanged({ requestId: request.requestId, news });
        told += 1;
      }
      await platformOutbox.setSyncedUntil({ connectionId, until: startedAt });
      return { told };
    },
  };

  async function afterFailure(row: PlatformOutboxRow, error: unknown): Promise<void> {
    const { outboxId } = row;
    if (error instanceof ProviderRejected) {
      await end(row, { kind: 'rejected', failure: error.message });
      return;
    }
    if (error instanceof ProviderUnauthorized) {
      await end(row, { kind: 'needs-human', failure: error.message }); // not final: credentials can be mended
      return;
    }
    if (error instanceof ProviderRateLimited || error instanceof ProviderUnavailable) {
      const waitMs = error instanceof ProviderRateLimited ? error.retryAfterMs : platform.settleMs;
      const notBefore = new Date(Date.now() + waitMs).toISOString();
      await platformOutbox.mark({ outboxId, state: 'waiting', notBefore });
      return;
    }
    if (error instanceof ProviderAmbiguous) throw error;
    throw new ProviderAmbiguous(`write ${outboxId} ended without an answer`, { cause: error });
  }
}

/** What a changed order means to its request; null while it is as we made it. The id makes hearing it twice harmless. */
function newsOf(order: WorkOrder): WorkOrderNews | null {
  const { externalId, status, windowFromAt, windowToAt } = order;
  if (status === 'awaiting-approval' || status === 'new') return null;
  const known = status === 'unknown' ? ('other' as const) : status;
  const newsId = [externalId, known, order.vendorId, windowFromAt, windowToAt].join('/');
  return { newsId, status: known, windowFromAt, windowToAt };
}

export type WorkOrderActivities = ReturnType<typeof createWorkOrderActivities>;
