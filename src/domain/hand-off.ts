import { addBusinessMinutes, everOpens, type BusinessCalendar } from './business-hours.ts';
import type { HandOverReason } from './decision.ts';

/** How long somebody may wait for a person, in the property's business time. */
export interface HandOffRules {
  readonly warnAfterMinutes: number;
  readonly breachAfterMinutes: number;
}

/** When somebody began to wait, and by when they are answered. */
export type HandOffClocks = Pick<HandOffCase, 'openedAt' | 'warnAt' | 'breachAt'>;

/** Someone must answer a resident: which conversation, why, and by when. Ids and instants only. */
export interface HandOffCase {
  handOffId: string;
  conversationId: string;
  propertyId: string | null;
  reason: HandOverReason;
  openedAt: string;
  /** The rules' first clock has run out: the desk is warned. */
  warnAt: string;
  /** The rules' second clock has run out: the managers are told. */
  breachAt: string;
}

/** The clocks of a hand-off that opens at an instant; a calendar that never opens must not leave anybody waiting. */
export function handOffClocks({
  openedAt: at,
  calendar,
  rules: { warnAfterMinutes, breachAfterMinutes },
}: {
  openedAt: string;
  calendar: BusinessCalendar;
  rules: HandOffRules;
}): HandOffClocks {
  const after = (minutes: number): string =>
    everOpens({ at, calendar })
      ? addBusinessMinutes({ at, minutes, calendar })
      : new Date(Date.parse(at) + minutes * 60_000).toISOString();
  return { openedAt: at, warnAt: after(warnAfterMinutes), breachAt: after(breachAfterMinutes) };
}

/** How a hand-off stands; `waiting` has no owner. */
export type HandOffState = 'waiting' | 'owned' | 'released';

/** What rings about a hand-off: its first clock, and its second. */
export const HAND_OFF_STEPS = ['warned', 'breached'] as const;

/** The alert of a clock. */
export const handOffAlertIdOf = (
  handOffId: string,
  step: (typeof HAND_OFF_STEPS)[number],
): string => `${handOffId}-${step}`;
