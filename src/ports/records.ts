import type { Alerts } from './alerts.ts';
import type { Approvals } from './approvals.ts';
import type { AuditLog } from './audit-log.ts';
import type { Conversations } from './conversations.ts';
import type { DeskAlerts } from './desk-alerts.ts';
import type { DeskApprovals } from './desk-approvals.ts';
import type { DeskEvents } from './desk-events.ts';
import type { DeskInbox } from './desk-inbox.ts';
import type { DocumentQuestions } from './document-questions.ts';
import type { Documents } from './documents.ts';
import type { Drafts } from './drafts.ts';
import type { HandOffs } from './hand-offs.ts';
import type { Inbox } from './inbox.ts';
import type { MaintenanceRequests } from './maintenance-requests.ts';
import type { Outbox } from './outbox.ts';
import type { PackVersions } from './policy-packs.ts';
import type { PlatformOutbox } from './platform-outbox.ts';
import type { Properties } from './properties.ts';
import type { RequestBoard } from './request-board.ts';
import type { Removals } from './removals.ts';

/** All that we keep ourselves, in one database. */
export interface Records {
  alerts: Alerts;
  approvals: Approvals;
  auditLog: AuditLog;
  conversations: Conversations;
  deskAlerts: DeskAlerts;
  deskApprovals: DeskApprovals;
  deskEvents: DeskEvents;
  deskInbox: DeskInbox;
  documentQuestions: DocumentQuestions;
  documents: Documents;
  drafts: Drafts;
  handOffs: HandOffs;
  inbox: Inbox;
  maintenanceRequests: MaintenanceRequests;
  outbox: Outbox;
  packVersions: PackVersions;
  platformOutbox: PlatformOutbox;
  properties: Properties;
  requestBoard: RequestBoard;
  removals: Removals;
  close(): Promise<void>;
}
