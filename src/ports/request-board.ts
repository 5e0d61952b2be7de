import type { AuditEntry } from './audit-log.ts';
import type { SeenBy } from './desk-inbox.ts';
import type { MaintenanceRequestRow } from './maintenance-requests.ts';

/** The two sides of the board. */
export const BOARD_SIDES = ['open', 'ended'] as const;

/** One of the sides. */
export type BoardSide = (typeof BOARD_SIDES)[number];

/** Something that the audit trail tells of a request. */
export interface RecordedStep extends Pick<AuditEntry, 'event' | 'facts'> {
  at: string;
  /** Who did it, where it was one of the staff. */
  staffName: string | null;
  /** Why a class was set by hand, or a request reopened; null where it may no longer be read. */
  reason: string | null;
}

/** Maintenance requests as the desk reads them. */
export interface RequestBoard {
  /** At most 300: open ones with what breaches next first and what is held to no clock last, ended ones newest first. */
  list(
    by: Omit<SeenBy, 'staffId'> & { propertyId: string | null; side: BoardSide },
  ): Promise<MaintenanceRequestRow[]>;
  /** What happened to a request, oldest first. */
  story(by: { requestId: string; propertyId: string }): Promise<RecordedStep[]>;
}
