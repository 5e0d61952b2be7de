import { approvedTerms } from '../domain/approval-edits.ts';
import { approvalRule } from '../domain/approval-policy.ts';
import { issueOf } from '../domain/issue.ts';
import { dayOf } from '../domain/local-time.ts';
import { clockOf } from '../domain/maintenance-request.ts';
import type { PolicyPack } from '../domain/policy-pack.ts';
import { requestClocks } from '../domain/request-clocks.ts';
import { vendorRefusal } from '../domain/work-order.ts';
import { ProviderRateLimited, ProviderUnavailable } from '../ports/errors.ts';
import type { MaintenanceRequestRow } from '../ports/maintenance-requests.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import type {
  CostAnswer,
  RequestAnswer,
  RequestListed,
  StoryLine,
  VendorAnswer,
} from './answers/maintenance-request.ts';
import { askedBy } from './asked-by.ts';
import { storyOf } from './request-story.ts';
import { mayDo, type Staff } from './rights.ts';
import type { Writers } from './writers.ts';

/** What telling staff of requests needs. */
export interface RequestTelling {
  records: Pick<Records, 'approvals' | 'platformOutbox' | 'properties' | 'requestBoard'>;
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
}

/** A request as the board lists it; the resident's words and name only for whoever may read conversations. */
export async function listedRequest(
  { policyPacks, writerOf }: Pick<RequestTelling, 'policyPacks'> & { writerOf: Writers },
  { row, staff }: { row: MaintenanceRequestRow; staff: Staff },
): Promise<RequestListed> {
  const { propertyId, residentId } = row;
  const pack = await packOf(policyPacks, row);
  const maySee = mayDo(staff, { action: 'conversation.read', propertyId });
  return {
    requestId: row.requestId,
    reference: row.reference,
    propertyId,
    class: row.class,
    state: row.state,
    trade: row.trade,
    isRepeat: row.isRepeat,
    nextDeadlineAt: row.nextDeadlineAt,
    vendorName: row.vendorName,
    windowFromAt: row.windowFromAt,
    windowToAt: row.windowToAt,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    surveyScore: row.surveyScore,
    reopenings: row.reopenings,
    clock: clockOf(row.state),
    issueLabel: issueOf({ pack, id: row.issue }).label.en,
    summary: maySee ? row.words.summary : null,
    writer: maySee ? await writerOf({ residentId, propertyId, staffId: staff.staffId }) : null,
  };
}

/** Everything about one request. */
export async function requestAnswer(
  house: RequestTelling & { writerOf: Writers },
  { row, staff }: { row: MaintenanceRequestRow; staff: Staff },
): Promise<RequestAnswer> {
  const { platformOutbox, requestBoard } = house.records;
  const [listed, vendors, writes, steps, cost] = await Promise.all([
    listedRequest(house, { row, staff }),
    vendorsFor(house, { row, staff }),
    platformOutbox.listOfRequest(row.requestId),
    requestBoard.story(row),
    costOf(house, row),
  ]);
  const vendorNames = new Map((vendors ?? []).map(({ id, name }) => [id, name]));
  if (row.vendorId && row.vendorName) vendorNames.set(row.vendorId, row.vendorName);
  const story = storyOf(steps, { vendorNames });
  return {
    ...row,
    ...listed,
    words: listed.summary === null ? null : row.words,
    clocks: requestClocks({
      deadlines: row.deadlines,
      passages: story.flatMap(passageOf),
      openedAt: row.reopenedAt ?? row.openedAt,
      now: new Date().toISOString(),
    }),
    cost,
    story,
    writes,
    vendors: vendors && vendors.filter(({ refusal }) => refusal !== 'other-trade'),
  };
}

function passageOf(line: StoryLine) {
  if (line.kind === 'opened') return [{ state: line.state, at: line.at }];
  if (line.kind === 'reopened') return [{ state: 'opening' as const, at: line.at }];
  return line.kind === 'moved' ? [{ state: line.to, at: line.at }] : [];
}

/** The property's vendors, those who may be sent first; null while the platform is away. */
async function vendorsFor(
  { platform, records: { properties } }: RequestTelling,
  { row, staff }: { row: MaintenanceRequestRow; staff: Staff },
): Promise<VendorAnswer[] | null> {
  const { propertyId, trade, requestId } = row;
  const today = await todayAt(properties, propertyId);
  try {
    const asked = askedBy(staff, { propertyId, requestId });
    const all = await platform.listVendors(propertyId, asked);
    return all
      .map(({ trades, ...vendor }) => ({
        ...vendor,
        refusal: vendorRefusal({ trades, ...vendor }, { trade, today }),
      }))
      .toSorted((one, other) => Number(one.refusal !== null) - Number(other.refusal !== null));
  } catch (error) {
    const isAway = error instanceof ProviderUnavailable || error instanceof ProviderRateLimited;
    if (isAway) return null;
    throw error;
  }
}

/** Today's day at a property, `YYYY-MM-DD`. */
export async function todayAt(
  properties: Pick<Records['properties'], 'find'>,
  propertyId: string,
): Promise<string> {
  const property = await properties.find(propertyId);
  return dayOf({ at: new Date().toISOString(), zone: property?.calendar.zone ?? 'UTC' });
}

async function costOf(
  { policyPacks, records: { approvals } }: RequestTelling,
  row: MaintenanceRequestRow,
): Promise<CostAnswer> {
  const pack = await packOf(policyPacks, row);
  const rule = approvalRule({ issue: issueOf({ pack, id: row.issue }), class: row.class, pack });
  const approval = await approvals.latest(row);
  const isEmergency = row.class === 'P0' || row.class === 'P1';
  const { costs } = pack;
  return {
    currency: costs.currency,
    ceilingCents: rule.ceilingCents,
    limitCents: isEmergency ? costs.emergency.makeSafeUpToCents : costs.approval.noneUpToCents,
    needsApproval: rule.isNeeded,
    approval: approval && {
      approvalId: approval.approvalId,
      state: approval.state,
      ceilingCents: approvedTerms(approval).ceilingCents,
    },
  };
}

const packOf = (
  policyPacks: PolicyPacks,
  { packVersion: version, propertyId }: MaintenanceRequestRow,
): Promise<PolicyPack> => policyPacks.pinned({ version, propertyId });
