import { namesThingOf } from '../domain/duplicate.ts';
import { isAssured } from '../domain/identity.ts';
import { ENDED_STATES } from '../domain/maintenance-request.ts';
import { isAtPlatform, standingKey } from '../domain/order-standing.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import { deskCalendar } from '../domain/property.ts';
import { requestText, sayInstant, statusKey, type Writing } from '../domain/request-text.ts';
import { renderText } from '../domain/texts.ts';
import type { WorkOrder } from '../domain/work-order.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import type { ConversationFacts } from '../ports/conversations.ts';
import { ProviderError, RecordNotFound } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { House } from './house.ts';
import { requestFacts } from './request-facts.ts';

type Needs = Pick<House, 'records' | 'policyPacks'> & {
  platform: Pick<PropertyPlatform, 'connectionId' | 'readWorkOrder' | 'listVendors'>;
};

/** What residents ask about how their requests stand. */
export function createRequestStatusActivities(house: Needs) {
  return {
    /**
     * Says how the person's open requests stand, as the platform has them now; from the rows that its sync keeps, and as
     * of when, where it does not answer in time.
     */
    readStatus: (by: Part) => readStatus(house, by),
  };
}

interface Part {
  turnId: string;
  conversationId: string;
  part: number;
}

async function readStatus(house: Needs, by: Part): Promise<Outcome> {
  const { turnId, conversationId, part } = by;
  const { conversations } = house.records;
  const conversation = await conversations.find(conversationId);
  if (!conversation) throw new RecordNotFound(`no conversation ${conversationId}`);
  const open = await openRequestsOf(house, conversation);
  if (open.length === 0) return { kind: 'nothing-open' };
  const said = (await conversations.readParts(turnId))[part]?.detail ?? '';
  const told = await Promise.all(
    namedFirst(open, said).map((row) => tell(house, { row, turnId, conversation })),
  );
  const lines = told.map(({ line }) => line);
  if (told.some(({ isOld }) => isOld)) lines.push(await sayAsOf(house, { open, conversation }));
  await conversations.savePart({ turnId, part, text: lines.join('\n') });
  return { kind: 'answered', part };
}

/** All that the person has open, by whatever door it came; whoever is not known to be them sees this conversation's. */
async function openRequestsOf(
  { records: { maintenanceRequests } }: Needs,
  { conversationId, personId, assurance }: ConversationFacts,
): Promise<MaintenanceRequestRow[]> {
  const rows = isAssured(assurance, 'channel')
    ? await maintenanceRequests.listOfPerson(personId)
    : await maintenanceRequests.listOfConversation(conversationId);
  return rows.filter(({ state }) => !ENDED_STATES.includes(state));
}

/** Those about a thing that was asked for go before the others. */
function namedFirst(open: MaintenanceRequestRow[], said: string): MaintenanceRequestRow[] {
  const { named = [], other = [] } = Object.groupBy(open, ({ words }) =>
    namesThingOf(said, words.summary) ? 'named' : 'other',
  );
  return [...named, ...other];
}

interface Telling {
  row: MaintenanceRequestRow;
  turnId: string;
  conversation: ConversationFacts;
}

/** How one request stands; `isOld`: the platform may know more, and could not be asked. */
async function tell(house: Needs, by: Telling): Promise<{ line: string; isOld: boolean }> {
  const { row, conversation } = by;
  const order = await readInTime(house, by);
  const isOld = order === 'not-in-time';
  const seen = order === 'not-in-time' ? null : order;
  const facts = await requestFacts(house, row.requestId);
  const now = await nowOf(house, { ...by, order: seen });
  const current = house.policyPacks.current(row.propertyId);
  // Rules that were pinned before a text was made do not have it.
  const pack = Object.hasOwn(facts.pack.texts, now.key) ? facts.pack : current;
  const writing = await writingOf(house, { propertyId: row.propertyId, pack, conversation });
  const { key, ...changed } = now;
  const line = requestText(key, { ...writing, request: { ...facts, ...changed, pack } });
  const dueBy = row.deadlines.doneBy;
  if (!UNDER_WAY.includes(key) || dueBy < writing.now) return { line, isOld };
  const values = { dueBy: sayInstant(dueBy, writing) };
  const { language } = writing;
  const due = renderText({ pack: current, key: 'status-due', language, values });
  return { line: `${line} ${due}`, isOld };
}

