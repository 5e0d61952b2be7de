import { randomUUID } from 'node:crypto';
import type { WorkOrder } from '../../../domain/work-order.ts';
import type { AuditedPropertyPlatformOptions } from './recorded.ts';

/**
 * Looks for changes. Once a day the record says beforehand that this connection is watched; each look that brings
 * something leaves its count, and of looks that fail alike one an hour. A look whose process is lost is made again,
 * since what it read was not yet taken up.
 */
export async function recordChangesRead(
  { platform, auditLog, now = () => new Date() }: AuditedPropertyPlatformOptions,
  since: string,
): Promise<WorkOrder[]> {
  const { connectionId } = platform;
  const startedAt = now();
  // A connection serves several properties: its own record is the house's.
  const append = ({ event, once, ...facts }: Noted): Promise<void> =>
    auditLog.append({
      chain: 'house',
      key: `${event}/${connectionId}/${once}`,
      event,
      facts: { connectionId, ...facts },
    });

  const at = startedAt.toISOString();
  await append({ event: 'platform.watched', once: at.slice(0, '2026-11-23'.length) });
  let changed: WorkOrder[];
  try {
    changed = await platform.listChangedWorkOrders(since);
  } catch (error) {
    const outcome = error instanceof Error ? error.name : 'unknown';
    const hour = at.slice(0, '2026-11-23T12'.length);
    await append({ event: 'platform.changes-unread', once: `${outcome}/${hour}`, outcome });
    throw error;
  }
  if (changed.length === 0) return changed;
  const durationMs = now().getTime() - startedAt.getTime();
  const told = { since, count: changed.length, outcome: 'ok', durationMs };
  await append({ event: 'platform.changes-read', once: randomUUID(), ...told });
  return changed;
}

interface Noted extends Record<string, string | number> {
  event: string;
  /** The same word again is the same entry. */
  once: string;
}
