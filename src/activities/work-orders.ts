import { marker, type NewWorkOrder, type WorkOrder } from '../domain/work-order.ts';
import {
  ProviderAmbiguous,
  ProviderRateLimited,
  ProviderRejected,
  ProviderUnauthorized,
  ProviderUnavailable,
  RecordNotFound,
} from '../ports/errors.ts';
import type { PlatformOutboxRow, PlatformWrite } from '../ports/platform-outbox.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import { askedForRequest } from './asked-for.ts';
import { keepOldest } from './duplicate-orders.ts';
import { beating } from './heartbeats.ts';
import type { House } from './house.ts';
import { findRequest } from './request-news.ts';
import { tellOfBlock, tellOfWrite } from './write-news.ts';

type Needs = Pick<House, 'records' | 'platform' | 'processes'>;
interface Row {
  outboxId: string;
}

/** The steps of the retry-safe write (reference/pm-platforms.md section 10); their order is the workflow's. */
export function createWorkOrderActivities(house: Needs) {
  return {
    /** The row to write next, urgent ones first; `later` when rows only wait for their time. */
    nextWrite: (by: { connectionId: string }) => nextWrite(house, by),
    /** Sends one row, once. What was certainly not sent goes back to waiting; a lost answer fails the activity. */
    sendWrite: (by: Row) => sendWrite(house, by),
    /** Looks whether a write happened whose answer was lost; true when nothing more can be done with it now. */
    searchWrite: (by: Row) => searchWrite(house, by),
    /** The answer is lost: a visible state, in the history too, looked up when the platform has had time to settle. */
    markAmbiguous: async ({ outboxId }: Row): Promise<Pick<PlatformOutboxRow, 'state'>> => {
      const { platformOutbox } = house.records;
      const notBefore = inFuture(house.platform.settleMs);
      const lost = { outboxId, state: 'ambiguous', notBefore, countAttempt: true } as const;
      const row = await platformOutbox.mark(lost);
      // It had ended, and only telling its request went wrong.
      if (row.state !== 'ambiguous') await tellOfWrite(house, row);
      return { state: row.state };
    },
    /** Two answers were lost: a person looks. */
    leaveToPerson: async ({ outboxId }: Row): Promise<void> => {
      const failure = 'answers lost twice';
      await end(house, { row: await found(house, outboxId), kind: 'needs-human', failure });
    },
  };
}

async function nextWrite(
  { records: { platformOutbox }, platform }: Needs,
  { connectionId }: { connectionId: string },
) {
  const row = await platformOutbox.next(connectionId);
  if (!row) {
    return { kind: (await platformOutbox.hasOpen(connectionId)) ? 'later' : 'none' } as const;
  }
  const { outboxId, attempts } = row;
  const state = row.state === 'sending' || row.state === 'ambiguous' ? row.state : 'waiting';
  return { kind: 'due', outboxId, attempts, state, searchGapMs: platform.settleMs } as const;
}

async function sendWrite(house: Needs, { outboxId }: Row): Promise<void> {
  const { platformOutbox } = house.records;
  const content = await readAddressed(house, outboxId);
  const askedFor = await askedForWrite(house, await found(house, outboxId));
  const row = await platformOutbox.mark({ outboxId, state: 'sending' });
  if (row.state !== 'sending') return; // it has ended: another attempt was first
  if (!isAddressed(content)) {
    await end(house, { row, kind: 'rejected', failure: 'there is no work order to change' });
    return;
  }
  const { platform } = house;
  let externalId: string;
  try {
    externalId = await beating(() => write(platform, { content, askedFor }));
  } catch (error) {
    await afterFailure(house, { row, error });
    return;
  }
  const isOurs = await isReadBack(platform, { externalId, content, askedFor });
  await end(
    house,
    isOurs ? { row, kind: 'confirmed', externalId } : { ...UNLIKE, row, externalId },
  );
}

const UNLIKE = { kind: 'needs-human', failure: 'the order reads back unlike ours' } as const;

type AddressedWrite =
  | Extract<PlatformWrite, { kind: 'create-work-order' }>
  | (Extract<PlatformWrite, { kind: 'change-work-order' }> & { externalId: string });

/** A write with the order that it changes: rows of a request go in order, so its own create has ended before. */
async function readAddressed(
  { records: { platformOutbox } }: Needs,
  outboxId: string,
): Promise<PlatformWrite> {
  const content = await platformOutbox.readWrite(outboxId);
  if (content.kind === 'create-work-order' || content.externalId !== null) return content;
  const row = await platformOutbox.find(outboxId);
  const rows = row ? await platformOutbox.listOfRequest(row.requestId) : [];
  const made = rows.find(
    (one) =>
      one.operation === 'create-work-order' &&
      one.externalId &&
      row?.dedupeKey.startsWith(`${one.dedupeKey}/`), // of the same round
  );
  return { ...content, externalId: made?.externalId ?? null };
}

