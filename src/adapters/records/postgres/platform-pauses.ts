import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { PlatformOutbox } from '../../../ports/platform-outbox.ts';
import { chainOf } from './audit-log.ts';
import type { PlatformOutboxOptions } from './platform-outbox-changes.ts';
import { platformPauses as table } from './tables/platform-pauses.ts';

interface Held {
  connectionId: string;
  staffId: string;
}

/** The brake of a platform's writes. */
export function createPauses(
  options: PlatformOutboxOptions,
): Pick<PlatformOutbox, 'pause' | 'endPause'> {
  return { pause: (by) => pause(options, by), endPause: (by) => endPause(options, by) };
}

/** Holds the writes of a connection; who held them first is kept. */
function pause({ database, auditLog, now }: PlatformOutboxOptions, held: Held): Promise<void> {
  return database.transaction(async (tx) => {
    const pausedAt = now().toISOString();
    const row = { ...held, pausedAt };
    const made = await tx.insert(table).values(row).onConflictDoNothing().returning();
    if (made.length > 0) await auditLog.appendAudit(tx, entryOf('platform.paused', held));
  });
}

/** Lets the writes of a connection go on; nothing where nobody held them. */
function endPause({ database, auditLog }: PlatformOutboxOptions, held: Held): Promise<void> {
  return database.transaction(async (tx) => {
    const { connectionId } = held;
    const ended = await tx.delete(table).where(eq(table.connectionId, connectionId)).returning();
    if (ended.length > 0) await auditLog.appendAudit(tx, entryOf('platform.resumed', held));
  });
}

/** Whether nobody holds the writes of a connection. */
export const isNotPaused = (connectionId: string) =>
  sql`not exists (select from ${table} where ${table.connectionId} = ${connectionId})`;

/** A connection serves several properties: its own record is the house's. */
function entryOf(event: string, { connectionId, staffId }: Held): AuditEntry {
  return {
    chain: chainOf(null),
    key: `${event}/${connectionId}/${randomUUID()}`,
    event,
    facts: { connectionId, staffId },
  };
}
