import { DateTime } from 'luxon';
import { approvalRule } from './approval-policy.ts';
import { approvalIdOf } from './approval.ts';
import type { BusinessCalendar } from './business-hours.ts';
import type { Circumstance } from './circumstance.ts';
import type { Relation } from './duplicate.ts';
import type { Issue } from './issue.ts';
import type { ApprovalNeed, RequestDeadlines } from './maintenance-request.ts';
import type { PolicyPack } from './policy-pack.ts';
import { legalDeadlines } from './legal-clock.ts';
import { classify, type PriorityClass } from './priority.ts';
import { deadlines, type ApprovalDeadlines } from './sla.ts';
import { weatherModifiers } from './weather.ts';

/** What a new request will be, before anything is written. */
export interface RequestPlan {
  class: PriorityClass;
  isEmergency: boolean;
  isRepeat: boolean;
  /** A person must look at it, whatever else happens. */
  needsPerson: boolean;
  trade: string;
  deadlines: RequestDeadlines;
  /** The pack's step to offer first; only classes that may wait have one. */
  selfHelp: string | null;
  approval: ApprovalNeed | null;
}

/** What a plan follows from. */
export interface Reported {
  requestId: string;
  issue: Issue & { readonly id: string };
  /** What the model proposed, or what the danger said. */
  proposed: PriorityClass;
  isDanger: boolean;
  /** What the resident told that may make it worse. */
  circumstances: readonly Circumstance[];
  relation: Relation;
  pack: PolicyPack;
  calendar: BusinessCalendar;
  now: string;
  /** When the resident's first message about it came, which is when the law's clocks begin. */
  reportedAt: string;
}

/** Class, clocks, self-help and approval of a reported problem: pure, and the same for everybody (taxonomy section 1). */
export function planRequest(reported: Reported): RequestPlan {
  const { issue, pack, calendar, proposed, now, reportedAt } = reported;
  const isRepeat = reported.relation.kind === 'repeat';
  const { class: decided, needsPerson } = classify({
    issue,
    modifiers: [...reported.circumstances, ...seasonOf(reported)],
    floor: reported.isDanger ? proposed : null,
    proposed,
    repeat: isRepeat,
    pack,
  });
  const clocks = deadlines({ class: decided, startedAt: now, pack, calendar });
  const rule = approvalRule({ issue, class: decided, pack });
  const mayWait = decided === 'P3' || decided === 'P4';
  return {
    class: decided,
    isEmergency: decided === 'P0' || decided === 'P1',
    isRepeat,
    needsPerson,
    trade: rule.trade,
    deadlines: {
      acceptBy: clocks.acceptBy,
      dispatchBy: later(clocks.dispatchBy, clocks.acceptBy),
      doneBy: clocks.doneBy ?? clocks.acceptBy,
      legal: legalDeadlines({ issue: issue.id, class: decided, reportedAt, pack, calendar }),
    },
    selfHelp: mayWait ? (issue.selfHelp[0] ?? null) : null,
    approval: rule.isNeeded
      ? approvalNeed(reported.requestId, { ceilingCents: rule.ceilingCents, ...clocks.approval })
      : null,
  };
}

// The house has no weather service: of the weather only the pack's own seasons are known.
function seasonOf({ pack, calendar, now, circumstances }: Reported): string[] {
  const on = DateTime.fromISO(now).setZone(calendar.zone).toISODate();
  if (on === null) throw new Error(`no day in ${calendar.zone}`);
  const isVulnerable = circumstances.includes('vulnerable-person');
  return weatherModifiers({
    pack,
    outdoorFahrenheit: null,
    indoorFahrenheit: null,
    on,
    isVulnerable,
  });
}

// "At once" cannot be missed before somebody has had the time to accept.
function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}

function approvalNeed(
  requestId: string,
  by: ApprovalDeadlines & { ceilingCents: number },
): ApprovalNeed {
  const { ceilingCents, remindAt, escalateAt, expireAt: expiresAt } = by;
  return { approvalId: approvalIdOf(requestId), ceilingCents, remindAt, escalateAt, expiresAt };
}
