import { bigint, boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ApprovalEdits, ApprovalState, ApprovalSubject } from '../../../../domain/approval.ts';
import type {
  MaintenanceRequestState,
  RequestDeadlines,
  RequestQuestion,
} from '../../../../domain/maintenance-request.ts';
import type { PriorityClass } from '../../../../domain/priority.ts';
import type { PlatformWrite, PlatformWriteState } from '../../../../ports/platform-outbox.ts';
import { bytes, instant, now } from './column-types.ts';
import { transcriptPosition } from './messages.ts';

/** Maintenance requests; their words are sealed as JSON. */
export const maintenanceRequests = pgTable('maintenance_requests', {
  requestId: text('request_id').primaryKey(),
  position: transcriptPosition(),
  reference: text('reference').notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  propertyId: text('property_id').notNull(),
  unitId: text('unit_id'),
  leaseId: text('lease_id'),
  residentId: text('resident_id'),
  personId: text('person_id'),
  conversationId: text('conversation_id'),
  issue: text('issue').notNull(),
  family: text('family').notNull(),
  trade: text('trade').notNull(),
  class: text('class').$type<PriorityClass>().notNull(),
  state: text('state').$type<MaintenanceRequestState>().notNull(),
  wordsSealed: bytes('words_sealed').notNull(),
  facts: jsonb('facts').$type<Record<string, string>>().notNull().default({}),
  isRepeat: boolean('is_repeat').notNull().default(false),
  packVersion: text('pack_version').notNull(),
  deadlines: jsonb('deadlines').$type<RequestDeadlines>().notNull(),
  nextDeadlineAt: instant('next_deadline_at'),
  workOrderExternalId: text('work_order_external_id'),
  vendorId: text('vendor_id'),
  vendorName: text('vendor_name'),
  windowFromAt: instant('window_from_at'),
  windowToAt: instant('window_to_at'),
  question: text('question').$type<RequestQuestion>(),
  questionAskedAt: instant('question_asked_at'),
  takenQuestion: text('taken_question').$type<RequestQuestion>(),
  takenByTurn: text('taken_by_turn'),
  surveyScore: integer('survey_score'),
  surveyedAt: instant('surveyed_at'),
  vendorSentAt: instant('vendor_sent_at'),
  workBegunAt: instant('work_begun_at'),
  workDoneAt: instant('work_done_at'),
  openedAt: instant('opened_at').notNull().default(now),
  updatedAt: instant('updated_at').notNull().default(now),
  closedAt: instant('closed_at'),
  reopenings: integer('reopenings').notNull().default(0),
  reopenedAt: instant('reopened_at'),
  orderReference: text('order_reference'),
});

/** Classes that people set by hand. */
export const classCorrections = pgTable('class_corrections', {
  correctionId: text('correction_id').primaryKey(),
  requestId: text('request_id').notNull(),
  staffId: text('staff_id').notNull(),
  fromClass: text('from_class').$type<PriorityClass>().notNull(),
  toClass: text('to_class').$type<PriorityClass>().notNull(),
  reasonSealed: bytes('reason_sealed').notNull(),
  at: instant('at').notNull().default(now),
});

/** Requests that were closed and are open again. */
export const requestReopenings = pgTable('request_reopenings', {
  reopeningId: text('reopening_id').primaryKey(),
  requestId: text('request_id').notNull(),
  number: integer('number').notNull(),
  reopeningKey: text('reopening_key').notNull(),
  staffId: text('staff_id'),
  reasonSealed: bytes('reason_sealed'),
  fromClass: text('from_class').$type<PriorityClass>().notNull(),
  toClass: text('to_class').$type<PriorityClass>().notNull(),
  orderReference: text('order_reference').notNull(),
  runId: text('run_id'),
  at: instant('at').notNull().default(now),
});

/** What managers are asked. */
export const approvals = pgTable('approvals', {
  approvalId: text('approval_id').primaryKey(),
  requestId: text('request_id').notNull(),
  propertyId: text('property_id').notNull(),
  subject: jsonb('subject').$type<ApprovalSubject>().notNull(),
  digest: text('digest').notNull(),
  state: text('state').$type<ApprovalState>().notNull(),
  remindAt: instant('remind_at').notNull(),
  escalateAt: instant('escalate_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  decidedBy: text('decided_by'),
  decidedAt: instant('decided_at'),
  reason: text('reason'),
  edits: jsonb('edits').$type<ApprovalEdits>(),
  offeredReasons: jsonb('offered_reasons').$type<Record<string, string>>().notNull().default({}),
  openedAt: instant('opened_at').notNull().default(now),
});

/** Writes that wait for a platform. */
export const platformOutbox = pgTable('platform_outbox', {
  outboxId: text('outbox_id').primaryKey(),
  ordinal: bigint('ordinal', { mode: 'number' }).generatedAlwaysAsIdentity(),
  connectionId: text('connection_id').notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  operation: text('operation').$type<PlatformWrite['kind']>().notNull(),
  requestId: text('request_id').notNull(),
  urgency: integer('urgency').notNull(),
  payloadSealed: bytes('payload_sealed').notNull(),
  state: text('state').$type<PlatformWriteState>().notNull().default('waiting'),
  attempts: integer('attempts').notNull().default(0),
  sends: integer('sends').notNull().default(0),
  externalId: text('external_id'),
  failure: text('failure'),
  notBefore: instant('not_before'),
  blockedAt: instant('blocked_at'),
  createdAt: instant('created_at').notNull().default(now),
  updatedAt: instant('updated_at').notNull().default(now),
});

/** Until when a connection's changes were read. */
export const platformSync = pgTable('platform_sync', {
  connectionId: text('connection_id').primaryKey(),
  syncedUntil: instant('synced_until').notNull(),
});
