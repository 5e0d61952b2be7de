import type {
  MaintenanceRequestState,
  RequestDeadlines,
  RequestQuestion,
} from '../domain/maintenance-request.ts';
import type { PriorityClass } from '../domain/priority.ts';

/** The words of a request, the person's own. */
export interface RequestWords {
  summary: string;
  description: string;
  location: string | null;
  /** What was said about pets and about times for a visit; absent while nothing was. */
  pets?: string;
  times?: string;
}

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
  /** What the resident said of it, 1 (bad) to 5; null while they have not. */
  surveyScore: number | null;
  /** How often it was closed and opened again. */
  reopenings: number;
  /** When it was opened again last; null while it never was. */
  reopenedAt: string | null;
  /** What its order at the platform is marked with: its own reference, after a reopening another one. */
  orderReference: string;
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
  | 'surveyScore'
  | 'reopenings'
  | 'reopenedAt'
  | 'orderReference'
> {
  dedupeKey: string;
  /** What the report told already. */
  facts?: Record<string, string>;
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
  surveyScore?: number;
  class?: PriorityClass;
  trade?: string;
  deadlines?: RequestDeadlines;
  /** Words of the resident that replace those of the row. */
  words?: Partial<RequestWords>;
  /** Put under the description, unless it says that already. */
  moreWords?: string;
  /** How often it had been reopened when the change was decided; in another round nothing is written. */
  ofRound?: number;
}

/** A class that a person sets by hand, and why. */
export interface ClassCorrection {
  requestId: string;
  staffId: string;
  class: PriorityClass;
  reason: string;
  deadlines: RequestDeadlines;
  /** What counted as known of it then: only what comes to light later may raise the class again. */
  facts: Record<string, string>;
}

/**
 * Maintenance requests: the resident's open matters, the history of a unit. The clock that a row is held to is written
 * with each change of it.
 */
export interface MaintenanceRequests {
  /** Makes the row once per dedupe key; answers the row that stands. */
  create(
    request: NewMaintenanceRequest,
  ): Promise<{ request: MaintenanceRequestRow; isNew: boolean }>;
  find(requestId: string): Promise<MaintenanceRequestRow | null>;
  /** The request of a reference: its own, or one that an order of any of its rounds is marked with. */
  findByReference(reference: string): Promise<MaintenanceRequestRow | null>;
  findByWorkOrder(externalId: string): Promise<MaintenanceRequestRow | null>;
  /** A unit's requests opened since an instant, newest first. */
  listOfUnit(by: { unitId: string; since: string }): Promise<MaintenanceRequestRow[]>;
  listOfConversation(conversationId: string): Promise<MaintenanceRequestRow[]>;
  /** Everything of a person, by whatever door it came, and what staff opened for them; newest first. */
  listOfPerson(personId: string): Promise<MaintenanceRequestRow[]>;
  list(by: { propertyId: string | null }): Promise<MaintenanceRequestRow[]>;
  /**
   * Takes the question that a request asks, for one turn: the row forgets it and remembers who took it. The same turn
   * gets the same question again, whatever the row asks by then; null when there was none to take.
   */
  takeQuestion(by: { requestId: string; turnId: string }): Promise<RequestQuestion | null>;
  /** Asks only if the row asks nothing else; answers what it asks then. */
  ask(by: {
    requestId: string;
    question: RequestQuestion;
    facts?: Record<string, string>;
  }): Promise<RequestQuestion | null>;
  change(requestId: string, change: RequestChange): Promise<MaintenanceRequestRow>;
  /** Sets a class with its clocks and records who did and why; null when the request has that class already. */
  correctClass(correction: ClassCorrection): Promise<MaintenanceRequestRow | null>;
}
