import { activityInfo } from '@temporalio/activity';
import type { Decision } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { alarmFor } from './request-alarm.ts';
import { findRequest, ringManagers, tellResident } from './request-news.ts';
import { openRequest } from './request-opening.ts';
import { comeBack } from './request-return.ts';
import { accessSaid, type ToldNeeds } from './request-told.ts';

type Needs = ToldNeeds & Pick<House, 'platform'>;

/** Requests that were closed and whose trouble is there again. */
export function createRequestReopeningActivities(house: Needs) {
  return {
    /** Opens a closed request of the person again, or reports its trouble anew where that is over. */
    reopenRequest: (by: Reopening) => reopenRequest(house, by),
    /**
     * Begins a reopened request: false when another run has begun it. Whoever must know hears of it once: the resident
     * where staff opened it, the managers where the resident did, the people on call when it is an emergency now.
     */
    beginReopening: (by: { requestId: string; reopening: number }) => beginReopening(house, by),
  };
}

interface Reopening {
  turnId: string;
  conversationId: string;
  decision: Extract<Decision, { kind: 'reopen-request' }>;
}

async function reopenRequest(house: Needs, by: Reopening): Promise<Outcome> {
  const { turnId, conversationId, decision } = by;
  const { part, circumstances } = decision;
  const row = await ownRequest(house, by);
  if (!row) return { kind: 'nothing-open' };
  const { access, detail } = await accessSaid(house, { turnId, part });
  const told = { words: detail || null, access, circumstances };
  const back = await comeBack(house, { row, told, once: `${turnId}/${part}` });
  if (back) return back;
  const { issue, class: priority, reference, state } = row;
  return openRequest(house, {
    turnId,
    conversationId,
    dangers: [],
    decision: {
      kind: 'report-problem',
      part,
      issue,
      class: priority,
      confidence: 1,
      missing: [],
      circumstances,
    },
    earlier: { reference, reason: state === 'closed' ? 'late' : 'unfinished' },
  });
}

/** The request that is meant, where it is the person's own, of the home where they live now. */
async function ownRequest(
  { records: { conversations, maintenanceRequests } }: Needs,
  { conversationId, decision: { requestId } }: Reopening,
): Promise<MaintenanceRequestRow | null> {
  const conversation = await conversations.find(conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const row = await maintenanceRequests.find(requestId);
  if (!row) return null;
  const { residentId, knownHome } = conversation;
  const isTheirs = residentId !== null && row.residentId === residentId;
  const isHere = row.conversationId === conversationId;
  const isOfHome = row.leaseId === null || row.leaseId === knownHome?.leaseId;
  return (isTheirs || isHere) && isOfHome ? row : null;
}

async function beginReopening(
  house: Needs,
  { requestId, reopening: number }: { requestId: string; reopening: number },
): Promise<boolean> {
  const runId = activityInfo().workflowExecution?.runId ?? 'none';
  const { properties, requestReopenings } = house.records;
  const taken = await requestReopenings.takeUp({ requestId, number, runId });
  if (!taken) return false;
  const row = await findRequest(house, requestId);
  const property = await properties.find(row.propertyId);
  if (!property) throw new RecordNotFound('a request needs a property');
  if (row.class === 'P0' || row.class === 'P1') await alarmFor(house, { request: row, property });
  else if (!taken.isByStaff) {
    const headline = 'its resident says that it is not solved: it is open again, please look.';
    await ringManagers(house, { row, step: 'reopened', headline });
  }
  if (taken.isByStaff) await tellResident(house, { row, key: 'news-reopened', once: 'by-staff' });
  return true;
}

export type RequestReopeningActivities = ReturnType<typeof createRequestReopeningActivities>;