// Whoever has it under way has said no time.
const UNDER_WAY = [statusKey('vendor-assigned'), statusKey('in-progress')];

// Somebody waits for the answer, and it takes one more call where a vendor is new.
const LIMIT_MS = 2_500;

/** The order as the platform has it now; null where there is none to ask for. */
async function readInTime(
  { platform }: Needs,
  by: Telling,
): Promise<WorkOrder | null | 'not-in-time'> {
  const { workOrderExternalId: externalId, state } = by.row;
  if (!externalId || !isAtPlatform(state)) return null;
  return inTime(() => platform.readWorkOrder(externalId, askedFor(by)));
}

/** What the platform answers before the limit; it is down, or too slow, otherwise. */
async function inTime<Answer>(ask: () => Promise<Answer>): Promise<Answer | 'not-in-time'> {
  const limit = Promise.withResolvers<'not-in-time'>();
  const timer = setTimeout(() => limit.resolve('not-in-time'), LIMIT_MS);
  try {
    return await Promise.race([ask(), limit.promise]);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return 'not-in-time';
  } finally {
    clearTimeout(timer);
  }
}

/** The resident asked, in this turn, whatever door the request had come by. */
const askedFor = ({ row, turnId, conversation }: Telling): AskedFor => ({
  propertyId: row.propertyId,
  ids: {
    requestId: row.requestId,
    turnId,
    conversationId: conversation.conversationId,
    residentId: conversation.residentId,
  },
});

interface Now {
  key: string;
  vendorName?: string;
  windowFromAt?: string | null;
  windowToAt?: string | null;
}

/** What an order adds to what the row says. */
async function nowOf(
  house: Needs,
  { order, ...by }: Telling & { order: WorkOrder | null },
): Promise<Now> {
  const { state, vendorId, vendorName } = by.row;
  const key = standingKey(state, order);
  if (order?.status !== 'assigned' || key !== WITH_VENDOR) return { key, ...windowOf(order) };
  const name = order.vendorId === vendorId ? vendorName : await nameOf(house, { ...by, order });
  return name === null ? { key: statusKey('open') } : { key, vendorName: name };
}

const WITH_VENDOR = statusKey('vendor-assigned');

const windowOf = (order: WorkOrder | null): Partial<Now> =>
  order?.windowFromAt && order.windowToAt
    ? { windowFromAt: order.windowFromAt, windowToAt: order.windowToAt }
    : {};

async function nameOf(
  { platform }: Needs,
  by: Telling & { order: WorkOrder },
): Promise<string | null> {
  const vendors = await inTime(() => platform.listVendors(by.row.propertyId, askedFor(by)));
  if (vendors === 'not-in-time') return null;
  return vendors.find(({ id }) => id === by.order.vendorId)?.name ?? null;
}

/** Until when our rows are known to be as the platform's. */
async function sayAsOf(
  { records, policyPacks, platform }: Needs,
  { open, conversation }: { open: MaintenanceRequestRow[]; conversation: ConversationFacts },
): Promise<string> {
  const propertyId = conversation.propertyId ?? open[0]?.propertyId ?? '';
  const pack = policyPacks.current(propertyId);
  const synced = await records.platformOutbox.syncedUntil(platform.connectionId);
  const made = open.map(({ reopenedAt, openedAt }) => reopenedAt ?? openedAt);
  const asOf =
    [synced, ...made]
      .map((at) => new Date(at).toISOString())
      .toSorted()
      .at(-1) ?? synced;
  const writing = await writingOf({ records }, { propertyId, pack, conversation });
  const values = { asOf: sayInstant(asOf, writing) };
  return renderText({ pack, key: 'status-as-of', language: writing.language, values });
}

/** In the language of whoever asks, and the time of the place. */
async function writingOf(
  { records: { properties } }: Pick<House, 'records'>,
  by: { propertyId: string; pack: PolicyPack; conversation: ConversationFacts },
): Promise<Writing> {
  const { propertyId, pack, conversation } = by;
  const property = await properties.find(propertyId);
  const calendar = property?.calendar ?? deskCalendar(pack);
  return { pack, calendar, language: conversation.language, now: new Date().toISOString() };
}

export type RequestStatusActivities = ReturnType<typeof createRequestStatusActivities>;
