import { dangerLadder } from '../domain/alert.ts';
import { issueOf } from '../domain/issue.ts';
import {
  ENDED_STATES,
  roundOf,
  WEIGHED,
  type RequestRaise,
} from '../domain/maintenance-request.ts';
import { minClass, type PriorityClass } from '../domain/priority.ts';
import type { PropertySettings } from '../domain/property.ts';
import { planAtClass } from '../domain/request-plan.ts';
import { calleesAt } from '../ports/callees.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { Records } from '../ports/records.ts';
import { Conflict, NotAllowed } from './errors.ts';
import { mayDo, type Staff } from './rights.ts';

/** A class that somebody wishes a request to have, and why. */
export interface WishedClass {
  row: MaintenanceRequestRow;
  staff: Staff;
  class: PriorityClass;
  reason: string;
}

interface Needs {
  records: Pick<
    Records,
    'alerts' | 'approvals' | 'maintenanceRequests' | 'properties' | 'staffAccounts'
  >;
  policyPacks: PolicyPacks;
  processes: Processes;
}

/**
 * Sets a class by hand, up or down, with the clocks that follow: a raised one counts from now, a lowered one from when
 * it was reported, so that nobody wins time by lowering. The process is told first: what fails half way is done again.
 * @throws Conflict when it has ended or has that class; NotAllowed when lowering it would spend money unasked
 */
export function createCorrectClass(
  house: Needs,
): (wish: WishedClass) => Promise<MaintenanceRequestRow> {
  return async (wish) => {
    const { row, staff, reason } = wish;
    const { requestId, class: before, facts } = row;
    if (ENDED_STATES.includes(row.state)) {
      throw new Conflict('This request has ended: its class stays as it was.');
    }
    if (before === wish.class) throw new Conflict(`The request is ${before} already.`);
    const property = await house.records.properties.find(row.propertyId);
    if (!property) throw new RecordNotFound(`no property ${row.propertyId}`);

    const isRaised = minClass(before, wish.class) !== before;
    const correction = await correctionOf(house, { wish, property, isRaised });
    await house.processes.tellClassCorrected({ requestId, correction });
    if (isRaised && isEmergency(wish.class)) await makeEmergency(house, { wish, property });
    const corrected = await house.records.maintenanceRequests.correctClass({
      requestId,
      staffId: staff.staffId,
      class: wish.class,
      reason,
      deadlines: correction.deadlines,
      facts: { [WEIGHED]: facts['circumstances'] ?? '' },
    });
    if (!corrected) throw new Conflict(`The request is ${wish.class} already.`);
    return corrected;
  };
}

async function correctionOf(
  { policyPacks, records: { approvals } }: Needs,
  by: { wish: WishedClass; property: PropertySettings; isRaised: boolean },
): Promise<RequestRaise> {
  const { row, staff } = by.wish;
  const { requestId, propertyId, reopenings } = row;
  const reportedAt = row.reopenedAt ?? row.openedAt;
  const pack = await policyPacks.pinned({ version: row.packVersion, propertyId });
  const plan = planAtClass({
    requestId,
    reopenings,
    issue: issueOf({ pack, id: row.issue }),
    class: by.wish.class,
    pack,
    calendar: by.property.calendar,
    startedAt: by.isRaised ? new Date().toISOString() : reportedAt,
    reportedAt,
  });
  if (plan.approval === null || ASKED_LATER.includes(row.state)) return plan;
  if (await approvals.latest(row)) return plan;
  // Its order went out as an emergency's, without a question; whoever lowers it now answers that question.
  if (!mayDo(staff, { action: 'approval.decide', propertyId })) {
    throw new NotAllowed(
      `As ${plan.class} a manager must agree to the cost first: a manager must lower it.`,
    );
  }
  return { ...plan, approval: null };
}

// Not yet reported to the platform: where the class needs an approval, the process asks for it in its turn.
const ASKED_LATER: readonly MaintenanceRequestRow['state'][] = [
  'awaiting-confirmation',
  'self-help',
];

const isEmergency = (wished: PriorityClass): boolean => wished === 'P0' || wished === 'P1';

/** The people on call are rung once a class, and what waited for its resident's word opens. */
async function makeEmergency(
  { policyPacks, processes, records }: Needs,
  { wish, property }: { wish: WishedClass; property: PropertySettings },
): Promise<void> {
  const { requestId, reference, conversationId, state } = wish.row;
  const round = roundOf(wish.row.reopenings);
  const { nextContactMinutes } = policyPacks.current(property.propertyId).classes[wish.class];
  const alert = {
    alertId: `al_${requestId}-corrected-${wish.class}${round}`,
    propertyId: property.propertyId,
    kind: 'maintenance-request',
    class: wish.class,
    headline: `${wish.class} by ${wish.staff.role}'s judgement: ${reference}.`,
    conversationId,
    ladder: dangerLadder({
      ...(await calleesAt(records, property.propertyId)),
      waitMinutes: nextContactMinutes ?? 15,
    }),
  } as const;
  const dedupeKey = `request/${requestId}/corrected-${wish.class}${round}`;
  await records.alerts.open({ ...alert, dedupeKey, subjectId: requestId });
  await processes.openAlert(alert);
  if (state !== 'awaiting-confirmation') return;
  await processes.tellResidentAnswered({
    requestId,
    messageId: `corrected/${requestId}`,
    question: 'confirm-request',
    answer: { kind: 'yes' },
  });
}
