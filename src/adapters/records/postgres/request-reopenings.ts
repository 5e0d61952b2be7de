import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import { WEIGHED } from '../../../domain/maintenance-request.ts';
import { referenceFrom } from '../../../domain/work-order.ts';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { MaintenanceRequestRow } from '../../../ports/maintenance-requests.ts';
import type { NewReopening, RequestReopenings } from '../../../ports/request-reopenings.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import {
  lockRequest,
  openRow,
  update,
  type MaintenanceRequestsOptions,
} from './maintenance-requests.ts';
import { changedColumns, type StoredRequest } from './request-changes.ts';
import { keyOwnerOf } from './request-words.ts';
import { maintenanceRequests, requestReopenings as table } from './tables/requests.ts';

// As many as one round of the sweep starts.
const LEFT_MAX = 50;
// What was decided in the round before says nothing of this one.
const OF_A_ROUND = ['cancelledBy', WEIGHED];

/** Reopenings in PostgreSQL; reasons of staff are sealed with the person's key. */
export function createRequestReopenings(options: MaintenanceRequestsOptions): RequestReopenings {
  const { database, personKeys, now } = options;
  return {
    reopen: (reopening) =>
      database.transaction(async (tx) => {
        const { requestId, key } = reopening;
        const before = await lockRequest(tx, requestId);
        const isKnown = (await findByKey(tx, { requestId, key })) !== null;
        const isNext = before.state === 'closed' && before.reopenings + 1 === reopening.number;
        if (!isKnown && !isNext) return null;
        const stored = isKnown ? before : await reopen(tx, { options, before, reopening });
        const request = await openRow({ personKeys, stored, using: tx });
        return { request, isNew: !isKnown };
      }),

    async takeUp({ requestId, number, runId }) {
      const [taken] = await database
        .update(table)
        .set({ runId })
        .where(
          and(
            eq(table.requestId, requestId),
            eq(table.number, number),
            or(isNull(table.runId), eq(table.runId, runId)),
          ),
        )
        .returning();
      return taken ? { isByStaff: taken.staffId !== null } : null;
    },

    async listLeft({ olderThanMs }) {
      const before = new Date(now().getTime() - olderThanMs).toISOString();
      const found = await database
        .select({ stored: maintenanceRequests })
        .from(table)
        .innerJoin(maintenanceRequests, eq(maintenanceRequests.requestId, table.requestId))
        .where(
          and(
            isNull(table.runId),
            lte(table.at, before),
            eq(table.number, maintenanceRequests.reopenings),
          ),
        )
        .orderBy(asc(table.at))
        .limit(LEFT_MAX);
      const left: MaintenanceRequestRow[] = [];
      for (const { stored } of found) {
        left.push(await openRow({ personKeys, stored, using: database }));
      }
      return left;
    },
  };
}

async function findByKey(
  tx: Transaction,
  { requestId, key }: { requestId: string; key: string },
): Promise<string | null> {
  const [known] = await tx
    .select({ reopeningId: table.reopeningId })
    .from(table)
    .where(and(eq(table.requestId, requestId), eq(table.reopeningKey, key)));
  return known?.reopeningId ?? null;
}

/** The row back at its beginning: another order, nobody sent, nothing asked. */
async function reopen(
  tx: Transaction,
  by: { options: MaintenanceRequestsOptions; before: StoredRequest; reopening: NewReopening },
): Promise<StoredRequest> {
  const { before, reopening } = by;
  const { personKeys, auditLog } = by.options;
  const { requestId, number, key, class: toClass, deadlines } = reopening;
  const at = by.options.now().toISOString();
  const orderReference = referenceFrom(randomBytes(10));
  const { personId } = before;
  const owner = reopening.by && (await keyOwnerOf({ personKeys, personId, using: tx }));
  const reasonSealed =
    reopening.by && owner
      ? await personKeys.seal({ ...owner, text: reopening.by.reason }, tx)
      : null;
  const reopeningId = `${requestId}/${number}`;
  const change = { state: 'opening', class: toClass, deadlines, question: null } as const;
  const set = {
    ...changedColumns({ before, change, expiresAt: null, at }),
    reopenings: number,
    reopenedAt: at,
    orderReference,
    isRepeat: true,
    facts: Object.fromEntries(
      Object.entries(before.facts).filter(([name]) => !OF_A_ROUND.includes(name)),
    ),
    workOrderExternalId: null,
    vendorId: null,
    vendorName: null,
    windowFromAt: null,
    windowToAt: null,
    surveyScore: null, // it was given to a repair that did not last; the record keeps it
  };
  const after = await update(tx, { requestId, set, at });
  await tx.insert(table).values({
    reopeningId,
    requestId,
    number,
    reopeningKey: key,
    staffId: reopening.by?.staffId ?? null,
    reasonSealed,
    fromClass: before.class,
    toClass,
    orderReference,
    at,
  });
  await auditLog.appendAudit(tx, reopenedEntry({ before, after, reopeningId, by: reopening.by }));
  return after;
}

/** The record of a request that is open again; the reason of staff stays in its row. */
function reopenedEntry(of: {
  before: StoredRequest;
  after: StoredRequest;
  reopeningId: string;
  by: NewReopening['by'];
}): AuditEntry {
  const { before, after, reopeningId, by } = of;
  const { requestId, reopenings, orderReference, state, nextDeadlineAt } = after;
  return {
    chain: chainOf(after.propertyId),
    key: `request.reopened/${reopeningId}`,
    event: 'request.reopened',
    facts: {
      requestId,
      reopeningId,
      ...(by && { staffId: by.staffId }),
      number: reopenings,
      orderReference,
      state,
      from: before.class,
      class: after.class,
      nextDeadlineAt,
    },
  };
}
