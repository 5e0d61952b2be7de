import { createHash } from 'node:crypto';
import { NO_ACCESS } from '../domain/access.ts';
import { isCircumstance, type Circumstance } from '../domain/circumstance.ts';
import type { Decision } from '../domain/decision.ts';
import { relate, type EarlierTrouble, type Relation } from '../domain/duplicate.ts';
import { circumstanceToAsk, tellingCircumstances } from '../domain/intake.ts';
import { issueOf } from '../domain/issue.ts';
import { ENDED_STATES, type RequestQuestion } from '../domain/maintenance-request.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { PropertySettings } from '../domain/property.ts';
import { minClass } from '../domain/priority.ts';
import { planRequest, type RequestPlan } from '../domain/request-plan.ts';
import type { Resident } from '../domain/resident.ts';
import { referenceFrom } from '../domain/work-order.ts';
import type { ConversationFacts, TurnPart } from '../ports/conversations.ts';
import { ProviderError, RecordNotFound } from '../ports/errors.ts';
import type { CommittedDanger } from '../ports/inbox.ts';
import type { MaintenanceRequestRow, RequestWords } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { alarmFor } from './request-alarm.ts';
import { findRequest, ringManagers } from './request-news.ts';
import { takeUp, type ToldNeeds } from './request-told.ts';

type Needs = ToldNeeds & Pick<House, 'platform'>;
type ReportedProblem = Extract<Decision, { kind: 'report-problem' }>;

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

interface Reporting {
  turnId: string;
  conversationId: string;
  decision: ReportedProblem;
  dangers: CommittedDanger[];
}

/** A report with all that is known around it. */
interface Report {
  requestId: string;
  dedupeKey: string;
  conversation: ConversationFacts;
  property: PropertySettings;
  /** The rules that the request is pinned to. */
  pack: PolicyPack;
  /** Where it is; null where nobody could say. */
  home: Pick<Resident, 'unitId' | 'leaseId'> | null;
  part: TurnPart;
  decision: ReportedProblem;
  isDanger: boolean;
}

async function openRequest(house: Needs, by: Reporting): Promise<Outcome> {
  const report = await readReport(house, by);
  const { requestId, isDanger } = report;
  const relation = await relationOf(house, report);
  const { pack } = report;
  const issue = issueOf({ pack, id: report.decision.issue });
  const plan = planRequest({
    requestId,
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
  if (relation.kind === 'same' && !(await isWorse(house, { relation, plan }))) {
    return join(house, { report, requestId: relation.requestId });
  }
  const first = relation.kind === 'unsure' ? null : firstQuestion(pack, { report, plan });
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
  if (first) return { kind: 'intake-asked', requestId, question: first };
  return relation.kind === 'unsure'
    ? { kind: 'request-doubtful', requestId, earlierId: relation.requestId }
    : { kind: 'request-to-confirm', requestId };
}

/** What was told of a trouble that is open already is added to it. */
async function join(
  house: Needs,
  { report, requestId }: { report: Report; requestId: string },
): Promise<Outcome> {
  const { part, decision, dedupeKey } = report;
  const row = await findRequest(house, requestId);
  const told = {
    words: part.detail || part.text,
    access: part.access ?? NO_ACCESS,
    circumstances: decision.circumstances,
  };
  const { class: now } = await takeUp(house, { row, told, once: dedupeKey });
  return { kind: now === row.class ? 'request-joined' : 'request-raised', requestId };
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

async function readReport(house: Needs, by: Reporting): Promise<Report> {
  const { records, platform } = house;
  const { turnId, decision } = by;
  const conversation = await records.conversations.find(by.conversationId);
  const part = (await records.conversations.readParts(turnId))[decision.part];
  if (!conversation || !part) throw new RecordNotFound(`no part ${decision.part} of ${turnId}`);
  const { propertyId, residentId } = conversation;
  const property = propertyId ? await records.properties.find(propertyId) : null;
  if (!property) throw new RecordNotFound('a request needs a property');
  const dedupeKey = `${turnId}/${decision.part}`;
  const isDanger = by.dangers.some(({ isNew, issue }) => isNew && issue === decision.issue);
  const requestId = `mr_${digestOf(dedupeKey).toString('hex').slice(0, 20)}`;
  const home = residentId ? await homeOf(platform, { residentId, conversation, isDanger }) : null;
  const unitId = home?.unitId ?? null;
  return {
    requestId,
    dedupeKey,
    conversation,
    property,
    pack: await packOf(house, { requestId, propertyId: property.propertyId, unitId }),
    home,
    part,
    decision,
    isDanger,
  };
}

/** The rules in force; those that an earlier attempt has opened it under, when the rules changed in between. */
async function packOf(
  { records: { maintenanceRequests }, policyPacks }: Needs,
  by: { requestId: string; propertyId: string; unitId: string | null },
): Promise<PolicyPack> {
  const { requestId, propertyId, unitId } = by;
  const opened = await maintenanceRequests.find(requestId);
  return opened
    ? policyPacks.pinned({ version: opened.packVersion, propertyId })
    : policyPacks.current(propertyId, unitId);
}

/** While the platform is down, by what we know ourselves; an emergency is opened also when that is nothing. */
async function homeOf(
  platform: Needs['platform'],
  by: { residentId: string; conversation: ConversationFacts; isDanger: boolean },
): Promise<Report['home']> {
  const { knownHome } = by.conversation;
  const known = knownHome?.residentId === by.residentId ? knownHome : null;
  try {
    return await platform.findResident(by.residentId);
  } catch (error) {
    if ((known || by.isDanger) && error instanceof ProviderError) return known;
    throw error;
  }
}

// How far back a unit's requests are read: long enough for an open one, and for a repeat.
const LOOK_BACK_MS = 180 * 86_400_000;

async function relationOf(house: Needs, report: Report): Promise<Relation> {
  const { home, decision, part, pack, requestId } = report;
  if (!home?.unitId) return { kind: 'new' };
  const issue = issueOf({ pack, id: decision.issue });
  const now = new Date();
  const rows = await house.records.maintenanceRequests.listOfUnit({
    unitId: home.unitId,
    since: new Date(now.getTime() - LOOK_BACK_MS).toISOString(),
  });
  const trouble = { issue: issue.id, family: issue.family, summary: part.text };
  return relate(trouble, {
    earlier: rows.filter((row) => row.requestId !== requestId).map(earlierOf),
    leaseId: home.leaseId,
    now: now.toISOString(),
    repeatWithinDays: pack.modifiers.repeatWithinDays,
  });
}

function earlierOf(row: MaintenanceRequestRow): EarlierTrouble {
  const { requestId, issue, family, leaseId, closedAt } = row;
  const isOpen = !ENDED_STATES.includes(row.state);
  const summary = row.words.summary;
  // What was dropped or cancelled was never repaired, so its coming back repeats nothing.
  const repairedAt = row.state === 'closed' ? closedAt : null;
  return { requestId, issue, family, summary, leaseId, isOpen, closedAt: repairedAt };
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
function factsOf({ decision, part }: Report, question: RequestQuestion): Record<string, string> {
  const { missing, circumstances } = decision;
  const entry = part.access?.entry;
  return {
    ...(entry && { entry }),
    ...(missing.length > 0 && { missing: missing.join(',') }),
    ...(circumstances.length > 0 && { circumstances: circumstances.join(',') }),
    ...(isCircumstance(question) && { asked: question }),
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