function isAddressed(content: PlatformWrite): content is AddressedWrite {
  return content.kind === 'create-work-order' || content.externalId !== null;
}

async function write(
  platform: PropertyPlatform,
  { content, askedFor }: { content: AddressedWrite; askedFor: AskedFor },
): Promise<string> {
  if (content.kind === 'change-work-order') {
    await platform.changeWorkOrder(content, askedFor);
    return content.externalId;
  }
  const { externalId } = await platform.createWorkOrder(content.order, askedFor);
  return externalId;
}

async function askedForWrite(house: Needs, row: PlatformOutboxRow): Promise<AskedFor> {
  const { outboxId, requestId } = row;
  const { propertyId, ids } = askedForRequest(await findRequest(house, requestId));
  return { propertyId, ids: { ...ids, outboxId } };
}

/** An accepted create is read back: a platform that put it elsewhere must be seen by a person. */
async function isReadBack(
  platform: PropertyPlatform,
  by: { externalId: string; content: PlatformWrite; askedFor: AskedFor },
): Promise<boolean> {
  const { externalId, content, askedFor } = by;
  if (content.kind === 'change-work-order') return true;
  const order = await platform.readWorkOrder(externalId, askedFor).catch(() => null);
  // Not readable yet is no contradiction; the sync sees it when it comes.
  return !order || isAsSent(order, content.order);
}

/** Whether an order says where it is and whose; a platform that names no unit contradicts none. */
function isAsSent(
  { propertyId, unitId, description }: WorkOrder,
  { reference, ...sent }: NewWorkOrder,
): boolean {
  const isThere = propertyId === sent.propertyId && (unitId === null || unitId === sent.unitId);
  return isThere && description.includes(marker(reference));
}

async function searchWrite(house: Needs, { outboxId }: Row): Promise<boolean> {
  const { platformOutbox } = house.records;
  const row = await found(house, outboxId);
  const content = await platformOutbox.readWrite(outboxId);
  // Setting the same values again is harmless, so a change need not be searched for.
  if (content.kind === 'change-work-order') return false;
  const { reference, propertyId } = content.order;
  const askedFor = await askedForWrite(house, row);
  try {
    const hits = await house.platform.searchWorkOrders({ reference, propertyId }, askedFor);
    const request = await findRequest(house, row.requestId);
    const kept = await keepOldest(house, { request, hits });
    if (!kept) return false;
    await end(house, { row, kind: 'confirmed', externalId: kept.externalId });
  } catch (error) {
    if (!(error instanceof ProviderUnauthorized)) throw error;
    await block(house, { row, state: 'ambiguous', failure: error.message });
  }
  return true;
}

/** Our credentials were refused: the row waits for an operator, in its place, and people hear of it. */
async function block(
  house: Needs,
  by: { row: PlatformOutboxRow; state: 'waiting' | 'ambiguous'; failure: string },
): Promise<void> {
  const { row, state, failure } = by;
  const { outboxId } = row;
  const blocked = await house.records.platformOutbox.mark({
    outboxId,
    state,
    failure,
    isBlocked: true,
  });
  await tellOfBlock(house, blocked);
}

interface Ending {
  row: PlatformOutboxRow;
  kind: 'confirmed' | 'rejected' | 'needs-human';
  externalId?: string;
  failure?: string;
}

async function end(house: Needs, { row, kind, ...rest }: Ending): Promise<void> {
  const { outboxId } = row;
  const ended = await house.records.platformOutbox.mark({ outboxId, state: kind, ...rest });
  await tellOfWrite(house, ended);
}

async function afterFailure(
  house: Needs,
  { row, error }: { row: PlatformOutboxRow; error: unknown },
): Promise<void> {
  const { outboxId } = row;
  if (error instanceof ProviderRejected) {
    await end(house, { row, kind: 'rejected', failure: error.message });
  } else if (error instanceof ProviderUnauthorized) {
    await block(house, { row, state: 'waiting', failure: error.message });
  } else if (error instanceof ProviderRateLimited || error instanceof ProviderUnavailable) {
    const { settleMs } = house.platform;
    const waitMs = error instanceof ProviderRateLimited ? error.retryAfterMs : settleMs;
    const notBefore = inFuture(waitMs);
    await house.records.platformOutbox.mark({ outboxId, state: 'waiting', notBefore });
  } else if (error instanceof ProviderAmbiguous) {
    throw error;
  } else {
    throw new ProviderAmbiguous(`write ${outboxId} ended without an answer`, { cause: error });
  }
}

async function found(
  { records: { platformOutbox } }: Needs,
  outboxId: string,
): Promise<PlatformOutboxRow> {
  const row = await platformOutbox.find(outboxId);
  if (!row) throw new RecordNotFound(`no row ${outboxId} in the platform's outbox`);
  return row;
}

const inFuture = (waitMs: number): string => new Date(Date.now() + waitMs).toISOString();

export type WorkOrderActivities = ReturnType<typeof createWorkOrderActivities>;
