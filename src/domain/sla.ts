import { DateTime } from 'luxon';
import {
  addBusinessDays,
  addBusinessMinutes,
  isOpen,
  minutesOpenBetween,
  nextOpening,
} from './business-hours.ts';
import type { BusinessCalendar } from './business-hours.ts';
import type { PriorityClass } from './priority.ts';

/** How long something may take, and whose time that is. */
export type Clock =
  | { readonly kind: 'calendar'; readonly minutes: number }
  /** Counts only while open; `atOpening` makes a start outside hours due at the next opening. */
  | { readonly kind: 'business'; readonly minutes: number; readonly atOpening?: boolean }
  | { readonly kind: 'business-days'; readonly days: number };

/** The clocks of one class (taxonomy section 2); null where the class has none. */
export interface ClassClocks {
  readonly label: { readonly en: string; readonly es: string };
  readonly answer: Clock;
  readonly alert: Clock | null;
  readonly accept: Clock;
  /** Minutes until the next contact of the on-call ladder; null where nobody is woken. */
  readonly nextContactMinutes: number | null;
  readonly dispatch: Clock | null;
  readonly onSite: Clock | null;
  readonly makeSafe: Clock | null;
  readonly done: Clock | null;
  /** After the vendor marks done: ask at once or later, and how long to wait for the resident's word. */
  readonly completionCheck: { readonly askAfterMinutes: number; readonly waitMinutes: number };
}

/** When each promise of a request is due, as ISO instants in UTC; null where the class makes none. */
export interface Deadlines {
  readonly answerBy: string;
  readonly alertBy: string | null;
  readonly acceptBy: string;
  readonly dispatchBy: string | null;
  readonly onSiteBy: string | null;
  readonly makeSafeBy: string | null;
  readonly doneBy: string | null;
  readonly approval: ApprovalDeadlines;
}

/** When an approval is reminded of, escalated, and no longer valid. */
export interface ApprovalDeadlines {
  readonly remindAt: string;
  readonly escalateAt: string;
  readonly expireAt: string;
}

/** What `deadlines` reads from the pack. */
export interface ClockPack {
  readonly classes: Readonly<Record<PriorityClass, ClassClocks>>;
  readonly costs: {
    readonly approval: {
      readonly remindAfterMinutes: number;
      readonly escalateAfterMinutes: number;
      readonly expiresAfterDays: number;
    };
  };
}

/** What `deadlines` needs. `startedAt` is the first inbound message, not the ticket. */
export interface DeadlinesInput {
  readonly class: PriorityClass;
  readonly startedAt: string;
  readonly pack: ClockPack;
  readonly calendar: BusinessCalendar;
}

/** How a deadline stands. */
export type DeadlineStatus = 'met' | 'met-late' | 'running' | 'due-soon' | 'breached';

/** Every deadline of a request of that class. */
export function deadlines(input: DeadlinesInput): Deadlines {
  const clocks = input.pack.classes[input.class];
  const due = (clock: Clock): string => dueAt({ ...input, clock });
  const dueOrNull = (clock: Clock | null): string | null => clock && due(clock);
  return {
    answerBy: due(clocks.answer),
    alertBy: dueOrNull(clocks.alert),
    acceptBy: due(clocks.accept),
    dispatchBy: dueOrNull(clocks.dispatch),
    onSiteBy: dueOrNull(clocks.onSite),
    makeSafeBy: dueOrNull(clocks.makeSafe),
    doneBy: dueOrNull(clocks.done),
    approval: approvalDeadlines(input),
  };
}

/** When a clock started at that instant runs out. */
function dueAt({ clock, startedAt, calendar }: DueAtInput): string {
  switch (clock.kind) {
    case 'calendar':
      return plusMinutes(startedAt, clock.minutes);
    case 'business':
      if (clock.atOpening && !isOpen({ at: startedAt, calendar })) {
        return nextOpening({ at: startedAt, calendar });
      }
      return addBusinessMinutes({ at: startedAt, minutes: clock.minutes, calendar });
    case 'business-days':
      return addBusinessDays({ at: startedAt, days: clock.days, calendar });
  }
}

/** Reminder at a quarter and escalation at half of the dispatch clock, neither later than the pack's own limits. */
function approvalDeadlines(input: DeadlinesInput): ApprovalDeadlines {
  const { remindAfterMinutes, escalateAfterMinutes, expiresAfterDays } = input.pack.costs.approval;
  return {
    remindAt: earliest(
      shareOfDispatch(input, 1 / 4),
      plusMinutes(input.startedAt, remindAfterMinutes),
    ),
    escalateAt: earliest(
      shareOfDispatch(input, 1 / 2),
      plusMinutes(input.startedAt, escalateAfterMinutes),
    ),
    expireAt: utc(localStart(input).plus({ days: expiresAfterDays })),
  };
}

/** How a deadline stands now: met in time or late, running, in its last quarter, or breached. */
export function deadlineStatus({
  startedAt,
  dueAt: due,
  metAt,
  now,
}: DeadlineStatusInput): DeadlineStatus {
  const dueMs = instant(due).toMillis();
  if (metAt !== null) return instant(metAt).toMillis() <= dueMs ? 'met' : 'met-late';
  const nowMs = instant(now).toMillis();
  if (nowMs > dueMs) return 'breached';
  return (dueMs - nowMs) * 4 <= dueMs - instant(startedAt).toMillis() ? 'due-soon' : 'running';
}

interface DueAtInput {
  readonly clock: Clock;
  readonly startedAt: string;
  readonly calendar: BusinessCalendar;
}

interface DeadlineStatusInput {
  readonly startedAt: string;
  readonly dueAt: string;
  /** Null while it is not met. */
  readonly metAt: string | null;
  readonly now: string;
}

/** The instant after that share of the dispatch clock; null where the class has no such clock. */
function shareOfDispatch(input: DeadlinesInput, share: number): string | null {
  const { startedAt, calendar } = input;
  const clock = input.pack.classes[input.class].dispatch;
  if (clock === null) return null;
  const end = dueAt({ ...input, clock });
  if (clock.kind === 'calendar') return plusMinutes(startedAt, clock.minutes * share);
  const minutes = minutesOpenBetween({ from: startedAt, to: end, calendar });
  return addBusinessMinutes({ at: startedAt, minutes: minutes * share, calendar });
}

function localStart({ startedAt, calendar }: DeadlinesInput): DateTime {
  return instant(startedAt).setZone(calendar.zone);
}

function plusMinutes(at: string, minutes: number): string {
  return utc(instant(at).plus({ milliseconds: Math.round(minutes * 60_000) }));
}

function earliest(one: string | null, other: string): string {
  return one !== null && instant(one) <= instant(other) ? one : other;
}

function instant(at: string): DateTime {
  const read = DateTime.fromISO(at, { zone: 'utc' });
  if (!read.isValid) throw new Error(`not an ISO instant: ${at}`);
  return read;
}

function utc(at: DateTime): string {
  return at.toUTC().toJSDate().toISOString();
}
