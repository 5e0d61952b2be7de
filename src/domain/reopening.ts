import type { BusinessCalendar } from './business-hours.ts';
import { issueOf } from './issue.ts';
import {
  ENDED_STATES,
  type MaintenanceRequestCase,
  type MaintenanceRequestState,
  type RequestRaise,
} from './maintenance-request.ts';
import type { PolicyPack } from './policy-pack.ts';
import { raise, type PriorityClass } from './priority.ts';
import { planAtClass } from './request-plan.ts';

/** What its resident's word does to a request: `late` and `unfinished` ones are reported anew instead. */
export type ReopeningVerdict = 'open' | 'reopen' | 'late' | 'unfinished';

const DAY_MS = 86_400_000;

/**
 * Whether its resident may still reopen a request. Only what was done, or solved by the resident, is opened again; what
 * was dropped or cancelled was never repaired.
 */
export function reopeningVerdict(
  { state, closedAt }: { state: MaintenanceRequestState; closedAt: string | null },
  by: { now: string; withinDays: number },
): ReopeningVerdict {
  if (!ENDED_STATES.includes(state)) return 'open';
  if (state !== 'closed' || closedAt === null) return 'unfinished';
  const untilMs = Date.parse(closedAt) + by.withinDays * DAY_MS;
  return Date.parse(by.now) <= untilMs ? 'reopen' : 'late';
}

/** What reopening looks at of a request. */
export interface ClosedRequest {
  requestId: string;
  reference: string;
  conversationId: string | null;
  propertyId: string;
  issue: string;
  trade: string;
  class: PriorityClass;
  isRepeat: boolean;
  packVersion: string;
  reopenings: number;
}

interface Rules {
  pack: PolicyPack;
  calendar: BusinessCalendar;
}

/**
 * What a closed request becomes when it is opened again: one class more urgent, since its repair did not last, but only
 * once, however often it comes back; with clocks that begin now and the approval that its class needs.
 */
export function planReopening(
  request: ClosedRequest,
  { pack, calendar, now }: Rules & { now: string },
): RequestRaise {
  return planAtClass({
    requestId: request.requestId,
    reopenings: request.reopenings + 1,
    issue: issueOf({ pack, id: request.issue }),
    class: request.isRepeat ? request.class : raise(request.class),
    pack,
    calendar,
    startedAt: now,
    reportedAt: now,
  });
}

/**
 * How the process of a reopened request begins, from its row as it stands: nobody is asked to confirm or to help
 * themselves a second time.
 */
export function reopenedCase(
  request: ClosedRequest &
    Pick<MaintenanceRequestCase, 'deadlines' | 'connectionId'> & { reopenedAt: string },
  { pack, calendar }: Rules,
): MaintenanceRequestCase {
  const { requestId, reference, conversationId, propertyId, connectionId } = request;
  const { trade, packVersion, deadlines, reopenings, reopenedAt } = request;
  const plan = planAtClass({
    requestId,
    reopenings,
    issue: issueOf({ pack, id: request.issue }),
    class: request.class,
    pack,
    calendar,
    startedAt: reopenedAt,
    reportedAt: reopenedAt,
  });
  return {
    requestId,
    reference,
    conversationId,
    propertyId,
    connectionId,
    class: request.class,
    trade,
    packVersion,
    needsConfirmation: false,
    selfHelp: null,
    approval: plan.approval,
    deadlines,
    reopening: reopenings,
  };
}
