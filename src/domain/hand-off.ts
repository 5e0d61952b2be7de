import { addBusinessMinutes, type BusinessCalendar } from './business-hours.ts';
import type { HandOverReason } from './decision.ts';

// Design section 4: configurable; measured in the property's business time.
const WARN_MINUTES = 15;
const BREACH_MINUTES = 30;

/** When somebody began to wait, and by when they are answered. */
export type HandOffClocks = Pick<HandOffCase, 'openedAt' | 'warnAt' | 'breachAt'>;

/** Someone must answer a resident: which conversation, why, and by when. Ids and instants only. */
export interface HandOffCase {
  handOffId: string;
  conversationId: string;
  propertyId: string | null;
  reason: HandOverReason;
  openedAt: string;
  /** 15 minutes of business time after opening (configurable): the desk is warned. */
  warnAt: string;
  /** 30 minutes of business time after opening (configurable): the manager is told. */
  breachAt: string;
}

/** The clocks of a hand-off that opens at an instant. */
export function handOffClocks({
  openedAt,
  calendar,
}: {
  openedAt: string;
  calendar: BusinessCalendar;
}): HandOffClocks {
  const after = (minutes: number): string =>
    addBusinessMinutes({ at: openedAt, minutes, calendar });
  return { openedAt, warnAt: after(WARN_MINUTES), breachAt: after(BREACH_MINUTES) };
}

/** How a hand-off stands; `waiting` has no owner. */
export type HandOffState = 'waiting' | 'owned' | 'released';
