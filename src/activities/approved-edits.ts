import { approvedTerms } from '../domain/approval-edits.ts';
import { issueOf } from '../domain/issue.ts';
import { WEIGHED } from '../domain/maintenance-request.ts';
import { deskCalendar } from '../domain/property.ts';
import { minClass } from '../domain/priority.ts';
import { planAtClass } from '../domain/request-plan.ts';
import type { WorkOrderChange } from '../domain/work-order.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { findRequest } from './request-news.ts';

type Needs = Pick<House, 'records' | 'policyPacks' | 'processes'>;

/**
 * Gives a request the trade and the class that were approved in the place of those shown. The clocks of a raised class
 * count from the decision, so that each attempt says the same.
 */
export async function applyEdits(house: Needs, approval: ApprovalRow): Promise<void> {
  const { state, subject, edits } = approval;
  if (state !== 'approved' || edits === null) return;
  const { requestId } = subject;
  const { maintenanceRequests } = house.records;
  if (edits.trade !== null) await maintenanceRequests.change(requestId, { trade: edits.trade });
  if (edits.class === null) return;
  const row = await findRequest(house, requestId);
  // Safety: it may have become more urgent than what was shown; an edit never lowers that again.
  const isRaised = row.class !== minClass(row.class, edits.class);
  if (isRaised) await raiseClass(house, { approval, row });
}

async function raiseClass(
  house: Needs,
  { approval, row }: { approval: ApprovalRow; row: MaintenanceRequestRow },
): Promise<void> {
  const { maintenanceRequests, properties } = house.records;
  const { approvalId, subject, decidedBy, decidedAt, reason } = approval;
  const { requestId, propertyId, reopenings, facts } = row;
  const reportedAt = row.reopenedAt ?? row.openedAt;
  const pack = await house.policyPacks.pinned({ version: row.packVersion, propertyId });
  const property = await properties.find(propertyId);
  const raise = planAtClass({
    requestId,
    reopenings,
    issue: issueOf({ pack, id: row.issue }),
    class: approvedTerms(approval).class,
    pack,
    calendar: property?.calendar ?? deskCalendar(pack),
    startedAt: decidedAt ?? reportedAt,
    reportedAt,
  });
  const { ceilingCents } = subject;
  const { remindAt, escalateAt, expiresAt } = approval;
  // It was asked and is decided: the process must not take the question for one that is not needed.
  const asked = { approvalId, ceilingCents, remindAt, escalateAt, expiresAt };
  await house.processes.tellClassCorrected({
    requestId,
    correction: { ...raise, approval: asked },
  });
  await maintenanceRequests.correctClass({
    requestId,
    staffId: decidedBy ?? 'house',
    class: raise.class,
    reason: reason ?? '',
    deadlines: raise.deadlines,
    facts: weighed({ facts }),
  });
}

/** What was known of it then: only what comes to light later raises it again. */
const weighed = ({ facts }: Pick<MaintenanceRequestRow, 'facts'>): Record<string, string> => ({
  [WEIGHED]: facts['circumstances'] ?? '',
});

/** What an approved order is told: what it may cost, and where they were chosen who comes and when. */
export function approvedChange(
  { approval, row }: { approval: ApprovalRow; row: Pick<MaintenanceRequestRow, 'class'> },
  now: Date,
): WorkOrderChange {
  const { edits } = approval;
  const { ceilingCents, vendorId, windowFromAt, windowToAt, ...terms } = approvedTerms(approval);
  const change: WorkOrderChange = { costLimitCents: ceilingCents };
  if (edits?.class) change.class = row.class; // as it stands now, the edit in it
  if (edits?.trade) change.trade = terms.trade;
  if (vendorId === null) return change;
  // A platform may have been down for days: a window that has passed is none.
  const isToCome = windowToAt !== null && windowToAt > now.toISOString();
  return windowFromAt !== null && isToCome
    ? { ...change, status: 'scheduled', vendorId, windowFromAt, windowToAt }
    : { ...change, status: 'assigned', vendorId };
}
