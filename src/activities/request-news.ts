import { roundOf } from '../domain/maintenance-request.ts';
import { deskCalendar } from '../domain/property.ts';
import { requestText } from '../domain/request-text.ts';
import { RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { NewSend } from '../ports/outbox.ts';
import { managersOf, ringFor } from './alarms.ts';
import type { House } from './house.ts';
import { requestFacts } from './request-facts.ts';
import { sendRow } from './send-row.ts';

/** What writing about a request needs. */
export type NewsRoom = Pick<House, 'records' | 'channels' | 'policyPacks' | 'processes'>;

/** @throws RecordNotFound */
export async function findRequest(
  { records: { maintenanceRequests } }: Pick<House, 'records'>,
  requestId: string,
): Promise<MaintenanceRequestRow> {
  const row = await maintenanceRequests.find(requestId);
  if (!row) throw new RecordNotFound(`no maintenance request ${requestId}`);
  return row;
}

/** A text of the pack about a request, in the resident's language and the property's time. */
export async function writeAbout(
  house: NewsRoom,
  { row, key }: { row: MaintenanceRequestRow; key: string },
): Promise<string> {
  const { propertyId, requestId, conversationId } = row;
  const { conversations, properties } = house.records;
  const conversation = conversationId ? await conversations.find(conversationId) : null;
  const request = await requestFacts(house, requestId);
  const { pack } = request;
  const property = await properties.find(propertyId);
  return requestText(key, {
    request,
    pack,
    language: conversation?.language ?? 'en',
    calendar: property?.calendar ?? deskCalendar(pack),
    now: new Date().toISOString(),
  });
}

/** Where the keys of what is told about a request begin, in the round that it is in. */
const newsOf = ({ requestId, reopenings }: MaintenanceRequestRow): string =>
  `news/${requestId}${roundOf(reopenings)}`;

/**
 * Tells the resident a text, once for each `once`; a request that staff opened has nobody to tell. Under a takeover it
 * waits as a draft for whoever holds the person.
 */
export async function tellResident(
  house: NewsRoom,
  by: { row: MaintenanceRequestRow; key: string; once: string },
): Promise<void> {
  const { conversationId } = by.row;
  if (!conversationId) return;
  const send = await writeNews(house, { ...by, conversationId });
  const dedupeKey = `${newsOf(by.row)}/${by.once}`;
  const sendId = await house.records.outbox.queue({ ...send, dedupeKey });
  await sendNews(house, { ...by, sendId });
}

/** News of a request as it is told now; its dedupe key is the caller's. */
export async function writeNews(
  house: NewsRoom,
  by: { row: MaintenanceRequestRow; key: string; conversationId: string },
): Promise<Omit<NewSend, 'dedupeKey'>> {
  const { row, key, conversationId } = by;
  const { requestId, state, question } = row;
  return {
    conversationId,
    purpose: 'news',
    text: await writeAbout(house, by),
    sources: [],
    turnId: null,
    news: { kind: 'request', requestId, key, state, question },
  };
}

/** Sends queued news; the managers hear of news that nobody can be told. */
export async function sendNews(
  house: NewsRoom,
  { row, sendId, once }: { row: MaintenanceRequestRow; sendId: string; once: string },
): Promise<void> {
  const { state } = await sendRow(house, sendId);
  if (state !== 'withheld' && state !== 'failed') return;
  if (await house.records.drafts.isKept(sendId)) return; // whoever holds the person sees it
  const headline = `the resident could not be told (${state}).`;
  await ringManagers(house, { row, step: `untold-${once}`, headline });
}

// How long managers are given before the alert rings again.
const WAIT_MINUTES = 30;

/** Rings the managers about a request, once a step of each round. */
export async function ringManagers(
  house: Pick<House, 'records' | 'processes'>,
  by: { row: MaintenanceRequestRow; step: string; headline: string },
): Promise<void> {
  const { requestId, reference, propertyId, conversationId, ...row } = by.row;
  const step = `${by.step}${roundOf(row.reopenings)}`;
  await ringFor(house, {
    once: `request/${requestId}/${step}`,
    alertId: `al_${requestId}-${step}`,
    propertyId,
    kind: 'maintenance-request',
    class: row.class,
    headline: `${reference}: ${by.headline}`,
    conversationId,
    subjectId: requestId,
    ladder: await managersOf(house, { propertyId, waitMinutes: WAIT_MINUTES }),
  });
}
