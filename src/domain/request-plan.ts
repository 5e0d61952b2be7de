import { DateTime } from 'luxon';
import { approvalRule } from './approval-policy.ts';
import { approvalIdOf } from './approval.ts';
import type { BusinessCalendar } from './business-hours.ts';
import type { Circumstance } from './circumstance.ts';
import type { Relation } from './duplicate.ts';
import type { Issue } from './issue.ts';
import type { ApprovalNeed, RequestDeadlines, RequestRaise } from './maintenance-request.ts';
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
  /** How often the request was opened again before. */
  reopenings: number;
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
  const { issue, pack, proposed, now } = reported;
  const isRepeat = reported.relation.kind === 'repeat';
  const { class: decided, needsPerson } = classify({
    issue,
    modifiers: [...reported.circumstances, ...seasonOf(reported)],
    floor: reported.isDanger ? proposed : null,
    proposed,
    repeat: isRepeat,
    pack,
  });
  return {
    ...planAtClass({ ...reported, class: decided, startedAt: now }),
    isEmergency: decided === 'P0' || decided === 'P1',
    isRepeat,
    needsPerson,
    trade: approvalRule({ issue, class: decided, pack }).trade,
  };
}

/** What follows from a class alone, as when a person sets it: clocks, self-help and approval. */
export function planAtClass(
  by: Pick<Reported, 'requestId' | 'reopenings' | 'issue' | 'pack' | 'calendar' | 'reportedAt'> & {
    class: PriorityClass;
    /** From when our own clocks count. */
    startedAt: string;
  },
): RequestRaise {
  const { issue, pack, calendar, reportedAt, startedAt } = by;
  const clocks = deadlines({ class: by.class, startedAt, pack, calendar });
  const rule = approvalRule({ issue, class: by.class, pack });
  const mayWait = by.class === 'P3' || by.class === 'P4';
  return {
    class: by.class,
    deadlines: {
      acceptBy: clocks.acceptBy,
      dispatchBy: later(clocks.dispatchBy, clocks.acceptBy),
      doneBy: clocks.doneBy ?? clocks.acceptBy,
      legal: legalDeadlines({ issue: issue.id, class: by.class, reportedAt, pack, calendar }),
    },
    selfHelp: mayWait ? (issue.selfHelp[0] ?? null) : null,
    approval: rule.isNeeded
      ? approvalNeed(by, { ceilingCents: rule.ceilingCents, ...clocks.approval })
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
  request: Pick<Reported, 'requestId' | 'reopenings'>,
  by: ApprovalDeadlines & { ceilingCents: number },
): ApprovalNeed {
  const { ceilingCents, remindAt, escalateAt, expireAt: expiresAt } = by;
  return { approvalId: approvalIdOf(request), ceilingCents, remindAt, escalateAt, expiresAt };
}
