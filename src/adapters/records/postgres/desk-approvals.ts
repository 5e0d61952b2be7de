import { and, asc, desc, eq, ne, sql, type SQL } from 'drizzle-orm';
import type { ApprovalSummary, DeskApprovals } from '../../../ports/desk-approvals.ts';
import { toApprovalRow } from './approvals.ts';
import type { RecordsParts } from './parts.ts';
import { readWords } from './request-words.ts';
import { isAtOneOf, staffNameOf } from './seen-by-staff.ts';
import { standingOf } from './standing-approval.ts';
import { approvals, maintenanceRequests } from './tables/requests.ts';

const LISTED_MAX = 200;

const openQuestions = sql<number>`(select count(*)::integer from approval_questions q join sends s using (send_id)
  where q.approval_id = ${approvals.approvalId} and q.answered_at is null and s.state not in ('withheld', 'failed'))`;

/** Approvals in PostgreSQL as the desk reads them, each with its request. */
export function createDeskApprovals(parts: RecordsParts): DeskApprovals {
  return {
    list({ state, propertyIds }) {
      const order = state === 'pending' ? [asc(approvals.expiresAt)] : [desc(approvals.openedAt)];
      const where = and(isIn(state), isAtOneOf(approvals.propertyId, propertyIds));
      return read(parts, { where, order: [...order, asc(approvals.approvalId)] });
    },

    async find(approvalId) {
      const where = eq(approvals.approvalId, approvalId);
      const [found] = await read(parts, { where, order: [] });
      return found ?? null;
    },
  };
}

function isIn(state: Parameters<DeskApprovals['list']>[0]['state']): SQL | undefined {
  if (state === null) return undefined;
  return state === 'ended' ? ne(approvals.state, 'pending') : eq(approvals.state, state);
}

async function read(
  { database, personKeys }: RecordsParts,
  by: { where: SQL | undefined; order: SQL[] },
): Promise<ApprovalSummary[]> {
  const rows = await database
    .select({
      approval: approvals,
      decidedByName: staffNameOf(approvals.decidedBy),
      openQuestions,
      state: maintenanceRequests.state,
      issue: maintenanceRequests.issue,
      shown: {
        class: maintenanceRequests.class,
        trade: maintenanceRequests.trade,
        issue: maintenanceRequests.issue,
        wordsSealed: maintenanceRequests.wordsSealed,
      },
      residentId: maintenanceRequests.residentId,
      conversationId: maintenanceRequests.conversationId,
    })
    .from(approvals)
    .innerJoin(maintenanceRequests, eq(maintenanceRequests.requestId, approvals.requestId))
    .where(by.where)
    .orderBy(...by.order)
    .limit(LISTED_MAX);
  return Promise.all(
    rows.map(async ({ approval, decidedByName, openQuestions: open, shown, ...request }) => {
      const sealed = shown.wordsSealed;
      const words = await readWords({ personKeys, sealed, using: database });
      const desk = { decidedByName, openQuestions: open, ...standingOf(approval, shown) };
      return { ...toApprovalRow(approval), ...desk, request: { ...request, ...words } };
    }),
  );
}
