import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, or, sql, lt, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { RecordNotFound } from '../../../ports/errors.ts';
import type {
  PlatformOutbox,
  PlatformOutboxRow,
  PlatformWrite,
} from '../../../ports/platform-outbox.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { lockRequest } from './maintenance-requests.ts';
import type { PersonKeys } from './person-keys.ts';
import {
  firstBlocked,
  mark,
  OPEN,
  resume,
  rowOf,
  urgencyOf,
  withdraw,
  type PlatformOutboxOptions,
} from './platform-outbox-changes.ts';
import { queuedEntry } from './platform-outbox-entries.ts';
import { createPauses, isNotPaused } from './platform-pauses.ts';
import { platformWrite } from './platform-write.ts';
import { keyOwnerOf } from './request-words.ts';
import { platformOutbox as table, platformSync } from './tables/requests.ts';

const NEVER = '1970-01-01T00:00:00.000Z';

const isReady = (at: string) => or(isNull(table.notBefore), lte(table.notBefore, at));

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
 * `sending` as it is: its writer was lost, so the caller treats it as ambiguous. A confirmed, rejected or withdrawn row
 * is final. A blocked row is not handed out, and changes of the same request wait behind it.
 */
export function createPlatformOutbox(options: PlatformOutboxOptions): PlatformOutbox {
  const { database, personKeys, now } = options;
  const isOpen = (connectionId: string) =>
    and(eq(table.connectionId, connectionId), inArray(table.state, OPEN), isNull(table.blockedAt));
  const findStored = async (outboxId: string) => {
    const [stored] = await database.select().from(table).where(eq(table.outboxId, outboxId));
    return stored;
  };

  return {
    queue: (write) => queue(options, write),
    mark: (by) => mark(options, by),
    withdraw: (by) => withdraw(options, by),
    ...createPauses(options),
    resume: (by) => resume(options, by),
    firstBlocked: (connectionId) => firstBlocked(options, connectionId),

    async next(connectionId) {
      const isDue = and(isReady(now().toISOString()), isNotPaused(connectionId));
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
  { write, asked, ...columns }: Parameters<PlatformOutbox['queue']>[0],
): Promise<PlatformOutboxRow> {
  return database.transaction(async (tx) => {
    // Whoever raises its class meanwhile comes after and finds this row, or came before and is heard here.
    const request = await lockRequest(tx, columns.requestId);
    const { propertyId, personId } = request;
    const payloadSealed = await sealWrite({ personKeys, personId, write, tx });
    const urgency = Math.min(columns.urgency, urgencyOf(request.class));
    const key = { ...columns, urgency, operation: write.kind };
    const at = now().toISOString();
    const stamps = { createdAt: at, updatedAt: at };
    const [made] = await tx
      .insert(table)
      .values({ ...key, ...stamps, outboxId: randomUUID(), payloadSealed })
      .onConflictDoNothing({ target: [table.connectionId, table.operation, table.dedupeKey] })
      .returning();
    if (made) {
      await auditLog.appendAudit(tx, queuedEntry({ row: made, propertyId, asked }));
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
