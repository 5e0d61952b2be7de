import type { HandOverReason } from './decision.ts';

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

/** How a hand-off stands; `waiting` has no owner. */
export type HandOffState = 'waiting' | 'owned' | 'released';
