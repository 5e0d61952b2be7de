import { accessLines, mergedAccess, NO_ACCESS, saysAccess, type Access } from '../domain/access.ts';
import { readCircumstances, type Circumstance } from '../domain/circumstance.ts';
import type { IntakeState } from '../domain/intake.ts';
import { issueOf } from '../domain/issue.ts';
import { WEIGHED } from '../domain/maintenance-request.ts';
import { minClass } from '../domain/priority.ts';
import { planRequest, type RequestPlan } from '../domain/request-plan.ts';
import type { WorkOrderChange } from '../domain/work-order.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { House } from './house.ts';
import { isCreateOf, queueWrite } from './queue-write.ts';
import { alarmFor } from './request-alarm.ts';
import { ringManagers, type NewsRoom } from './request-news.ts';

/** What taking up a resident's words needs. */
export type ToldNeeds = NewsRoom & { platform: Pick<House['platform'], 'connectionId'> };

/** What a resident told of a request beside what they were asked to confirm. */
export interface Told {
  /** More about the trouble, in their words; null when nothing of it must be kept. */
  words: string | null;
  access: Access;
  circumstances: readonly Circumstance[];
  location?: string;
}

/** What is known of a visit from a request's row. */
export function accessOf({ facts, words }: MaintenanceRequestRow): Access {
  const entry = facts['entry'];
  const isKnown = entry === 'yes' || entry === 'no' || entry === 'call-first';
  return {
    entry: isKnown ? entry : null,
    pets: words.pets ?? null,
    times: words.times ?? null,
  };
}

/** What intake knows and has asked, from a request's row. */
export function intakeOf(row: MaintenanceRequestRow): IntakeState {
  const { issue, facts, words } = row;
  return { issue, class: row.class, access: accessOf(row), location: words.location, facts };
}

/**
 * Keeps what a resident told, passes it on to the platform once there is an order there, and raises the class where the
 * trouble is worse than it seemed. Told again with the same `once` it changes nothing.
 */
export async function takeUp(
  house: ToldNeeds,
  { row, told, once }: { row: MaintenanceRequestRow; told: Told; once: string },
): Promise<MaintenanceRequestRow> {
  if (saysNothing(told)) return row;
  const kept = await keep(house, { row, told });
  const raised = await raiseWhereWorse(house, kept);
  await passOn(house, { row: raised, told, once, isRaised: raised.class !== row.class });
  return raised;
}

function saysNothing({ words, access, circumstances, location }: Told): boolean {
  return !words && !location && circumstances.length === 0 && !saysAccess(access);
}

function keep(
  { records: { maintenanceRequests } }: ToldNeeds,
  { row, told }: { row: MaintenanceRequestRow; told: Told },
): Promise<MaintenanceRequestRow> {
  const { entry, pets, times } = mergedAccess(accessOf(row), told.access);
  const held = new Set([...readCircumstances(row.facts['circumstances']), ...told.circumstances]);
  return maintenanceRequests.change(row.requestId, {
    ...(told.words && { moreWords: told.words }),
    words: {
      ...(told.location && { location: told.location }),
      ...(pets && { pets }),
      ...(times && { times }),
    },
    facts: {
      ...(entry && { entry }),
      ...(held.size > 0 && { circumstances: [...held].join(',') }),
    },
  });
}

