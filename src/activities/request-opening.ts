import { createHash } from 'node:crypto';
import { NO_ACCESS } from '../domain/access.ts';
import { isCircumstance, type Circumstance } from '../domain/circumstance.ts';
import type { Relation } from '../domain/duplicate.ts';
import { circumstanceToAsk, tellingCircumstances } from '../domain/intake.ts';
import { issueOf } from '../domain/issue.ts';
import { EARLIER, type RequestQuestion } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import { minClass } from '../domain/priority.ts';
import { planRequest, type RequestPlan } from '../domain/request-plan.ts';
import { referenceFrom } from '../domain/work-order.ts';
import type { TurnPart } from '../ports/conversations.ts';
import type { MaintenanceRequestRow, RequestWords } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { alarmFor } from './request-alarm.ts';
import { findRequest, ringManagers } from './request-news.ts';
import { relationOf } from './request-relation.ts';
import { readReport, type Report, type Reporting } from './request-report.ts';
import { comeBack } from './request-return.ts';
import type { ToldNeeds } from './request-told.ts';

type Needs = ToldNeeds & Pick<House, 'platform'>;

/** Opens maintenance requests: one for each trouble, none twice. */
export function createRequestOpeningActivities(house: Needs) {
  return {
    /**
     * Opens a request for a reported problem, or finds the one it belongs to. Retried with the same turn and part it
     * finds what it made.
     */
    openRequest: (by: Reporting) => openRequest(house, by),
  };
}

/** Opens a request for a report; one that cannot be opened again is named in it. */
export async function openRequest(house: Needs, by: Reporting): Promise<Outcome> {
  const report = await readReport(house, by);
  const { requestId, isDanger } = report;
  const relation = await relationOf(house, { ...report, summary: report.part.text });
  const { pack } = report;
  const issue = issueOf({ pack, id: report.decision.issue });
  const plan = planRequest({
    requestId,
    reopenings: 0,
    issue,
    proposed: report.decision.class,
    isDanger,
    circumstances: tellingCircumstances(pack, { issue, told: report.decision.circumstances }),
    relation,
    pack,
    calendar: report.property.calendar,
    now: new Date().toISOString(),
    reportedAt: await house.records.conversations.firstSentAt(by.turnId),
  });
  const back = await takeBack(house, { report, relation, plan });
  if (back) return back;
  const first = isAskedFirst(report, relation) ? firstQuestion(pack, { report, plan }) : null;
  const request = await write(house, { report, plan, question: first ?? 'confirm-request' });
  await start(house, { request, plan });
  if (plan.isEmergency) {
    if (!isDanger) await alarmFor(house, { request, property: report.property });
    return { kind: 'request-opened', requestId, isDanger };
  }
  if (plan.needsPerson) {
    const headline = 'a repeat, or the resident calls it urgent: please look.';
    await ringManagers(house, { row: request, step: 'look', headline });
  }
  return first
    ? { kind: 'intake-asked', requestId, question: first }
    : shown(by, { requestId, relation });
}

/** What the resident is shown to confirm: beside one that it may be, after one that is over, or by itself. */
function shown(
  { earlier }: Reporting,
  { requestId, relation }: { requestId: string; relation: Relation },
): Outcome {
  if (earlier) return { kind: 'request-anew', requestId, reason: earlier.reason };
  return relation.kind === 'unsure'
    ? { kind: 'request-doubtful', requestId, earlierId: relation.requestId }
    : { kind: 'request-to-confirm', requestId };
}

// What was known of the earlier one need not be asked again; what may be another one is asked about alone.
const isAskedFirst = ({ earlier }: Report, { kind }: Relation): boolean =>
  kind !== 'unsure' && earlier === null;

/**
 * What was told of a trouble that is open already is added to it, and a request of the same household whose repair did
 * not last is opened again. Null where it is reported for itself, as an emergency is.
 */
async function takeBack(
  house: Needs,
  { report, relation, plan }: { report: Report; relation: Relation; plan: RequestPlan },
): Promise<Outcome | null> {
  const { part, decision, dedupeKey } = report;
  if (relation.kind === 'new' || relation.kind === 'unsure') return null;
  if (relation.kind === 'same' && (await isWorse(house, { relation, plan }))) return null;
  const row = await findRequest(house, relation.requestId);
  if (relation.kind === 'repeat' && !mayComeBack(report, row)) return null;
  const told = {
    words: part.detail || part.text,
    access: part.access ?? NO_ACCESS,
    circumstances: decision.circumstances,
  };
  return comeBack(house, { row, told, once: dedupeKey });
}

