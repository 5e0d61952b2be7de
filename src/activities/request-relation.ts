import { relate, type EarlierTrouble, type Relation } from '../domain/duplicate.ts';
import { issueOf } from '../domain/issue.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';

// How far back a unit's requests are read: long enough for an open one, and for a repeat.
const LOOK_BACK_MS = 180 * 86_400_000;

/** What a report is beside the earlier requests of its unit; new where nobody knows the unit. */
export async function relationOf(
  { records: { maintenanceRequests } }: Pick<House, 'records'>,
  by: {
    requestId: string;
    home: { unitId: string | null; leaseId: string | null } | null;
    decision: { issue: string };
    summary: string;
    pack: PolicyPack;
  },
): Promise<Relation> {
  const { requestId, home, decision, summary, pack } = by;
  if (!home?.unitId) return { kind: 'new' };
  const { id: issue, family } = issueOf({ pack, id: decision.issue });
  const now = new Date();
  const rows = await maintenanceRequests.listOfUnit({
    unitId: home.unitId,
    since: new Date(now.getTime() - LOOK_BACK_MS).toISOString(),
  });
  return relate(
    { issue, family, summary },
    {
      earlier: rows.filter((row) => row.requestId !== requestId).map(earlierOf),
      leaseId: home.leaseId,
      now: now.toISOString(),
      repeatWithinDays: pack.modifiers.repeatWithinDays,
    },
  );
}

function earlierOf(row: MaintenanceRequestRow): EarlierTrouble {
  const { requestId, issue, family, leaseId, closedAt } = row;
  const isOpen = !ENDED_STATES.includes(row.state);
  const summary = row.words.summary;
  // What was dropped or cancelled was never repaired, so its coming back repeats nothing.
  const repairedAt = row.state === 'closed' ? closedAt : null;
  return { requestId, issue, family, summary, leaseId, isOpen, closedAt: repairedAt };
}
