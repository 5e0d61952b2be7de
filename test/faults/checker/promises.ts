import type { Ring } from '../stand-ins/alert-door.ts';
import type { Finding } from './finding.ts';
import type { Evidence } from './messages.ts';

/** What the clocks are judged by. */
export interface Clocks {
  rings: Ring[];
  /** How long a ring waits for somebody before the next. */
  ringAgainMs: number;
  /** How much later than due something may be, given what was down between two instants. */
  allowedMs(from: number, until: number): number;
  now: number;
}

const EARLY_MS = 1_000;
const NOT_ORDERED = ['dropped', 'cancelled'];

/** One ticket: each confirmed request is one request, and stands at the platform exactly once. */
export function judgeOrders({ ledger, record }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const requests = record.requests.filter(({ state }) => !NOT_ORDERED.includes(state));
  if (ledger.wantsOrder && requests.length === 0) {
    findings.push({ kind: 'order missing', what: 'no request was opened' });
  }
  if (requests.length > 1) {
    const references = requests.map(({ reference }) => reference).join(', ');
    findings.push({ kind: 'order doubled', what: `one trouble became ${references}` });
  }
  for (const { request_id: id, reference } of requests) {
    const marked = record.orders.filter(({ description }) => description.includes(reference));
    const open = marked.filter(({ status }) => status !== 'Canceled');
    const writes = record.writes.filter((write) => write.request_id === id);
    const isLeft = writes.some(({ state }) => state === 'needs-human');
    if (open.length > 1) {
      findings.push({ kind: 'order doubled', what: `${reference} stands ${open.length} times` });
    }
    if (open.length === 0 && ledger.wantsOrder && !isLeft) {
      findings.push({ kind: 'order missing', what: `${reference} is at no platform` });
    }
  }
  return [...findings, ...judgeHolding({ ledger, record })];
}

/** Asked before it is dear: no vendor and no release before somebody approved; a decision that was answered stands. */
function judgeHolding({ ledger, record }: Pick<Evidence, 'ledger' | 'record'>): Finding[] {
  const findings: Finding[] = [];
  for (const { approval_id: id, request_id: requestId, state } of record.approvals) {
    const request = record.requests.find((one) => one.request_id === requestId);
    const orders = record.orders.filter(
      ({ description }) => request !== undefined && description.includes(request.reference),
    );
    const isHeld = orders.every(
      ({ status, vendor_id: vendor }) => status === 'Awaiting Approval' && vendor === null,
    );
    if (state === 'pending' && !isHeld) {
      findings.push({ kind: 'order not held', what: `${id} is pending` });
    }
    if (ledger.decided?.approvalId === id && state !== 'approved') {
      findings.push({ kind: 'decision lost', what: `${id} was approved and is ${state}` });
    }
  }
  return findings;
}

/** Danger first: a warning reached the resident, an alert is open and reached its door. */
export function judgeDanger(
  { ledger, arrivals, record }: Evidence,
  { rings }: Pick<Clocks, 'rings'>,
): Finding[] {
  const warned = ledger.acknowledged.filter(({ wants }) => wants === 'warning');
  return warned.flatMap(({ providerMessageId }): Finding[] => {
    const message = record.messages.find((row) => row.provider_message_id === providerMessageId);
    const danger = record.dangers.find(({ message_id: id }) => id === message?.message_id);
    if (!danger) return [{ kind: 'danger text missing', what: `${providerMessageId}: no danger` }];
    const key = `safety/${danger.danger_id}`;
    const text = record.sends.find(({ dedupe_key: dedupeKey }) => dedupeKey === key);
    const isWarned = arrivals.some(({ sendId }) => sendId === text?.send_id);
    const alert = record.alerts.find(({ subject_id: id }) => id === danger.danger_id);
    const isRung = rings.some(({ alertId }) => alertId === alert?.alert_id);
    return [
      ...(isWarned
        ? []
        : [{ kind: 'danger text missing' as const, what: `${key} is ${text?.state ?? 'no row'}` }]),
      ...(isRung ? [] : [{ kind: 'danger alert missing' as const, what: danger.danger_id }]),
    ];
  });
}

/** On time: each ring of a danger's ladder and each reminder came, not before its time and not long after it. */
export function judgeClocks(
  { record }: Evidence,
  clocks: Clocks,
): { findings: Finding[]; fired: number } {
  const dangers = record.alerts.filter(({ kind }) => kind === 'danger');
  const ladders = dangers.map(({ alert_id: id }) => judgeLadder(id, clocks));
  const reminders = record.approvals.flatMap((approval) => {
    const { approval_id: id, decided_at: decidedAt } = approval;
    const decided = decidedAt?.getTime() ?? Number.POSITIVE_INFINITY;
    // Its clocks run from the report; a manager can be reminded only of what they were asked.
    const after = (at: Date): number => Math.max(at.getTime(), approval.opened_at.getTime());
    const due = [
      { alertId: `${id}-reminded`, at: after(approval.remind_at) },
      { alertId: `${id}-escalated`, at: after(approval.escalate_at) },
    ];
    return due.map(({ alertId, at }) => judgeOne({ alertId, at, until: decided, clocks }));
  });
  const all = [...ladders, ...reminders];
  return {
    findings: all.flatMap(({ findings }) => findings),
    fired: all.reduce((sum, { fired }) => sum + fired, 0),
  };
}

function judgeLadder(alertId: string, clocks: Clocks): { findings: Finding[]; fired: number } {
  const rings = clocks.rings.filter((ring) => ring.alertId === alertId);
  const attempts = [...new Set(rings.map(({ attempt }) => attempt))].toSorted((a, b) => a - b);
  const findings: Finding[] = [];
  for (const attempt of attempts.slice(1)) {
    const before = rings.filter((ring) => ring.attempt === attempt - 1).map(({ at }) => at);
    const rang = Math.min(...rings.filter((ring) => ring.attempt === attempt).map(({ at }) => at));
    const last = Math.max(...before);
    const due = last + clocks.ringAgainMs;
    const what = `ring ${attempt} of ${alertId}: ${rang - due} ms after its time`;
    // A ring that was tried again may have left its first trace while the next one was due already.
    const earliest = Math.min(...before) + clocks.ringAgainMs;
    if (rang < earliest - EARLY_MS) findings.push({ kind: 'clock early', what });
    if (rang > due + clocks.allowedMs(last, rang)) findings.push({ kind: 'clock late', what });
  }
  return { findings, fired: Math.max(0, attempts.length - 1) };
}

function judgeOne(by: { alertId: string; at: number; until: number; clocks: Clocks }): {
  findings: Finding[];
  fired: number;
} {
  const { alertId, at, until, clocks } = by;
  const rang = clocks.rings.find((ring) => ring.alertId === alertId)?.at;
  if (rang === undefined) {
    const missedFrom = Math.min(until, clocks.now);
    const isMissed = missedFrom > at + clocks.allowedMs(at, missedFrom);
    return { findings: isMissed ? [{ kind: 'clock missed', what: alertId }] : [], fired: 0 };
  }
  const what = `${alertId}: ${rang - at} ms after its time`;
  if (rang < at - EARLY_MS) return { findings: [{ kind: 'clock early', what }], fired: 1 };
  const isLate = rang > at + clocks.allowedMs(at, rang);
  return { findings: isLate ? [{ kind: 'clock late', what }] : [], fired: 1 };
}
