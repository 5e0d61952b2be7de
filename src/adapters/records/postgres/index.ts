import type { AuditLog } from '../../../ports/audit-log.ts';
import type { Records } from '../../../ports/records.ts';
import { createDatabase, migrate } from '../../shared/database.ts';
import { createAlerts } from './alerts.ts';
import { createApprovalQuestions } from './approval-questions.ts';
import { createApprovals } from './approvals.ts';
import { createAuditLog } from './audit-log.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createConversations } from './conversations.ts';
import { createDeskAlerts } from './desk-alerts.ts';
import { createDeskApprovals } from './desk-approvals.ts';
import { createDeskEvents } from './desk-events.ts';
import { createDeskInbox } from './desk-inbox.ts';
import { createDocumentQuestions } from './document-questions.ts';
import { createDocuments } from './documents.ts';
import { createDrafts } from './drafts.ts';
import { createHandOffs } from './hand-offs.ts';
import { createHouseFigures } from './house-figures.ts';
import { createInbox } from './inbox.ts';
import { createMaintenanceRequests } from './maintenance-requests.ts';
import { createNumbers } from './numbers.ts';
import { createNotes } from './notes.ts';
import { createOutbox } from './outbox.ts';
import { createPackVersions } from './pack-versions.ts';
import type { RecordsParts } from './parts.ts';
import { createPersonKeys, derive } from './person-keys.ts';
import { createPlatformOutbox } from './platform-outbox.ts';
import { createPresence } from './presence.ts';
import { createProperties } from './properties.ts';
import { createRequestBoard } from './request-board.ts';
import { createRequestReopenings } from './request-reopenings.ts';
import { createRemovals } from './removals.ts';
import { createSignInFailures } from './sign-in-failures.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { createRollouts } from './rollouts.ts';
import { createShadowComparison } from './shadow-comparison.ts';
import { createTeam } from './team.ts';

/** The audit trail by itself, to be verified beside a running house; nothing is migrated. */
export function openAuditTrail({
  url,
  masterKey,
}: Pick<PostgresRecordsOptions, 'url' | 'masterKey'>): {
  auditLog: AuditLog;
  close(): Promise<void>;
} {
  const database = createDatabase({ url, role: ROLE, poolMax: 2 });
  const sealKey = derive(masterKey, 'nightporter/audit-seal');
  const auditLog = createAuditLog({ database, sealKey, now: () => new Date() });
  return { auditLog, close: () => database.$client.end() };
}

/** Where the records live and what seals them. */
export interface PostgresRecordsOptions {
  url: string;
  /** 32 bytes; without them nobody reads what people wrote. */
  masterKey: Uint8Array;
  migrationsFolder: string;
  /** Seals the ends of the audit chains; made from the master key when absent. */
  auditSealKey?: Uint8Array;
  now?: () => Date;
}

// The role that can add to the audit trail but not rewrite it (migration 0001).
const ROLE = 'nightporter_app';

/**
 * All records in PostgreSQL 15 or newer: brings the schema up to date as the URL's user, then works as a role that
 * may not rewrite the audit trail.
 * @throws Error when the schema does not fit this program, or the master key the database
 */
export async function createPostgresRecords(options: PostgresRecordsOptions): Promise<Records> {
  const { url, masterKey, migrationsFolder, now = () => new Date() } = options;
  const sealKey = options.auditSealKey ?? derive(masterKey, 'nightporter/audit-seal');
  await migrate({ url, folder: migrationsFolder });
  const database = createDatabase({ url, role: ROLE });
  const personKeys = createPersonKeys({ database, masterKey, now });
  await checkMasterKey({ database, personKeys });
  const auditLog = createAuditLog({ database, sealKey, now });
  const parts: RecordsParts = { database, personKeys, auditLog, now };
  return {
    alerts: createAlerts(parts),
    approvalQuestions: createApprovalQuestions(parts),
    approvals: createApprovals(parts),
    auditLog,
    auditTrail: createAuditTrail(parts),
    conversations: createConversations(parts),
    deskAlerts: createDeskAlerts(parts),
    deskApprovals: createDeskApprovals(parts),
    deskEvents: createDeskEvents(parts),
    deskInbox: createDeskInbox(parts),
    documentQuestions: createDocumentQuestions(parts),
    documents: createDocuments(parts),
    drafts: createDrafts(parts),
    handOffs: createHandOffs(parts),
    houseFigures: createHouseFigures(parts),
    inbox: createInbox(parts),
    maintenanceRequests: createMaintenanceRequests(parts),
    numbers: createNumbers(parts),
    notes: createNotes(parts),
    outbox: createOutbox(parts),
    packVersions: createPackVersions(parts),
    platformOutbox: createPlatformOutbox(parts),
    presence: createPresence(parts),
    properties: createProperties(parts),
    requestBoard: createRequestBoard(parts),
    requestReopenings: createRequestReopenings(parts),
    removals: createRemovals(parts),
    signInFailures: createSignInFailures(parts),
    staffAccounts: createStaffAccounts(parts),
    rollouts: createRollouts(parts),
    shadowComparison: createShadowComparison(parts),
    team: createTeam(parts),
    close: () => database.$client.end(),
  };
}

// A wrong master key shows now, not at the first resident's message.
async function checkMasterKey({
  database,
  personKeys,
}: Pick<RecordsParts, 'database' | 'personKeys'>): Promise<void> {
  try {
    await personKeys.seal({ keyId: await personKeys.houseKeyId(), text: '' });
  } catch (error) {
    await database.$client.end();
    throw error;
  }
}
