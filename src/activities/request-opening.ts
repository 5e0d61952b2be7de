import { createHash } from 'node:crypto';
import { approvalIdOf } from '../domain/approval.ts';
import { approvalRule } from '../domain/approval-policy.ts';
import type { Decision } from '../domain/decision.ts';
import { relate, type EarlierTrouble, type Relation } from '../domain/duplicate.ts';
import { issueOf } from '../domain/issue.ts';
import { ENDED_STATES, type MaintenanceRequestCase } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import { classify, type PriorityClass } from '../domain/priority.ts';
import { deadlines } from '../domain/sla.ts';
import { referenceFrom } from '../domain/work-order.ts';
import type { ConversationFacts, TurnPart } from '../ports/conversations.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';

type ReportedProblem = Extract<Decision, { kind: 'report-problem' }>;

// How far back a unit's requests are read: long enough for an open one, and for a repeat.
const LOOK_BACK_MS = 180 * 86_400_000;

/** Opens maintenance requests: one for each trouble, none twice. */
export function createRequestOpeningActivities({
  records: { conversations, maintenanceRequests, properties, alerts },
  platform,
  policyPacks,
  processes,
}: Pick<House, 'records' | 'platform' | 'policyPacks' | 'processes'>) {
  const relationOf = async (by: {
    trouble: { issue: string; family: string; summary: string };
    unitId: string | null;
    leaseId: string | null;
    repeatWithinDays: number;
    ownDedupeKey: string;
  }): Promise<Relation> => {
    if (!by.unitId) return { kind: 'new' };
    const now = new Date();
    const since = new Date(now.getTime() - LOOK_BACK_MS).toISOString();
    const rows = await maintenanceRequests.listOfUnit({ unitId: by.unitId, since });
    const earlier = rows
      .filter(({ requestId }) => requestId !== requestIdOf(by.ownDedupeKey))
      .map(earlierOf);
    const { leaseId, repeatWithinDays } = by;
    return relate(by.trouble, { earlier, leaseId, now: now.toISOString(), repeatWithinDays });
  };

  const create = async (by: {
    conversation: ConversationFacts;
    propertyId: string;
    decision: ReportedProblem;
    part: TurnPart;
    dedupeKey: string;
    isDanger: boolean;
  }): Promise<Outcome> => {
    const { conversation, propertyId, decision, part, dedupeKey } = by;
    const pack = policyPacks.current(propertyId);
    const property = await properties.find(propertyId);
    if (!property) throw new RecordNotFound(`no property ${propertyId}`);
    const { residentId } = conversation;
    const resident = residentId ? await platform.findResident(residentId) : null;
    const issue = issueOf({ pack, id: decision.issue });
    const relation = await relationOf({
      trouble: { issue: issue.id, family: issue.family, summary: part.text },
      unitId: resident?.unitId ?? null,
      leaseId: resident?.leaseId ?? null,
      repeatWithinDays: pack.modifiers.repeatWithinDays,
      ownDedupeKey: dedupeKey,
    });
    if (relation.kind === 'same') return { kind: 'request-joined', requestId: relation.requestId };

    const isRepeat = relation.kind === 'repeat';
    const decided = classify({
      issue,
      modifiers: [],
      floor: by.isDanger ? decision.class : null,
      proposed: decision.class,
      repeat: isRepeat,
      pack,
    });
    const clocks = deadlines({
      class: decided.class,
      startedAt: new Date().toISOString(),
      pack,
      calendar: property.calendar,
    });
    const requestId = requestIdOf(dedupeKey);
    const isEmergency = decided.class === 'P0' || decided.class === 'P1';
    const rule = approvalRule({ issue, class: decided.class, pack });
    const { request } = await maintenanceRequests.create({
      requestId,
      dedupeKey,
      reference: referenceFrom(digestOf(`${property.organisationId}|${requestId}|create|1`)),
      propertyId,
      unitId: resident?.unitId ?? null,
      leaseId: resident?.leaseId ?? null,
      residentId,
      conversationId: conversation.conversationId,
      issue: issue.id,
      family: issue.family,
      trade: rule.trade,
      class: decided.class,
      state: isEmergency ? 'opening' : 'awaiting-confirmation',
      words: { summary: part.text, description: part.detail ?? part.text, location: null },
      isRepeat,
      packVersion: pack.version,
      deadlines: {
        acceptBy: clocks.acceptBy,
        dispatchBy: clocks.dispatchBy ?? clocks.acceptBy,
        doneBy: clocks.doneBy ?? clocks.acceptBy,
      },
    });
    if (!isEmergency) await maintenanceRequests.change(requestId, { question: 'confirm-request' });
    await processes.openMaintenanceRequest(
      caseOf(request, {
        connectionId: platform.connectionId,
        needsConfirmation: !isEmergency,
        selfHelp: offersSelfHelp(request.class) ? (issue.selfHelp[0] ?? null) : null,
        approval: rule.isNeeded
          ? {
              approvalId: approvalIdOf(requestId),
              ceilingCents: rule.ceilingCents,
              remindAt: clocks.approval.remindAt,
              escalateAt: clocks.approval.escalateAt,
              expiresAt: clocks.approval.expireAt,
            }
          : null,
      }),
    );
    if (isEmergency && !by.isDanger) await alarm(request);
    if (isEmergency) return { kind: 'request-opened', requestId, isDanger: by.isDanger };
    return relation.kind === 'unsure'
      ? { kind: 'request-doubtful', requestId, earlierId: relation.requestId }
      : { kind: 'request-to-confirm', requestId };
  };

  /** An emergency that only a model saw: no danger's alert rings for it, so its own does. */
  const alarm = async (request: MaintenanceRequestRow): Promise<void> => {
    const property = await properties.find(request.propertyId);
    const contacts = property?.contacts.onCall ?? [];
    const alert = {
      alertId: `al_${request.requestId}`,
      propertyId: request.propertyId,
      kind: 'maintenance-request' as const,
      class: request.class,
      headline: `${request.class} ${request.issue} reported as ${request.reference}.`,
      conversationId: request.conversationId,
      ladder: [{ contacts, waitMinutes: 15 }],
    };
    const { requestId } = request;
    await alerts.open({ ...alert, dedupeKey: `request/${requestId}`, subjectId: requestId });
    await processes.openAlert(alert);
  };

  return {
    /**
     * Opens a request for a reported problem, or finds the one it belongs to. Retried with the same turn and part it
     * finds what it made.
     */
    async openRequest(by: {
      turnId: string;
      conversationId: string;
      decision: ReportedProblem;
      dangers: CommittedDanger[];
    }): Promise<Outcome> {
      const { turnId, decision } = by;
      const conversation = await conversations.find(by.conversationId);
      const part = (await conversations.readParts(turnId))[decision.part];
      if (!conversation || !part) throw new RecordNotFound(`no part ${decision.part} of ${turnId}`);
      const { propertyId } = conversation;
      if (!propertyId) throw new RecordNotFound('a request needs a property');
      const dedupeKey = `${turnId}/${decision.part}`;
      const isDanger = by.dangers.some(({ issue }) => issue === decision.issue);
      return create({ conversation, propertyId, decision, part, dedupeKey, isDanger });
    },
  };
}

function earlierOf(row: MaintenanceRequestRow): EarlierTrouble {
  return {
    requestId: row.requestId,
    issue: row.issue,
    family: row.family,
    summary: row.words.summary,
    leaseId: row.leaseId,
    isOpen: !ENDED_STATES.includes(row.state),
    closedAt: row.closedAt,
  };
}

function caseOf(
  row: MaintenanceRequestRow,
  by: Pick<MaintenanceRequestCase, 'connectionId' | 'needsConfirmation' | 'selfHelp' | 'approval'>,
): MaintenanceRequestCase {
  const { requestId, reference, conversationId, propertyId, trade, packVersion } = row;
  const fixed = { requestId, reference, conversationId, propertyId, trade, packVersion };
  return { ...fixed, class: row.class, deadlines: row.deadlines, ...by };
}

// Triage taxonomy section 6: only the classes that may wait.
const offersSelfHelp = (of: PriorityClass): boolean => of === 'P3' || of === 'P4';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const requestIdOf = (dedupeKey: string): string =>
  `mr_${digestOf(dedupeKey).toString('hex').slice(0, 20)}`;

export type RequestOpeningActivities = ReturnType<typeof createRequestOpeningActivities>;
