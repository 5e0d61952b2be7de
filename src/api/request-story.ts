import type { ApprovalState } from '../domain/approval.ts';
import type { MaintenanceRequestState } from '../domain/maintenance-request.ts';
import { priorityClasses, type PriorityClass } from '../domain/priority.ts';
import type { RecordedStep } from '../ports/request-board.ts';
import type { StaffWish, StoryLine } from './answers/maintenance-request.ts';

type Line = StoryLine extends infer One ? (One extends StoryLine ? Omit<One, 'at'> : never) : never;
type Facts = RecordedStep['facts'];

/** A request's story in the words of the trade, oldest first; what only the machinery did is left out. */
export function storyOf(
  steps: readonly RecordedStep[],
  { vendorNames }: { vendorNames: ReadonlyMap<string, string> },
): StoryLine[] {
  return steps.flatMap((step) =>
    linesOf(step, vendorNames).map((line): StoryLine => ({ at: step.at, ...line })),
  );
}

type Teller = (step: RecordedStep, vendorNames: ReadonlyMap<string, string>) => Line[];

const linesOf: Teller = (step, vendorNames) => TELLERS[step.event]?.(step, vendorNames) ?? [];

const TELLERS: Record<string, Teller> = {
  'request.opened': ({ facts: { class: priority, state } }) =>
    isClass(priority) && isState(state) ? [{ kind: 'opened', class: priority, state }] : [],
  'request.changed': ({ facts }, vendorNames) => changesOf(facts, vendorNames),
  'request.class-corrected': ({ facts: { from, class: to }, staffName: by, reason }) =>
    isClass(from) && isClass(to) ? [{ kind: 'corrected', from, to, by, reason }] : [],
  'request.reopened': ({ facts: { class: to, staffId }, staffName: by, reason }) =>
    isClass(to) ? [{ kind: 'reopened', to, isByResident: !staffId, by, reason }] : [],
  'request.cancel-asked': ({ staffName: by }) => [{ kind: 'asked', what: 'cancel', by }],
  'request.approval-wished': ({ staffName: by }) => [{ kind: 'asked', what: 'approval', by }],
  'request.completion-told': ({ facts, staffName: by }) => [
    { kind: 'told-done', isDone: facts['isDone'] === true, by },
  ],
  'approval.opened': () => [{ kind: 'approval', state: 'pending', by: null }],
  'approval.ended': ({ facts: { state }, staffName: by }) =>
    isApprovalState(state) ? [{ kind: 'approval', state, by }] : [],
  'work-order.queued': ({ facts, staffName: by }) =>
    facts['staffId'] ? [{ kind: 'asked', what: wishOf(facts['orderStatus']), by }] : [],
  'work-order.ended': ({ facts }) => outcomeOf(facts),
  'work-order.changed': ({ facts }) => outcomeOf(facts),
};

function changesOf(facts: Facts, vendorNames: ReadonlyMap<string, string>): Line[] {
  const { state, vendorId, windowFromAt, windowToAt, surveyScore } = facts;
  const lines: Line[] = [];
  if (typeof vendorId === 'string') {
    lines.push({ kind: 'vendor', name: vendorNames.get(vendorId) ?? null });
  }
  if (typeof windowFromAt === 'string' && typeof windowToAt === 'string') {
    lines.push({ kind: 'window', fromAt: windowFromAt, toAt: windowToAt });
  }
  if (isClass(facts['class'])) lines.push({ kind: 'raised', to: facts['class'] });
  if (isState(state)) lines.push({ kind: 'moved', to: state });
  if (typeof surveyScore === 'number') lines.push({ kind: 'survey', score: surveyScore });
  return lines;
}

// Of the order's creation only: a change shows in what the platform then reports.
function outcomeOf({ operation, state }: Facts): Line[] {
  const isTold = operation === 'create-work-order' || state !== 'confirmed';
  const isOutcome = state === 'confirmed' || state === 'rejected' || state === 'needs-human';
  return isTold && isOutcome ? [{ kind: 'platform', outcome: state }] : [];
}

const WISHES: Record<string, StaffWish> = {
  assigned: 'vendor',
  scheduled: 'window',
  done: 'done',
  cancelled: 'cancel',
};

const wishOf = (status: Facts[string] | undefined): StaffWish => WISHES[String(status)] ?? 'note';

const STATES: Record<MaintenanceRequestState, true> = {
  'awaiting-confirmation': true,
  'self-help': true,
  opening: true,
  'awaiting-approval': true,
  open: true,
  'vendor-assigned': true,
  scheduled: true,
  'in-progress': true,
  'awaiting-completion-check': true,
  'needs-person': true,
  closed: true,
  dropped: true,
  cancelled: true,
};

const isState = (value: Facts[string] | undefined): value is MaintenanceRequestState =>
  typeof value === 'string' && value in STATES;

const isClass = (value: Facts[string] | undefined): value is PriorityClass =>
  priorityClasses.some((known) => known === value);

const APPROVAL_STATES = ['pending', 'approved', 'rejected', 'expired', 'revoked'];

const isApprovalState = (value: Facts[string] | undefined): value is ApprovalState =>
  typeof value === 'string' && APPROVAL_STATES.includes(value);
