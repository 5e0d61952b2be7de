import type { Issue } from './issue.ts';
import type { PolicyPack } from './policy-pack.ts';
import type { PriorityClass } from './priority.ts';

/** Who must agree before a vendor is sent, and up to what amount. */
export interface ApprovalRule {
  isNeeded: boolean;
  /** The band's ceiling: an estimate, no quote. */
  ceilingCents: number;
  trade: string;
}

/**
 * Whether a request waits for a manager (triage taxonomy section 8). Emergencies are made safe at once under the
 * emergency limit; life safety never waits. Otherwise what may cost more than the limit, or belongs to a trade under
 * review, waits.
 */
export function approvalRule(by: {
  issue: Issue;
  class: PriorityClass;
  pack: PolicyPack;
}): ApprovalRule {
  const { costs } = by.pack;
  const trade = by.issue.trades[0] ?? 'general';
  const ceilingCents = by.issue.cost ? costs.bands[by.issue.cost].ceilingCents : 0;
  if (by.class === 'P0') return { isNeeded: false, ceilingCents, trade };
  if (by.class === 'P1') {
    return {
      isNeeded: false,
      ceilingCents: Math.min(ceilingCents, costs.emergency.makeSafeUpToCents),
      trade,
    };
  }
  const isDear = ceilingCents > costs.approval.noneUpToCents;
  const isUnderReview = costs.reviewTrades.includes(trade) && ceilingCents > 0;
  return { isNeeded: isDear || isUnderReview, ceilingCents, trade };
}
