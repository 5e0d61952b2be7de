import { nextApprovalId } from '../domain/approval.ts';
import { issueOf } from '../domain/issue.ts';
import type { ApprovalNeed } from '../domain/maintenance-request.ts';
import { deskCalendar } from '../domain/property.ts';
import { planAtClass } from '../domain/request-plan.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { Conflict } from './errors.ts';
import type { Staff } from './rights.ts';

/** A request whose held order somebody wishes to be approved after all. */
export interface WishedApproval {
  row: MaintenanceRequestRow;
  staff: Pick<Staff, 'staffId'>;
}

interface Needs {
  records: Pick<Records, 'approvals' | 'auditLog' | 'properties'>;
  policyPacks: PolicyPacks;
  processes: Pick<Processes, 'tellApprovalWished'>;
}

/**
 * Has the managers asked anew about a request whose approval was rejected or expired: a question of its own, with clocks
 * that begin now, whose decider may change the limit and choose the vendor. Two who wish it at once ask once.
 * @throws Conflict when no such approval keeps it back
 */
export function createAskApproval(house: Needs): (wish: WishedApproval) => Promise<ApprovalNeed> {
  return async ({ row, staff: { staffId } }) => {
    const { requestId, propertyId } = row;
    const last = await house.records.approvals.latest(row);
    if (!last || !isHeldBy(last, row)) {
      throw new Conflict('No rejected or expired approval keeps this request back.');
    }
    const approval = await needOf(house, { row, last });
    await house.records.auditLog.append({
      chain: propertyId,
      key: `request.approval-wished/${approval.approvalId}/${crypto.randomUUID()}`,
      event: 'request.approval-wished',
      facts: { requestId, staffId, approvalId: approval.approvalId },
    });
    await house.processes.tellApprovalWished({ requestId, approval });
    return approval;
  };
}

const isHeldBy = (last: ApprovalRow, row: MaintenanceRequestRow): boolean =>
  row.state === 'needs-person' && (last.state === 'rejected' || last.state === 'expired');

async function needOf(
  { records: { properties }, policyPacks }: Needs,
  { row, last }: { row: MaintenanceRequestRow; last: ApprovalRow },
): Promise<ApprovalNeed> {
  const { requestId, propertyId, reopenings, packVersion: version } = row;
  const pack = await policyPacks.pinned({ version, propertyId });
  const property = await properties.find(propertyId);
  const { approval } = planAtClass({
    requestId,
    reopenings,
    issue: issueOf({ pack, id: row.issue }),
    class: row.class,
    pack,
    calendar: property?.calendar ?? deskCalendar(pack),
    startedAt: new Date().toISOString(),
    reportedAt: row.reopenedAt ?? row.openedAt,
  });
  if (!approval) throw new Conflict('This request needs no approval: its order goes out.');
  return { ...approval, approvalId: nextApprovalId(last, row) };
}
