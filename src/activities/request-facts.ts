import { approvalRule } from '../domain/approval-policy.ts';
import { issueOf } from '../domain/issue.ts';
import { EARLIER } from '../domain/maintenance-request.ts';
import type { RequestFacts } from '../domain/request-text.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { House } from './house.ts';

/** What texts may say of a request, read from its row, its approval and the pack that it is pinned to. */
export async function requestFacts(
  {
    records: { maintenanceRequests, approvals },
    policyPacks,
  }: Pick<House, 'records' | 'policyPacks'>,
  requestId: string,
): Promise<RequestFacts> {
  const row = await maintenanceRequests.find(requestId);
  if (!row) throw new RecordNotFound(`no maintenance request ${requestId}`);
  const approval = await approvals.latest(row);
  const { packVersion: version, propertyId } = row;
  const pack = await policyPacks.pinned({ version, propertyId });
  const rule = approvalRule({ issue: issueOf({ pack, id: row.issue }), class: row.class, pack });
  return {
    pack,
    reference: row.reference,
    summary: row.words.summary,
    class: row.class,
    issue: row.issue,
    trade: row.trade,
    state: row.state,
    vendorName: row.vendorName,
    windowFromAt: row.windowFromAt,
    windowToAt: row.windowToAt,
    nextNewsAt: promisedAt([row.deadlines.dispatchBy, approval?.expiresAt, row.deadlines.doneBy]),
    needsApproval: rule.isNeeded,
    isRepeat: row.isRepeat,
    earlier: row.facts[EARLIER] ?? null,
  };
}

const DAY_MS = 86_400_000;

/** The first instant that is still to come; a day from now when all of them have passed. */
function promisedAt(instants: (string | undefined)[]): string {
  const now = new Date();
  const ahead = instants.find(
    (instant) => instant !== undefined && Date.parse(instant) > now.getTime(),
  );
  return ahead ?? new Date(now.getTime() + DAY_MS).toISOString();
}
