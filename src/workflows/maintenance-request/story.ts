import type { MaintenanceRequestState, RequestNews } from '../../domain/maintenance-request.ts';
import type { MaintenanceRequestInput, Progress } from './contract.ts';
import type { Mailbox } from './mailbox.ts';

/** What each chapter of a request works with. */
export interface Story {
  /** As it is now: what turned out more urgent, or was corrected, has another class and other deadlines. */
  readonly input: MaintenanceRequestInput;
  mailbox: Mailbox;
  /** What is carried when it continues as new; each chapter keeps its part up to date. */
  progress: Progress;
  /** Writes the state to the row and, where there is news, tells the resident, both in one transaction. */
  advance: (to: MaintenanceRequestState, news?: RequestNews) => Promise<void>;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
