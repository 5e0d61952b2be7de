import type { MissingFact } from '../domain/decision.ts';
import type { MaintenanceRequestState, RequestDeadlines } from '../domain/maintenance-request.ts';
import type { PriorityClass } from '../domain/priority.ts';

/** The words of a request, the person's own. */
export interface RequestWords {
  summary: string;
  description: string;
  location: string | null;
}

/** What a request asks the resident just now. */
export type RequestQuestion =
  'confirm-request' | 'self-help' | 'completed' | 'survey' | MissingFact;

/** A maintenance request as a row. */
export interface MaintenanceRequestRow {
  requestId: string;
  reference: string;
  propertyId: string;
  unitId: string | null;
  leaseId: string | null;
  residentId: string | null;
  conversationId: string | null;
  issue: string;
  family: string;
  trade: string;
  class: PriorityClass;
  state: MaintenanceRequestState;
  words: RequestWords;
  facts: Record<string, string>;
  isRepeat: boolean;
  packVersion: string;
  deadlines: RequestDeadlines;
  nextDeadlineAt: string | null;
  workOrderExternalId: string | null;
  vendorId: string | null;
  vendorName: string | null;
  windowFromAt: string | null;
  windowToAt: string | null;
  question: RequestQuestion | null;
  openedAt: string;
  closedAt: string | null;
}

/** What is written when a request is made. */
export interface NewMaintenanceRequest extends Omit<
  MaintenanceRequestRow,
  | 'facts'
  | 'nextDeadlineAt'
  | 'workOrderExternalId'
  | 'vendorId'
  | 'vendorName'
  | 'windowFromAt'
  | 'windowToAt'
  | 'question'
  | 'openedAt'
  | 'closedAt'
> {
  dedupeKey: string;
}

/** What may change later; only what is set is written. */
export interface RequestChange {
  state?: MaintenanceRequestState;
  question?: RequestQuestion | null;
  facts?: Record<string, string>;
  workOrderExternalId?: string;
  vendorId?: string | null;
  vendorName?: string | null;
  windowFromAt?: string | null;
  windowToAt?: string | null;
  nextDeadlineAt?: string | null;
  surveyScore?: number;
  /** Words of the resident that replace those of the row. */
  words?: Partial<RequestWords>;
}

/** Maintenance requests: the board, the resident's open matters, the history of a unit. */
export interface MaintenanceRequests {
  /** Makes the row once per dedupe key; answers the row that stands. */
  create(
    request: NewMaintenanceRequest,
  ): Promise<{ request: MaintenanceRequestRow; isNew: boolean }>;
  find(requestId: string): Promise<MaintenanceRequestRow | null>;
  findByReference(reference: string): Promise<MaintenanceRequestRow | null>;
  findByWorkOrder(externalId: string): Promise<MaintenanceRequestRow | null>;
  /** A unit's requests opened since an instant, newest first. */
  listOfUnit(by: { unitId: string; since: string }): Promise<MaintenanceRequestRow[]>;
  listOfConversation(conversationId: string): Promise<MaintenanceRequestRow[]>;
  list(by: { propertyId: string | null }): Promise<MaintenanceRequestRow[]>;
  change(requestId: string, change: RequestChange): Promise<MaintenanceRequestRow>;
}
