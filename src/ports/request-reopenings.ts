import type { RequestDeadlines } from '../domain/maintenance-request.ts';
import type { PriorityClass } from '../domain/priority.ts';
import type { MaintenanceRequestRow } from './maintenance-requests.ts';

/** A closed request that is to be open again. */
export interface NewReopening {
  requestId: string;
  /** Which time it is, 1 first: where that is not the next one, somebody else was faster. */
  number: number;
  /** What asked for it; the same key is the same reopening. */
  key: string;
  class: PriorityClass;
  deadlines: RequestDeadlines;
  /** Who of the staff, and why; null where its resident wrote. */
  by: { staffId: string; reason: string } | null;
}

/** A reopening that a process has taken up. */
export interface TakenUp {
  isByStaff: boolean;
}

/** Requests that were closed and are open again: each reopening is a row, which makes it one. */
export interface RequestReopenings {
  /**
   * Opens a closed request again, once a key, with its row back at the beginning and a new reference for its order;
   * answers the request as it stands. Null where it is not closed and no reopening has that key.
   */
  reopen(
    reopening: NewReopening,
  ): Promise<{ request: MaintenanceRequestRow; isNew: boolean } | null>;
  /** Gives a reopening to a run of its process; null when another run has it, or when there is none. */
  takeUp(by: { requestId: string; number: number; runId: string }): Promise<TakenUp | null>;
  /** Requests whose last reopening no run has taken up in that time, oldest first. */
  listLeft(by: { olderThanMs: number }): Promise<MaintenanceRequestRow[]>;
}
