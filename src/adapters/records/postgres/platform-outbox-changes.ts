import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import type { PriorityClass } from '../../../domain/priority.ts';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type {
  PlatformOutbox,
  PlatformOutboxRow,
  PlatformWriteState,
} from '../../../ports/platform-outbox.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import type { PostgresAuditLog } from './audit-log.ts';
import type { PersonKeys } from './person-keys.ts';
import { markedEntries, resumedEntry } from './platform-outbox-entries.ts';
import { maintenanceRequests, platformOutbox as table } from './tables/requests.ts';

/** What the outbox is kept with. */
export interface PlatformOutboxOptions {
  database: Database;
  personKeys: PersonKeys;
  auditLog: PostgresAuditLog;
  now: () => Date;
}

/** States in which a row may still be sent. */
export const OPEN: PlatformWriteState[] = ['waiting', 'sending', 'ambiguous'];
const FINAL: readonly PlatformWriteState[] = ['confirmed', 'rejected', 'withdrawn'];

/** Writes how a row stands, with what that adds to the record; a final row stays as it is. */
export function mark(
  options: PlatformOutboxOptions,
  by: Parameters<PlatformOutbox['mark']>[0],
): Promise<PlatformOutboxRow> {
  const { outboxId, state, externalId, failure, countAttempt = false, notBefore = null } = by;
  return options.database.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(table)
      .where(eq(table.outboxId, outboxId))
      .for('update');
    if (!before) throw new RecordNotFound(`no outbox row ${outboxId}`);
    if (FINAL.includes(before.state)) return rowOf(before);
    const columns = {
      state,
      notBefore,
      blockedAt: by.isBlocked ? options.now().toISOString() : null,
      ...(externalId !== undefined && { externalId }),
      ...(failure !== undefined && { failure }),
      attempts: before.attempts + (countAttempt ? 1 : 0),
      sends: before.sends + (state === 'sending' ? 1 : 0),
    };
    return change(tx, { before, columns, options });
  });
}

/** Withdraws the creation of an order where it was certainly never sent. */
export function withdraw(
  options: PlatformOutboxOptions,
  { requestId, orderReference }: { requestId: string; orderReference: string },
): Promise<PlatformOutboxRow | null> {
  return options.database.transaction(async (tx) => {
    const isCreate = and(
      eq(table.requestId, requestId),
      eq(table.operation, 'create-work-order' as const),
      eq(table.dedupeKey, orderReference),
    );
    const [before] = await tx.select().from(table).where(isCreate).for('update');
    if (!before) return null;
    // One that waits after a lost answer may have been done.
    if (before.state !== 'waiting' || before.attempts > 0) return rowOf(before);
    return change(tx, { before, columns: { state: 'withdrawn', blockedAt: null }, options });
  });
}

/**
 * Makes every blocked row of a connection due again, in its old place. Its rows are of several properties: whoever
 * resumes takes rows and chains in one order, or two who do it at once would wait for each other.
 */
export function resume(
  options: PlatformOutboxOptions,
  { connectionId, staffId }: { connectionId: string; staffId: string },
): Promise<number> {
  return options.database.transaction(async (tx) => {
    const { outboxId } = table;
    const blocked = await tx
      .select({ outboxId })
      .from(table)
      .where(isBlocked(connectionId))
      .orderBy(asc(table.ordinal))
      .for('update');
    const ids = blocked.map((row) => row.outboxId);
    const resumed = await tx
      .update(table)
      .set({ blockedAt: null, notBefore: null, updatedAt: options.now().toISOString() })
      .where(inArray(outboxId, ids))
      .returning();
    const entries: AuditEntry[] = [];
    for (const row of resumed) {
      const { propertyId } = await findRequest(tx, row.requestId);
      entries.push(resumedEntry({ row, propertyId, staffId }));
    }
    await options.auditLog.appendAll(tx, entries);
    return resumed.length;
  });
}

/** How urgent the writes of a class are. */
export const urgencyOf = (of: PriorityClass): number => Number(of.slice(1));

/** Puts what a request still has to write where its class wants it; never further back than it stands. */
export async function hurry(
  tx: Transaction,
  { requestId, class: wanted }: { requestId: string; class: PriorityClass },
): Promise<void> {
  const urgency = urgencyOf(wanted);
  const isSlower = and(
    eq(table.requestId, requestId),
    inArray(table.state, OPEN),
    gt(table.urgency, urgency),
  );
  // Taken in the order of `resume`, or two who want the same rows would wait for each other.
  const slower = await tx
    .select({ outboxId: table.outboxId })
    .from(table)
    .where(isSlower)
    .orderBy(asc(table.ordinal))
    .for('update');
  const ids = slower.map(({ outboxId }) => outboxId);
  if (ids.length > 0) await tx.update(table).set({ urgency }).where(inArray(table.outboxId, ids));
}

/** The row that has been blocked longest. */
export async function firstBlocked(
  { database }: PlatformOutboxOptions,
  connectionId: string,
): Promise<PlatformOutboxRow | null> {
  const [stored] = await database
    .select()
    .from(table)
    .where(isBlocked(connectionId))
    .orderBy(asc(table.blockedAt), asc(table.ordinal))
    .limit(1);
  return stored ? rowOf(stored) : null;
}

const isBlocked = (connectionId: string) =>
  and(eq(table.connectionId, connectionId), isNotNull(table.blockedAt), inArray(table.state, OPEN));

/** Writes a change of a locked row, and what it adds to the record. */
async function change(
  tx: Transaction,
  by: {
    before: typeof table.$inferSelect;
    columns: Partial<typeof table.$inferInsert>;
    options: PlatformOutboxOptions;
  },
): Promise<PlatformOutboxRow> {
  const { before, columns, options } = by;
  const [after] = await tx
    .update(table)
    .set({ ...columns, updatedAt: options.now().toISOString() })
    .where(eq(table.outboxId, before.outboxId))
    .returning();
  if (!after) throw new RecordNotFound(`no outbox row ${before.outboxId}`);
  const { propertyId } = await findRequest(tx, after.requestId);
  for (const entry of markedEntries({ before, after, propertyId })) {
    await options.auditLog.appendAudit(tx, entry);
  }
  return rowOf(after);
}

/** Whose request it is, and where. @throws RecordNotFound */
async function findRequest(
  tx: Transaction,
  requestId: string,
): Promise<{ propertyId: string; personId: string | null }> {
  const { propertyId, personId } = maintenanceRequests;
  const [request] = await tx
    .select({ propertyId, personId })
    .from(maintenanceRequests)
    .where(eq(maintenanceRequests.requestId, requestId));
  if (!request) throw new RecordNotFound(`no maintenance request ${requestId}`);
  return request;
}

/** A row as the house knows it: ids and state, no words. */
export function rowOf(stored: typeof table.$inferSelect): PlatformOutboxRow {
  const { outboxId, connectionId, requestId, operation, dedupeKey } = stored;
  const { state, attempts, urgency, externalId, blockedAt } = stored;
  const ids = { outboxId, connectionId, requestId, operation, dedupeKey, externalId };
  return { ...ids, state, attempts, urgency, blockedAt };
}
