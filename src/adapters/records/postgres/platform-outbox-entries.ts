import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { PlatformWriteState } from '../../../ports/platform-outbox.ts';
import { chainOf } from './audit-log.ts';
import type { platformOutbox } from './tables/requests.ts';

type Stored = typeof platformOutbox.$inferSelect;

// The platform may have been asked, and its answer is not known.
const ASKED: readonly PlatformWriteState[] = ['sending', 'ambiguous'];

/** The record of a write that was queued, and of who wanted it, where that was one of the staff. */
export function queuedEntry(by: {
  row: Stored;
  propertyId: string;
  asked: { staffId: string; status: string | null } | undefined;
}): AuditEntry {
  const entry = entryOf({ ...by, event: 'queued' });
  const { asked } = by;
  if (!asked) return entry;
  return {
    ...entry,
    facts: { ...entry.facts, staffId: asked.staffId, orderStatus: asked.status },
  };
}

/**
 * What a mark adds to the record. Each send is an intent, closed by one outcome under the same number; a send whose
 * answer is lost stays open until somebody has looked.
 */
export function markedEntries(by: {
  before: Stored;
  after: Stored;
  propertyId: string;
}): AuditEntry[] {
  const { before, after, propertyId } = by;
  const wasAsked = ASKED.includes(before.state);
  if (after.state === 'sending') {
    const started = entryOf({ row: after, propertyId, event: 'started' });
    // Whoever sends again has looked for the last one and not found it.
    const closed = entryOf({ row: before, propertyId, event: 'ended', outcome: 'not-found' });
    return wasAsked ? [closed, started] : [started];
  }
  if (after.state === before.state) return [];
  if (!wasAsked || after.state === 'ambiguous') {
    return [entryOf({ row: after, propertyId, event: 'changed' })];
  }
  const outcome = after.state === 'waiting' ? 'not-sent' : after.state;
  return [entryOf({ row: after, propertyId, event: 'ended', outcome })];
}

/** The record of an operator who let a blocked write go on. */
export function resumedEntry(by: { row: Stored; propertyId: string; staffId: string }): AuditEntry {
  const { staffId, ...rest } = by;
  const entry = entryOf({ ...rest, event: 'resumed' });
  return { ...entry, facts: { ...entry.facts, staffId } };
}

function entryOf(by: {
  row: Stored;
  propertyId: string;
  event: 'queued' | 'started' | 'ended' | 'changed' | 'resumed';
  outcome?: string;
}): AuditEntry {
  const { row, propertyId, event, outcome = null } = by;
  const { outboxId, connectionId, requestId, operation, urgency } = row;
  const { state, attempts, sends, externalId, blockedAt } = row;
  const ids = { outboxId, connectionId, requestId, operation, externalId };
  // A change comes with its row and cannot come twice; a send has its number.
  const isChange = event === 'changed' || event === 'resumed';
  const number = isChange ? randomUUID() : String(sends);
  return {
    chain: chainOf(propertyId),
    key: `work-order.${event}/${outboxId}/${number}`,
    event: `work-order.${event}`,
    facts: { ...ids, urgency, state, attempts, sends, outcome, isBlocked: blockedAt !== null },
  };
}
