import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, or, sql, lt, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { RecordNotFound } from '../../../ports/errors.ts';
import type {
  PlatformOutbox,
  PlatformOutboxRow,
  PlatformWrite,
  PlatformWriteState,
} from '../../../ports/platform-outbox.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import type { PostgresAuditLog } from './audit-log.ts';
import type { PersonKeys } from './person-keys.ts';
import { markedEntries, queuedEntry } from './platform-outbox-entries.ts';
import { platformWrite } from './platform-write.ts';
import { keyOwnerOf } from './request-words.ts';
import { maintenanceRequests, platformOutbox as table, platformSync } from './tables/requests.ts';

/** What the outbox is kept with. */
export interface PlatformOutboxOptions {
  database: Database;
  personKeys: PersonKeys;
  auditLog: PostgresAuditLog;
  now: () => Date;
}

const NEVER = '1970-01-01T00:00:00.000Z';
const OPEN: PlatformWriteState[] = ['waiting', 'sending', 'ambiguous'];
const FINAL: readonly PlatformWriteState[] = ['confirmed', 'rejected'];

/** Changes of one request stay in order: a later one never overtakes one that waits. */
function isFirstOfRequest(database: Database) {
  const earlier = alias(table, 'earlier');
  const ahead = and(
    eq(earlier.requestId, table.requestId),
    lt(earlier.ordinal, table.ordinal),
    inArray(earlier.state, OPEN),
  );
  return notExists(database.select({ outboxId: earlier.outboxId }).from(earlier).where(ahead));
}

/**
 * The writes that wait for a platform, their words sealed with the person's key. `next` hands out a row found
 * `sending` as it is: its writer was lost, so the caller treats it as ambiguous. A confirmed or rejected row is final.
 */
export function createPlatformOutbox(options: PlatformOutboxOptions): PlatformOutbox {
  const { database, personKeys, now } = options;
  const isOpen = (connectionId: string) =>
    and(eq(table.connectionId, connectionId), inArray(table.state, OPEN));
  const findStored = async (outboxId: string) => {
    const [stored] = await database.select().from(table).where(eq(table.outboxId, outboxId));
    return stored;
  };

  return {
    queue: (write) => queue(options, write),
    mark: (by) => mark(options, by),

    async next(connectionId) {
      const isDue = or(isNull(table.notBefore), lte(table.notBefore, now().toISOString()));
      const [stored] = await database
        .select()
        .from(table)
        .where(and(isOpen(connectionId), isDue, isFirstOfRequest(database)))
        .orderBy(asc(table.urgency), asc(table.ordinal))
        .limit(1);
      return stored ? rowOf(stored) : null;
    },

    async hasOpen(connectionId) {
      const { outboxId } = table;
      const found = database.select({ outboxId }).from(table).where(isOpen(connectionId)).limit(1);
      return (await found).length > 0;
    },

    async find(outboxId) {
      const stored = await findStored(outboxId);
      return stored ? rowOf(stored) : null;
    },

    async readWrite(outboxId) {
      const stored = await findStored(outboxId);
      const text = stored ? await personKeys.unseal(stored.payloadSealed) : null;
      if (text === null)
        throw new RecordNotFound(`outbox row ${outboxId} is gone or was forgotten`);
      return platformWrite.parse(JSON.parse(text));
    },

    async listOfRequest(requestId) {
      const where = eq(table.requestId, requestId);
      const found = await database.select().from(table).where(where).orderBy(asc(table.ordinal));
      return found.map(rowOf);
    },

    async syncedUntil(connectionId) {
      const where = eq(platformSync.connectionId, connectionId);
      const [sync] = await database.select().from(platformSync).where(where);
      return sync?.syncedUntil ?? NEVER;
    },

    async setSyncedUntil({ connectionId, until }) {
      // A late sync never takes back what a later one has read.
      const latest = sql`greatest(${platformSync.syncedUntil}, excluded.synced_until)`;
      await database
        .insert(platformSync)
        .values({ connectionId, syncedUntil: until })
        .onConflictDoUpdate({ target: platformSync.connectionId, set: { syncedUntil: latest } });
    },
  };
}

function queue(
  { database, personKeys, auditLog, now }: PlatformOutboxOptions,
  { write, ...columns }: Parameters<PlatformOutbox['queue']>[0],
): Promise<PlatformOutboxRow> {
  return database.transaction(async (tx) => {
    const { propertyId, personId } = await findRequest(tx, columns.requestId);
    const payloadSealed = await sealWrite({ personKeys, personId, write, tx });
    const key = { ...columns, operation: write.kind };
    const at = now().toISOString();
    const stamps = { createdAt: at, updatedAt: at };
    const [made] = await tx
      .insert(table)
      .values({ ...key, ...stamps, outboxId: randomUUID(), payloadSealed })
      .onConflictDoNothing({ target: [table.connectionId, table.operation, table.dedupeKey] })
      .returning();
    if (made) {
      await auditLog.appendAudit(tx, queuedEntry(made, propertyId));
      return rowOf(made);
    }
    const isSame = and(
      eq(table.connectionId, key.connectionId),
      eq(table.operation, key.operation),
      eq(table.dedupeKey, key.dedupeKey),
    );
    const [stands] = await tx.select().from(table).where(isSame);
    if (!stands) throw new RecordNotFound(`outbox row of request ${key.requestId} is gone`);
    return rowOf(stands);
  });
}

function mark(
  { database, auditLog, now }: PlatformOutboxOptions,
  by: Parameters<PlatformOutbox['mark']>[0],
): Promise<PlatformOutboxRow> {
  const { outboxId, state, externalId, failure, countAttempt = false, notBefore = null } = by;
  return database.transaction(async (tx) => {
    const where = eq(table.outboxId, outboxId);
    const [before] = await tx.select().from(table).where(where).for('update');
    if (!before) throw new RecordNotFound(`no outbox row ${outboxId}`);
    if (FINAL.includes(before.state)) return rowOf(before);
    const [after] = await tx
      .update(table)
      .set({
        state,
        notBefore,
        ...(externalId !== undefined && { externalId }),
        ...(failure !== undefined && { failure }),
        attempts: before.attempts + (countAttempt ? 1 : 0),
        sends: before.sends + (state === 'sending' ? 1 : 0),
        updatedAt: now().toISOString(),
      })
      .where(where)
      .returning();
    if (!after) throw new RecordNotFound(`no outbox row ${outboxId}`);
    const { propertyId } = await findRequest(tx, after.requestId);
    for (const entry of markedEntries({ before, after, propertyId })) {
      await auditLog.appendAudit(tx, entry);
    }
    return rowOf(after);
  });
}

async function sealWrite(by: {
  personKeys: PersonKeys;
  personId: string | null;
  write: PlatformWrite;
  tx: Transaction;
}): Promise<Buffer> {
  const { personKeys, personId, write, tx } = by;
  const owner = await keyOwnerOf({ personKeys, personId, using: tx });
  return personKeys.seal({ ...owner, text: JSON.stringify(write) }, tx);
}

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

function rowOf(stored: typeof table.$inferSelect): PlatformOutboxRow {
  const { outboxId, connectionId, requestId, operation } = stored;
  const { state, attempts, urgency, externalId } = stored;
  return { outboxId, connectionId, requestId, operation, state, attempts, urgency, externalId };
}