/** A former household's request is not theirs to open, and help in an emergency must not hang on an old report. */
function mayComeBack(
  { decision, isDanger, home }: Report,
  { leaseId }: MaintenanceRequestRow,
): boolean {
  const isTheirs = leaseId !== null && leaseId === home?.leaseId;
  return isTheirs && !isDanger && decision.class !== 'P0' && decision.class !== 'P1';
}

/** What is asked before the resident confirms: whether it is worse than it sounds, where the pack has a rule for that. */
function firstQuestion(
  pack: PolicyPack,
  { report, plan }: { report: Report; plan: RequestPlan },
): Circumstance | null {
  const { decision, part } = report;
  return circumstanceToAsk(pack, {
    issue: decision.issue,
    class: plan.class,
    access: part.access ?? NO_ACCESS,
    location: null,
    facts: { circumstances: decision.circumstances.join(',') },
  });
}

/** Whether an emergency would vanish in a request that may wait: then it stands for itself. */
async function isWorse(
  { records: { maintenanceRequests } }: Needs,
  { relation, plan }: { relation: { requestId: string }; plan: RequestPlan },
): Promise<boolean> {
  const joined = await maintenanceRequests.find(relation.requestId);
  return plan.isEmergency && joined !== null && minClass(plan.class, joined.class) !== joined.class;
}

async function write(
  { records: { maintenanceRequests } }: Needs,
  { report, plan, question }: { report: Report; plan: RequestPlan; question: RequestQuestion },
): Promise<MaintenanceRequestRow> {
  const { requestId, dedupeKey, conversation, property, pack, home, part, decision } = report;
  const { propertyId, organisationId } = property;
  const issue = issueOf({ pack, id: decision.issue });
  const { request } = await maintenanceRequests.create({
    requestId,
    dedupeKey,
    reference: referenceFrom(digestOf(`${organisationId}|${requestId}|create|1`)),
    propertyId,
    unitId: home?.unitId ?? null,
    leaseId: home?.leaseId ?? null,
    residentId: conversation.residentId,
    conversationId: conversation.conversationId,
    issue: issue.id,
    family: issue.family,
    trade: plan.trade,
    class: plan.class,
    state: plan.isEmergency ? 'opening' : 'awaiting-confirmation',
    words: wordsOf(part),
    facts: factsOf(report, question),
    isRepeat: plan.isRepeat,
    packVersion: pack.version,
    deadlines: plan.deadlines,
  });
  if (plan.isEmergency) return request;
  return maintenanceRequests.change(requestId, { question });
}

function wordsOf({ text, detail, access = NO_ACCESS }: TurnPart): RequestWords {
  const { pets, times } = access;
  const visit = { ...(pets && { pets }), ...(times && { times }) };
  return { summary: text, description: detail || text, location: null, ...visit };
}

/** What the report told already, and what it lacks. */
function factsOf(
  { decision, part, earlier }: Report,
  question: RequestQuestion,
): Record<string, string> {
  const { missing, circumstances } = decision;
  const entry = part.access?.entry;
  return {
    ...(entry && { entry }),
    ...(missing.length > 0 && { missing: missing.join(',') }),
    ...(circumstances.length > 0 && { circumstances: circumstances.join(',') }),
    ...(isCircumstance(question) && { asked: question }),
    ...(earlier && { [EARLIER]: earlier }),
  };
}

async function start(
  { processes, platform }: Needs,
  { request, plan }: { request: MaintenanceRequestRow; plan: RequestPlan },
): Promise<void> {
  const { requestId, reference, conversationId, propertyId, trade, packVersion } = request;
  await processes.openMaintenanceRequest({
    requestId,
    reference,
    conversationId,
    propertyId,
    connectionId: platform.connectionId,
    class: request.class,
    trade,
    packVersion,
    needsConfirmation: !plan.isEmergency,
    selfHelp: plan.selfHelp,
    approval: plan.approval,
    deadlines: request.deadlines,
  });
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export type RequestOpeningActivities = ReturnType<typeof createRequestOpeningActivities>;
