import { planReopening, reopenedCase, reopeningVerdict } from '../domain/reopening.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import type { PropertySettings } from '../domain/property.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import { findRequest } from './request-news.ts';
import { takeUp, type Told, type ToldNeeds } from './request-told.ts';

/** A request that its resident speaks of again, and what they tell. */
interface Return {
  row: MaintenanceRequestRow;
  told: Told;
  /** The same for every attempt of a turn's step. */
  once: string;
}

/**
 * Takes up that a trouble is there still, or again: a closed request is opened again in the pack's time, work that was
 * marked done is not done, and an open request hears more of it. Null where it can only be reported anew.
 */
export async function comeBack(house: ToldNeeds, by: Return): Promise<Outcome | null> {
  const { row } = by;
  const { requestId, propertyId } = row;
  const pack = await house.policyPacks.pinned({ version: row.packVersion, propertyId });
  const now = new Date().toISOString();
  const { repeatWithinDays: withinDays } = pack.modifiers;
  const verdict = reopeningVerdict(row, { now, withinDays });
  if (verdict === 'late' || verdict === 'unfinished') return null;
  if (await reopen(house, { ...by, pack, now })) return { kind: 'request-reopened', requestId };
  // Another word may have opened it a moment ago: then this one is about an order that is not the old one.
  const open = { ...by, row: await findRequest(house, requestId) };
  if (open.row.state === 'awaiting-completion-check') return takeBackDone(house, open);
  const { class: raised } = await takeUp(house, open);
  return { kind: raised === open.row.class ? 'request-joined' : 'request-raised', requestId };
}

/** Whether this very word has opened it again, now or in an attempt before. */
async function reopen(
  house: ToldNeeds,
  { row, told, once, pack, now }: Return & { pack: PolicyPack; now: string },
): Promise<boolean> {
  const { calendar } = await propertyOf(house, row);
  const { class: raised, deadlines } = planReopening(row, { pack, calendar, now });
  const again = await house.records.requestReopenings.reopen({
    requestId: row.requestId,
    number: row.reopenings + 1,
    key: once,
    class: raised,
    deadlines,
    by: null,
  });
  if (!again) return false;
  const { request } = again;
  const { connectionId } = house.platform;
  const reopenedAt = request.reopenedAt ?? now;
  const opened = reopenedCase({ ...request, connectionId, reopenedAt }, { pack, calendar });
  await house.processes.reopenMaintenanceRequest(opened);
  await takeUp(house, { row: request, told, once });
  return true;
}

/** It was marked done and is not: the answer that the request waits for, also from whoever had said yes. */
async function takeBackDone(house: ToldNeeds, by: Return): Promise<Outcome> {
  const { row, once } = by;
  const { requestId, question } = row;
  const isAsked = question === 'completed' || question === 'survey';
  await takeUp(house, by);
  await house.processes.tellResidentAnswered({
    requestId,
    messageId: once,
    question: 'completed',
    answer: { kind: 'no' },
  });
  if (isAsked) await house.records.maintenanceRequests.takeQuestion({ requestId, turnId: once });
  return { kind: 'question-answered', requestId, question: 'completed' };
}

async function propertyOf(
  { records: { properties } }: Pick<ToldNeeds, 'records'>,
  { propertyId }: MaintenanceRequestRow,
): Promise<PropertySettings> {
  const property = await properties.find(propertyId);
  if (!property) throw new RecordNotFound('a request needs a property');
  return property;
}
