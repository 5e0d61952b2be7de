import type { ApprovalEdits, ApprovalSubject } from './approval.ts';
import type { Costs } from './policy-pack.ts';
import { minClass, type PriorityClass } from './priority.ts';
import { vendorRefusal, type Vendor } from './work-order.ts';

/** Nothing is changed. */
export const NO_EDITS: ApprovalEdits = {
  class: null,
  trade: null,
  ceilingCents: null,
  vendorId: null,
  windowFromAt: null,
  windowToAt: null,
};

/** The edits without what is as shown all the same; null when nothing is left of them. */
export function realEdits(edits: ApprovalEdits, shown: ApprovalSubject): ApprovalEdits | null {
  const real = {
    ...edits,
    class: edits.class === shown.class ? null : edits.class,
    trade: edits.trade === shown.trade ? null : edits.trade,
    ceilingCents: edits.ceilingCents === shown.ceilingCents ? null : edits.ceilingCents,
  };
  return areSameEdits(real, NO_EDITS) ? null : real;
}

/** Whether two decisions change the same things in the same way. */
export function areSameEdits(one: ApprovalEdits | null, other: ApprovalEdits | null): boolean {
  return canonical(one) === canonical(other);
}

function canonical(edits: ApprovalEdits | null): string {
  const { trade, ceilingCents, vendorId, windowFromAt, windowToAt, ...rest } = edits ?? NO_EDITS;
  return JSON.stringify([rest.class, trade, ceilingCents, vendorId, windowFromAt, windowToAt]);
}

/** What counts once it is approved: what was shown, with the edits. */
export function approvedTerms({
  subject,
  edits,
}: {
  subject: ApprovalSubject;
  edits: ApprovalEdits | null;
}): Pick<ApprovalSubject, 'class' | 'trade' | 'ceilingCents'> &
  Pick<ApprovalEdits, 'vendorId' | 'windowFromAt' | 'windowToAt'> {
  const { vendorId, windowFromAt, windowToAt, ...terms } = edits ?? NO_EDITS;
  return {
    class: terms.class ?? subject.class,
    trade: terms.trade ?? subject.trade,
    ceilingCents: terms.ceilingCents ?? subject.ceilingCents,
    vendorId,
    windowFromAt,
    windowToAt,
  };
}

/** Up to what amount somebody may agree by themselves: a manager, or who stands above one. */
export function ownLimitCents({ approval }: Pick<Costs, 'approval'>, isAboveManager: boolean) {
  return isAboveManager ? approval.ownerUpToCents : approval.managerUpToCents;
}

/**
 * Whether an edit asks for more than the decider may agree to. What was shown was theirs to decide as it was: only a
 * raised amount is weighed.
 */
export function exceedsLimit(
  { ceilingCents }: Pick<ApprovalEdits, 'ceilingCents'>,
  by: { shownCents: number; limitCents: number },
): boolean {
  return ceilingCents !== null && ceilingCents > Math.max(by.shownCents, by.limitCents);
}

/** The classes that an approval may be given: as urgent as shown or more, and no emergency, which waits for nobody. */
export function classChoices(shown: PriorityClass): PriorityClass[] {
  return APPROVABLE.filter((choice) => minClass(choice, shown) === choice);
}

const APPROVABLE: readonly PriorityClass[] = ['P2', 'P3', 'P4'];

/** What an edit is judged by. */
export interface EditRules {
  shown: ApprovalSubject;
  /** Trades of vendors whom we may send. */
  trades: readonly string[];
  /** The property's own. */
  vendors: readonly Vendor[];
  /** The property's day. */
  today: string;
}

/** An edit that does not fit, and which one. */
export interface EditFault {
  field: 'class' | 'trade' | 'vendor' | 'window';
  reason:
    | 'below-floor'
    | 'no-such-trade'
    | 'no-such-vendor'
    | 'other-trade'
    | 'licence-expired'
    | 'needs-vendor';
}

/** What is wrong with edits, by field; empty when they may be approved. The class never falls below the one shown. */
export function editFaults(edits: ApprovalEdits, rules: EditRules): EditFault[] {
  const { shown, trades } = rules;
  const faults: EditFault[] = [];
  if (edits.class !== null && !classChoices(shown.class).includes(edits.class)) {
    faults.push({ field: 'class', reason: 'below-floor' });
  }
  if (edits.trade !== null && !trades.includes(edits.trade)) {
    faults.push({ field: 'trade', reason: 'no-such-trade' });
  }
  return [...faults, ...vendorFaults(edits, rules), ...windowFaults(edits)];
}

function vendorFaults({ vendorId, trade }: ApprovalEdits, rules: EditRules): EditFault[] {
  if (vendorId === null) return [];
  const vendor = rules.vendors.find(({ id }) => id === vendorId);
  if (!vendor) return [{ field: 'vendor', reason: 'no-such-vendor' }];
  const { today, shown } = rules;
  const reason = vendorRefusal(vendor, { trade: trade ?? shown.trade, today });
  return reason ? [{ field: 'vendor', reason }] : [];
}

function windowFaults({ windowFromAt, vendorId }: ApprovalEdits): EditFault[] {
  const isForNobody = windowFromAt !== null && vendorId === null;
  return isForNobody ? [{ field: 'window', reason: 'needs-vendor' }] : [];
}
