import type { ApprovalState } from '../../domain/approval.ts';
import type { MaintenanceRequestState, RequestClock } from '../../domain/maintenance-request.ts';
import type { PriorityClass } from '../../domain/priority.ts';
import type { DeadlineStatus } from '../../domain/sla.ts';
import type { MaintenanceRequestRow } from '../../ports/maintenance-requests.ts';
import type { PlatformOutboxRow } from '../../ports/platform-outbox.ts';
import type { WriterAnswer } from './inbox.ts';

/** One of `GET /maintenance-requests`. */
export interface RequestListed extends Pick<
  MaintenanceRequestRow,
  | 'requestId'
  | 'reference'
  | 'propertyId'
  | 'class'
  | 'state'
  | 'trade'
  | 'isRepeat'
  | 'nextDeadlineAt'
  | 'vendorName'
  | 'windowFromAt'
  | 'windowToAt'
  | 'openedAt'
  | 'closedAt'
  | 'surveyScore'
  | 'reopenings'
> {
  /** What `nextDeadlineAt` is the end of; null where nothing is owed. */
  clock: RequestClock | null;
  /** The trouble as the catalogue names it. */
  issueLabel: string;
  /** In the resident's words; null for whoever may not read them. */
  summary: string | null;
  /** Who reported it; null while the platform is away, and for whoever may not read it. */
  writer: WriterAnswer | null;
}

/** Something that happened to a request. */
export type StoryLine = { at: string } & (
  | { kind: 'opened'; class: PriorityClass; state: MaintenanceRequestState }
  | { kind: 'moved'; to: MaintenanceRequestState }
  | { kind: 'raised'; to: PriorityClass }
  | {
      kind: 'corrected';
      from: PriorityClass;
      to: PriorityClass;
      by: string | null;
      reason: string | null;
    }
  /** Closed, and open again; `isByResident`: nobody of the staff did it, and there is no reason to read. */
  | {
      kind: 'reopened';
      to: PriorityClass;
      isByResident: boolean;
      by: string | null;
      reason: string | null;
    }
  | { kind: 'vendor'; name: string | null }
  | { kind: 'window'; fromAt: string; toAt: string }
  | { kind: 'asked'; what: StaffWish; by: string | null }
  | { kind: 'told-done'; isDone: boolean; by: string | null }
  | { kind: 'approval'; state: ApprovalState; by: string | null }
  | { kind: 'platform'; outcome: 'confirmed' | 'rejected' | 'needs-human' }
  | { kind: 'survey'; score: number }
);

/** What staff asked of the platform, or of the request. */
export type StaffWish = 'vendor' | 'window' | 'done' | 'cancel' | 'approval' | 'note';

/** A promise of a request, ours or the law's. */
export interface ClockAnswer {
  name: 'dispatch' | 'done' | 'legal';
  /** What the law asks; null for our own. */
  meaning: string | null;
  dueAt: string;
  metAt: string | null;
  status: DeadlineStatus | 'void';
}

/** Whom one may send; `refusal` says why not. */
export interface VendorAnswer {
  id: string;
  name: string;
  isEmergency: boolean;
  licenceExpiresOn: string | null;
  refusal: 'other-trade' | 'licence-expired' | null;
}

/** What a request may cost: the band's ceiling, an estimate and no quote. */
export interface CostAnswer {
  currency: string;
  ceilingCents: number;
  limitCents: number;
  needsApproval: boolean;
  approval: { approvalId: string; state: ApprovalState; ceilingCents: number } | null;
}

/** `GET /maintenance-requests/:id`. */
export interface RequestAnswer
  extends Omit<MaintenanceRequestRow, 'words' | keyof RequestListed>, RequestListed {
  words: MaintenanceRequestRow['words'] | null;
  clocks: ClockAnswer[];
  cost: CostAnswer;
  story: StoryLine[];
  writes: PlatformOutboxRow[];
  /** Who may be sent comes first; null while the platform is away. */
  vendors: VendorAnswer[] | null;
}
