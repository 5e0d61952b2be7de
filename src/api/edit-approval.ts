import { z } from 'zod';
import type { ApprovalEdits } from '../domain/approval.ts';
import {
  classChoices,
  editFaults,
  exceedsLimit,
  ownLimitCents,
  realEdits,
  type EditFault,
} from '../domain/approval-edits.ts';
import { priorityClasses } from '../domain/priority.ts';
import { vendorRefusal, type Vendor } from '../domain/work-order.ts';
import type { AskedFor } from '../ports/audit-log.ts';
import type { ApprovalRow } from '../ports/approvals.ts';
import { ProviderRateLimited, ProviderUnavailable } from '../ports/errors.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import type { ApprovalChoices } from './answers/approval.ts';
import { askedBy } from './asked-by.ts';
import { NotAllowed, RequestMalformed } from './errors.ts';
import { readAs } from './read-as.ts';
import { todayAt } from './request-answer.ts';
import type { Staff } from './rights.ts';
import { Window, windowIn } from './window.ts';

const CENTS_MAX = 100_000_000;

/** What a manager changes of what they were shown; what is left out stays as it was. */
export const Edits = z.object({
  class: z.enum(priorityClasses).nullable().default(null),
  trade: z.string().min(1).max(100).nullable().default(null),
  ceiling_cents: z.int().min(1).max(CENTS_MAX).nullable().default(null),
  vendor_id: z.string().min(1).max(100).nullable().default(null),
  window: Window.nullable().default(null),
});

interface Needs {
  properties: Pick<Records['properties'], 'find'>;
  platform: Pick<PropertyPlatform, 'listVendors'>;
  policyPacks: PolicyPacks;
}

interface Editing {
  approval: Pick<ApprovalRow, 'approvalId' | 'subject'>;
  staff: Pick<Staff, 'staffId' | 'role'>;
}

/**
 * Edits as the process may take them; null where all is as it was shown.
 * @throws RequestMalformed naming each field; NotAllowed when it costs more than they may agree to
 */
export async function readEdits(
  house: Needs,
  by: Editing & { wished: z.infer<typeof Edits> },
): Promise<ApprovalEdits | null> {
  const { approval, wished } = by;
  const { subject } = approval;
  const { propertyId } = subject;
  const edits = realEdits(await typed(house, by), subject);
  if (edits === null) return null;
  demandWithinLimit(house, { ...by, edits });
  const faults = editFaults(edits, {
    shown: subject,
    trades: tradesOf(house, propertyId).map(({ id }) => id),
    vendors: wished.vendor_id ? await house.platform.listVendors(propertyId, askedAbout(by)) : [],
    today: await todayAt(house.properties, propertyId),
  });
  if (faults.length > 0) throw new RequestMalformed(faults.map(toIssue));
  return edits;
}

async function typed(
  { properties }: Needs,
  { approval, wished }: Editing & { wished: z.infer<typeof Edits> },
): Promise<ApprovalEdits> {
  const property = await properties.find(approval.subject.propertyId);
  const zone = property?.calendar.zone ?? 'UTC';
  const read = z.object({ edits: z.object({ window: windowIn(zone).nullable() }) });
  const { window } = readAs(read, { edits: wished }).edits;
  return {
    class: wished.class,
    trade: wished.trade,
    ceilingCents: wished.ceiling_cents,
    vendorId: wished.vendor_id,
    windowFromAt: window?.from ?? null,
    windowToAt: window?.to ?? null,
  };
}

function demandWithinLimit(
  house: Needs,
  { approval, staff, edits }: Editing & { edits: ApprovalEdits },
): void {
  const { ceilingCents: shownCents, propertyId } = approval.subject;
  const { costs } = house.policyPacks.current(propertyId);
  const limitCents = limitOf(house, { approval, staff });
  if (!exceedsLimit(edits, { shownCents, limitCents })) return;
  const most = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: costs.currency,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(Math.max(shownCents, limitCents) / 100);
  const next = staff.role === 'admin' ? 'the owner' : 'an administrator';
  throw new NotAllowed(`You may approve up to ${most} here. Above that ${next} must decide.`);
}

/** An administrator stands above a manager; the owner stage is not theirs. */
const limitOf = ({ policyPacks }: Needs, { approval, staff }: Editing): number =>
  ownLimitCents(policyPacks.current(approval.subject.propertyId).costs, staff.role === 'admin');

const toIssue = ({ field, reason }: EditFault) => ({
  field: `edits.${FIELDS[field]}`,
  message: SAID[reason],
});

const FIELDS = { class: 'class', trade: 'trade', vendor: 'vendor_id', window: 'window.from' };

const SAID: Record<EditFault['reason'], string> = {
  'below-floor': 'the class may not become less urgent here, nor an emergency',
  'no-such-trade': 'nobody of this trade is sent from here',
  'no-such-vendor': 'this vendor does not serve the property',
  'other-trade': 'this is not the vendor’s trade',
  'licence-expired': 'the vendor’s licence has expired',
  'needs-vendor': 'choose who comes as well',
};

/** What somebody may change of an approval. */
export async function choicesOf(house: Needs, by: Editing): Promise<ApprovalChoices> {
  const { propertyId, ceilingCents, ...subject } = by.approval.subject;
  const today = await todayAt(house.properties, propertyId);
  const vendors = await vendorsOf(house, by);
  return {
    limitCents: Math.max(ceilingCents, limitOf(house, by)),
    classes: classChoices(subject.class),
    trades: tradesOf(house, propertyId),
    vendors:
      vendors &&
      vendors.map((vendor) => ({
        id: vendor.id,
        name: vendor.name,
        isEmergency: vendor.isEmergency,
        trades: vendor.trades,
        isLicensed: vendor.trades.every(
          (trade) => vendorRefusal(vendor, { trade, today }) === null,
        ),
      })),
  };
}

/** The property's vendors; null while the platform is away. */
export async function vendorsOf(
  { platform }: Pick<Needs, 'platform'>,
  by: Editing,
): Promise<Vendor[] | null> {
  try {
    return await platform.listVendors(by.approval.subject.propertyId, askedAbout(by));
  } catch (error) {
    const isAway = error instanceof ProviderUnavailable || error instanceof ProviderRateLimited;
    if (isAway) return null;
    throw error;
  }
}

const askedAbout = ({ approval: { approvalId, subject }, staff }: Editing): AskedFor =>
  askedBy(staff, { propertyId: subject.propertyId, approvalId });

function tradesOf(
  { policyPacks }: Pick<Needs, 'policyPacks'>,
  propertyId: string,
): ApprovalChoices['trades'] {
  return Object.entries(policyPacks.current(propertyId).trades)
    .filter(([, { isPublic }]) => !isPublic)
    .map(([id, { label }]) => ({ id, label: label.en }));
}
