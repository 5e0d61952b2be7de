import { randomUUID } from 'node:crypto';
import {
  deadlineOf,
  ENDED_STATES,
  type MaintenanceRequestState,
  type RequestDeadlines,
} from '../../../domain/maintenance-request.ts';
import { isGivenUp, isReached } from '../../../domain/request-clocks.ts';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { RequestChange } from '../../../ports/maintenance-requests.ts';
import { chainOf } from './audit-log.ts';
import type { maintenanceRequests } from './tables/requests.ts';

/** A maintenance request as it is stored. */
export type StoredRequest = typeof maintenanceRequests.$inferSelect;

/** Columns to write. */
export type RequestColumns = Partial<typeof maintenanceRequests.$inferInsert>;

// The columns that a change writes as they are.
const PLAIN = [
  'state',
  'question',
  'workOrderExternalId',
  'vendorId',
  'vendorName',
  'windowFromAt',
  'windowToAt',
  'surveyScore',
  'class',
  'trade',
] as const;
const RECORDED = [...PLAIN, 'nextDeadlineAt'] as const;

/**
 * Only what differs, so that the same change again writes nothing and records nothing. Facts are added to, and the next
 * clock follows from the rest; `expiresAt` is when its approval ends, if it has one.
 */
export function changedColumns(by: {
  before: StoredRequest;
  change: RequestChange;
  expiresAt: string | null;
  at: string;
}): RequestColumns {
  const { before, change, expiresAt, at } = by;
  const differing = PLAIN.filter((key) => change[key] !== undefined && change[key] !== before[key]);
  const set: RequestColumns = Object.fromEntries(differing.map((key) => [key, change[key]]));
  const facts = { ...before.facts, ...change.facts };
  if (newNames(before.facts, facts).length > 0) set.facts = facts;
  if (change.deadlines && !areSame(before.deadlines, change.deadlines)) {
    set.deadlines = change.deadlines;
  }
  if (set.state) set.closedAt = ENDED_STATES.includes(set.state) ? at : null;
  if (set.surveyScore !== undefined) set.surveyedAt = at;
  if (set.question !== undefined) set.questionAskedAt = set.question === null ? null : at;
  const goals = set.state ? goalColumns(before, { to: set.state, at }) : {};
  return { ...set, ...goals, ...nextClock({ before, set, expiresAt, at }) };
}

/** Since when each goal is reached: what is reopened has not reached it, and giving up undoes nothing. */
export function goalColumns(
  before: Pick<RequestColumns, 'vendorSentAt' | 'workBegunAt' | 'workDoneAt'>,
  { to, at }: { to: MaintenanceRequestState; at: string },
): Pick<RequestColumns, 'vendorSentAt' | 'workBegunAt' | 'workDoneAt'> {
  if (isGivenUp(to)) return {};
  const { vendorSentAt, workBegunAt, workDoneAt } = before;
  return {
    vendorSentAt: isReached('sent', to) ? (vendorSentAt ?? at) : null,
    workBegunAt: isReached('begun', to) ? (workBegunAt ?? at) : null,
    workDoneAt: isReached('done', to) ? (workDoneAt ?? at) : null,
  };
}

/** The clock that the row is held to then; nothing where that stays as it is. */
function nextClock(by: {
  before: StoredRequest;
  set: RequestColumns;
  expiresAt: string | null;
  at: string;
}): Pick<RequestColumns, 'nextDeadlineAt'> {
  const { before, set, expiresAt, at } = by;
  const nextDeadlineAt = deadlineOf(set.state ?? before.state, {
    deadlines: set.deadlines ?? before.deadlines,
    approval: expiresAt === null ? null : { expiresAt },
    now: at,
  });
  return isSameInstant(before.nextDeadlineAt, nextDeadlineAt) ? {} : { nextDeadlineAt };
}

/** The record of a request's beginning. */
export function openedEntry(made: StoredRequest): AuditEntry {
  const { requestId, reference, unitId, residentId, conversationId } = made;
  const { issue, class: priority, trade, state, isRepeat, packVersion } = made;
  const ids = { requestId, reference, unitId, residentId, conversationId };
  return {
    chain: chainOf(made.propertyId),
    key: `request.opened/${requestId}`,
    event: 'request.opened',
    facts: { ...ids, issue, class: priority, trade, state, isRepeat, packVersion },
  };
}

/** The record of a change: ids, states and instants. A vendor's name, facts and a place are named, not quoted. */
export function changedEntry(by: { before: StoredRequest; after: StoredRequest }): AuditEntry {
  const { before, after } = by;
  const plain = RECORDED.filter((key) => key !== 'vendorName' && before[key] !== after[key]);
  const names = newNames(before.facts, after.facts);
  return {
    chain: chainOf(after.propertyId),
    // Committed together with its change, so it cannot come twice.
    key: `request.changed/${after.requestId}/${randomUUID()}`,
    event: 'request.changed',
    facts: {
      requestId: after.requestId,
      ...Object.fromEntries(plain.map((key) => [key, after[key]])),
      ...(names.length > 0 && { factNames: names.join(',') }),
      ...(!before.wordsSealed.equals(after.wordsSealed) && { hasNewWords: true }),
    },
  };
}

/** The record of a class that a person set; their reason stays in its row. */
export function correctedEntry(by: {
  before: StoredRequest;
  after: StoredRequest;
  staffId: string;
  correctionId: string;
}): AuditEntry {
  const { before, after, staffId, correctionId } = by;
  const { requestId, nextDeadlineAt } = after;
  return {
    chain: chainOf(after.propertyId),
    key: `request.class-corrected/${correctionId}`,
    event: 'request.class-corrected',
    facts: {
      requestId,
      correctionId,
      staffId,
      from: before.class,
      class: after.class,
      nextDeadlineAt,
    },
  };
}

function isSameInstant(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : Date.parse(one) === Date.parse(other);
}

function areSame(one: RequestDeadlines, other: RequestDeadlines): boolean {
  const { acceptBy, dispatchBy, doneBy } = other;
  return one.acceptBy === acceptBy && one.dispatchBy === dispatchBy && one.doneBy === doneBy;
}

function newNames(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}
