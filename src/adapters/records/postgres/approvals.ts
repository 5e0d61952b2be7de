import { and, desc, eq, or, sql } from 'drizzle-orm';
import {
  AGAIN,
  approvalIdOf,
  type ApprovalCase,
  type ApprovalEdits,
  type ApprovalEnd,
} from '../../../domain/approval.ts';
import { approvedTerms } from '../../../domain/approval-edits.ts';
import type { ApprovalRow, Approvals } from '../../../ports/approvals.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Connection, Database } from '../../shared/database.ts';
import { chainOf, type PostgresAuditLog } from './audit-log.ts';
import { standingOf } from './standing-approval.ts';
import { approvals as table, maintenanceRequests } from './tables/requests.ts';

/** What approvals are kept with. */
export interface ApprovalsOptions {
  database: Database;
  auditLog: PostgresAuditLog;
  now: () => Date;
}

/** Approvals in PostgreSQL; the first end of each stands, with the reason that was offered with it and no other. */
export function createApprovals(options: ApprovalsOptions): Approvals {
  const { database } = options;
  return {
    open: (approval) => open(options, approval),
    end: (by) => end(options, by),

    async find(approvalId) {
      const [stored] = await database.select().from(table).where(eq(table.approvalId, approvalId));
      return stored ? toApprovalRow(stored) : null;
    },

    async latest(round) {
      const [stored] = await database
        .select()
        .from(table)
        .where(isOfRound(round))
        .orderBy(...LAST)
        .limit(1);
      return stored ? toApprovalRow(stored) : null;
    },

    async offerReason({ approvalId, reasonId, reason }) {
      const offeredReasons = sql`${table.offeredReasons} || ${JSON.stringify({ [reasonId]: reason })}::jsonb`;
      await database.update(table).set({ offeredReasons }).where(isPending(approvalId));
    },
  };
}

function open(options: ApprovalsOptions, approval: ApprovalCase): Promise<void> {
  const { database, auditLog, now } = options;
  const { approvalId, subject, digest } = approval;
  const { requestId, propertyId, trade, ceilingCents } = subject;
  return database.transaction(async (tx) => {
    const openedAt = now().toISOString();
    const made = await tx
      .insert(table)
      .values({ ...approval, requestId, propertyId, state: 'pending', openedAt })
      .onConflictDoNothing({ target: table.approvalId })
      .returning({ approvalId: table.approvalId });
    if (made.length === 0) return;
    await auditLog.appendAudit(tx, {
      chain: chainOf(propertyId),
      key: `approval.opened/${approvalId}`,
      event: 'approval.opened',
      facts: { approvalId, requestId, class: subject.class, trade, ceilingCents, digest },
    });
  });
}

function end(
  { database, auditLog, now }: ApprovalsOptions,
  { approvalId, state, staffId, reasonId, revocation, edits, digest: seen }: ApprovalEnd,
): Promise<ApprovalRow> {
  const decidedAt = now().toISOString();
  const reason = revocation ?? (reasonId && sql`${table.offeredReasons} ->> ${reasonId}`);
  return database.transaction(async (tx) => {
    const { stored, standing } = await lockStanding(tx, approvalId);
    if (seen !== undefined && seen !== standing.digest) return toApprovalRow(stored);
    const decided = seen === undefined ? {} : standing;
    const [ended] = await tx
      .update(table)
      .set({ state, decidedBy: staffId, decidedAt, reason, edits, offeredReasons: {}, ...decided })
      .where(isPending(approvalId))
      .returning();
    if (!ended) return findStored(tx, approvalId);
    const { requestId, digest } = ended;
    const hasReason = ended.reason !== null;
    const facts = { approvalId, requestId, state, staffId, digest, hasReason, revocation };
    await auditLog.appendAudit(tx, {
      chain: chainOf(ended.propertyId),
      key: `approval.ended/${approvalId}`,
      event: 'approval.ended',
      facts: edits ? { ...facts, ...editedFacts({ subject: ended.subject, edits }) } : facts,
    });
    return toApprovalRow(ended);
  });
}

/** What a decision would be about, kept from changing until this transaction ends. */
async function lockStanding(tx: Connection, approvalId: string) {
  const [found] = await tx
    .select({ stored: table, request: maintenanceRequests })
    .from(table)
    .innerJoin(maintenanceRequests, eq(maintenanceRequests.requestId, table.requestId))
    .where(eq(table.approvalId, approvalId))
    .for('share', { of: maintenanceRequests });
  if (!found) throw new RecordNotFound(`no approval ${approvalId}`);
  return { stored: found.stored, standing: standingOf(found.stored, found.request) };
}

async function findStored(tx: Connection, approvalId: string): Promise<ApprovalRow> {
  const [stored] = await tx.select().from(table).where(eq(table.approvalId, approvalId));
  if (!stored) throw new RecordNotFound(`no approval ${approvalId}`);
  return toApprovalRow(stored);
}

/** What was shown and what counts instead, each value by itself. */
function editedFacts(by: Pick<ApprovalRow, 'subject'> & { edits: ApprovalEdits }) {
  const { subject } = by;
  const terms = approvedTerms(by);
  return {
    isEdited: true,
    shownClass: subject.class,
    class: terms.class,
    shownTrade: subject.trade,
    trade: terms.trade,
    shownCeilingCents: subject.ceilingCents,
    ceilingCents: terms.ceilingCents,
    vendorId: terms.vendorId,
    windowFromAt: terms.windowFromAt,
    windowToAt: terms.windowToAt,
  };
}

/** Whether an approval is one of a request's round: the first question, or one that was put to the managers again. */
export const isOfRound = (round: { requestId: string; reopenings: number }) => {
  const first = approvalIdOf(round);
  return and(
    eq(table.requestId, round.requestId),
    or(eq(table.approvalId, first), sql`starts_with(${table.approvalId}, ${first + AGAIN})`),
  );
};

/** The question that was put last comes first: the longer id, and of two as long the greater, has the greater number. */
export const LAST = [desc(sql`length(${table.approvalId})`), desc(table.approvalId)];

const isPending = (approvalId: string) =>
  and(eq(table.approvalId, approvalId), eq(table.state, 'pending'));

/** A stored approval without the reasons that were only offered. */
export function toApprovalRow(stored: typeof table.$inferSelect): ApprovalRow {
  return {
    approvalId: stored.approvalId,
    subject: stored.subject,
    digest: stored.digest,
    remindAt: stored.remindAt,
    escalateAt: stored.escalateAt,
    expiresAt: stored.expiresAt,
    state: stored.state,
    openedAt: stored.openedAt,
    decidedBy: stored.decidedBy,
    decidedAt: stored.decidedAt,
    reason: stored.reason,
    edits: stored.edits,
  };
}
