import { and, count, eq } from 'drizzle-orm';
import type { AlertEnding } from '../../../domain/alert.ts';
import type { AlertRow, Alerts } from '../../../ports/alerts.ts';
import type { Transaction } from '../../shared/database.ts';
import { chainOf } from './audit-log.ts';
import type { RecordsParts } from './parts.ts';
import { alertRings, alerts } from './tables/staff-work.ts';

/** Alerts in PostgreSQL. */
export function createAlerts(parts: RecordsParts): Alerts {
  const { database } = parts;

  return {
    open: (alert) => database.transaction((tx) => open(tx, { alert, parts })),

    async find(alertId) {
      const [row] = await database
        .select({ alert: alerts, rings: count(alertRings.attempt) })
        .from(alerts)
        .leftJoin(alertRings, eq(alertRings.alertId, alerts.alertId))
        .where(eq(alerts.alertId, alertId))
        .groupBy(alerts.alertId);
      return row ? toAlertRow(row.alert, row.rings) : null;
    },

    recordRing: (ring) => database.transaction((tx) => recordRing(tx, { ring, parts })),
    close: (by) => database.transaction((tx) => close(tx, { ...by, parts })),
    accept: (by) => database.transaction((tx) => accept(tx, { ...by, parts })),
  };
}

async function open(
  tx: Transaction,
  { alert, parts }: { alert: Parameters<Alerts['open']>[0]; parts: RecordsParts },
): Promise<{ alertId: string; isNew: boolean }> {
  const { alertId, dedupeKey, propertyId, kind, headline, ladder } = alert;
  const { conversationId, subjectId } = alert;
  const openedAt = parts.now().toISOString();
  const row = { alertId, dedupeKey, propertyId, kind, class: alert.class, headline, ladder };
  const [made] = await tx
    .insert(alerts)
    .values({ ...row, conversationId, subjectId, state: 'ringing', openedAt })
    .onConflictDoNothing({ target: alerts.dedupeKey })
    .returning({ alertId: alerts.alertId });
  if (!made) {
    const [known] = await tx.select().from(alerts).where(eq(alerts.dedupeKey, dedupeKey));
    if (!known) throw new Error(`alert ${alertId} was neither written nor found`);
    return { alertId: known.alertId, isNew: false };
  }
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(propertyId),
    key: `alert/${alertId}/opened`,
    event: 'alert.opened',
    facts: { alertId, kind, class: alert.class, conversationId, subjectId },
  });
  return { alertId, isNew: true };
}

async function recordRing(
  tx: Transaction,
  { ring, parts }: { ring: Parameters<Alerts['recordRing']>[0]; parts: RecordsParts },
): Promise<void> {
  const { alertId, attempt, contacts, outcome } = ring;
  const rangAt = parts.now().toISOString();
  await tx
    .insert(alertRings)
    .values({ alertId, attempt, contacts, outcome, rangAt })
    .onConflictDoNothing();
  const [alert] = await tx.select().from(alerts).where(eq(alerts.alertId, alertId));
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(alert?.propertyId ?? null),
    key: `alert/${alertId}/rang/${attempt}`,
    event: 'alert.rang',
    facts: { alertId, attempt, outcome, contacts: contacts.join(' ') },
  });
}

async function accept(
  tx: Transaction,
  { alertId, staffId, parts }: { alertId: string; staffId: string; parts: RecordsParts },
): Promise<{ acceptedBy: string; isFirst: boolean } | null> {
  const [accepted] = await tx
    .update(alerts)
    .set({ state: 'accepted', acceptedAt: parts.now().toISOString(), acceptedBy: staffId })
    .where(and(eq(alerts.alertId, alertId), eq(alerts.state, 'ringing')))
    .returning();
  if (!accepted) {
    const [known] = await tx.select().from(alerts).where(eq(alerts.alertId, alertId));
    return known?.acceptedBy ? { acceptedBy: known.acceptedBy, isFirst: false } : null;
  }
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(accepted.propertyId),
    key: `alert/${alertId}/accepted`,
    event: 'alert.accepted',
    facts: { alertId, staffId },
  });
  return { acceptedBy: staffId, isFirst: true };
}

async function close(
  tx: Transaction,
  { alertId, because, parts }: { alertId: string; because: AlertEnding; parts: RecordsParts },
): Promise<boolean> {
  const [closed] = await tx
    .update(alerts)
    .set({ state: 'closed', closedAt: parts.now().toISOString(), closedBecause: because })
    .where(and(eq(alerts.alertId, alertId), eq(alerts.state, 'ringing')))
    .returning();
  if (!closed) {
    const [known] = await tx.select().from(alerts).where(eq(alerts.alertId, alertId));
    return known?.state === 'closed';
  }
  await parts.auditLog.appendAudit(tx, {
    chain: chainOf(closed.propertyId),
    key: `alert/${alertId}/closed`,
    event: 'alert.closed',
    facts: { alertId, kind: closed.kind, subjectId: closed.subjectId, because },
  });
  return true;
}

/** A stored alert, and how often it has rung. */
export function toAlertRow(alert: typeof alerts.$inferSelect, rings: number): AlertRow {
  const { alertId, propertyId, kind, headline, conversationId, ladder } = alert;
  const { state, openedAt, acceptedBy, closedAt, closedBecause, subjectId } = alert;
  const about = { alertId, propertyId, kind, class: alert.class, headline, conversationId };
  const ending = { acceptedBy, closedAt, closedBecause };
  return { ...about, ladder, state, openedAt, ...ending, subjectId, rings };
}