/** The class by all that is known now; it only ever rises, and everybody who must know hears of it. */
async function raiseWhereWorse(
  house: ToldNeeds,
  row: MaintenanceRequestRow,
): Promise<MaintenanceRequestRow> {
  const property = await house.records.properties.find(row.propertyId);
  if (!property) throw new RecordNotFound('a request needs a property');
  const pack = await house.policyPacks.pinned({
    version: row.packVersion,
    propertyId: row.propertyId,
  });
  const reported = {
    requestId: row.requestId,
    reopenings: row.reopenings,
    issue: issueOf({ pack, id: row.issue }),
    proposed: row.class,
    isDanger: false,
    relation: { kind: 'new' },
    pack,
    calendar: property.calendar,
    now: new Date().toISOString(),
    reportedAt: row.reopenedAt ?? row.openedAt,
  } as const;
  const circumstances = readCircumstances(row.facts['circumstances']);
  const plan = planRequest({ ...reported, circumstances });
  // A person has set the class knowing that much: the same facts do not overrule them.
  const weighed = row.facts[WEIGHED];
  const bar =
    weighed === undefined
      ? row.class
      : planRequest({ ...reported, circumstances: readCircumstances(weighed) }).class;
  const isWorse = [row.class, bar].every((than) => minClass(plan.class, than) !== than);
  // The row says last that it was raised, so that an attempt lost half way does all of it again.
  if (isWorse) {
    const worse = { ...row, class: plan.class, deadlines: plan.deadlines };
    await tellRaised(house, { row: worse, plan });
    if (plan.isEmergency) await alarmFor(house, { request: worse, property });
    if (plan.isEmergency) await openUnasked(house, row);
  }
  if (plan.needsPerson && !plan.isEmergency) {
    await ringManagers(house, { row, step: 'look', headline: 'the resident calls it urgent.' });
  }
  const { class: raised, deadlines } = plan;
  return isWorse
    ? house.records.maintenanceRequests.change(row.requestId, { class: raised, deadlines })
    : row;
}

/** An emergency is not confirmed first: what waited for that opens at once. */
async function openUnasked(
  { processes }: ToldNeeds,
  { requestId, state }: MaintenanceRequestRow,
): Promise<void> {
  if (state !== 'awaiting-confirmation') return;
  const opened = { question: 'confirm-request', answer: { kind: 'yes' } } as const;
  await processes.tellResidentAnswered({ requestId, messageId: `raised/${requestId}`, ...opened });
}

async function tellRaised(
  house: ToldNeeds,
  { row, plan }: { row: MaintenanceRequestRow; plan: RequestPlan },
): Promise<void> {
  const { requestId } = row;
  const { class: raised, selfHelp, approval, deadlines } = plan;
  await house.processes.tellRequestRaised({
    requestId,
    raise: { class: raised, selfHelp, approval, deadlines },
  });
  const headline = `more urgent than it seemed: ${raised} now.`;
  await ringManagers(house, { row, step: `raised-${raised}`, headline });
}

/** Changes the order at the platform; before there is one its create will say it all. */
async function passOn(
  house: ToldNeeds,
  by: { row: MaintenanceRequestRow; told: Told; once: string; isRaised: boolean },
): Promise<void> {
  const { row, told } = by;
  const { location } = told;
  const lines = [
    ...(told.words ? [`Resident adds: ${told.words}`] : []),
    ...(location ? [`Where: ${location}`] : []),
    ...accessLines({ ...told.access, entry: null }),
  ];
  const { entry } = told.access;
  const change: WorkOrderChange = {
    ...(lines.length > 0 && { note: lines.join('\n') }),
    ...(entry && { permissionToEnter: entry }),
    ...(by.isRaised && { class: row.class }),
  };
  if (Object.keys(change).length === 0) return;
  await changeOrder(house, { row, change, once: `told/${by.once}` });
}

/** Queues a change of a request's order, once; nothing while no order was queued in this round. */
export async function changeOrder(
  house: ToldNeeds,
  { row, change, once }: { row: MaintenanceRequestRow; change: WorkOrderChange; once: string },
): Promise<void> {
  const { requestId, orderReference, workOrderExternalId: externalId } = row;
  const writes = await house.records.platformOutbox.listOfRequest(requestId);
  if (!writes.some((write) => isCreateOf(row, write))) return;
  await queueWrite(house, {
    row,
    dedupeKey: `${orderReference}/${once}`,
    write: { kind: 'change-work-order', externalId, change },
  });
}

/** What a turn said of a visit; nothing where it was not kept. */
export async function accessSaid(
  { records: { conversations } }: Pick<House, 'records'>,
  { turnId, part }: { turnId: string; part: number },
): Promise<{ access: Access; detail: string }> {
  const said = (await conversations.readParts(turnId))[part];
  return { access: said?.access ?? NO_ACCESS, detail: said?.detail ?? '' };
}
