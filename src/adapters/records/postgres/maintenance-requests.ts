import { randomUUID } from 'node:crypto';
import { and, desc, eq, gte, inArray, type SQL } from 'drizzle-orm';
import { RecordNotFound } from '../../../ports/errors.ts';
import type {
  ClassCorrection,
  MaintenanceRequestRow,
  MaintenanceRequests,
  NewMaintenanceRequest,
  RequestChange,
  RequestWords,
} from '../../../ports/maintenance-requests.ts';
import { deadlineOf, type RequestQuestion } from '../../../domain/maintenance-request.ts';
import type { Connection, Database, Transaction } from '../../shared/database.ts';
import { isOfRound, LAST } from './approvals.ts';
import type { PostgresAuditLog } from './audit-log.ts';
import { lockConversation } from './conversation-rows.ts';
import type { PersonKeys } from './person-keys.ts';
import { hurry } from './platform-outbox-changes.ts';
import {
  changedColumns,
  changedEntry,
  correctedEntry,
  goalColumns,
  openedEntry,
  type RequestColumns,
  type StoredRequest,
} from './request-changes.ts';
import { findRequestPerson, keyOwnerOf, readWords, sealWords } from './request-words.ts';
import {
  approvals,
  classCorrections,
  maintenanceRequests as table,
  requestReopenings,
} from './tables/requests.ts';

/** What requests are kept with. */
export interface MaintenanceRequestsOptions {
  database: Database;
  personKeys: PersonKeys;
  auditLog: PostgresAuditLog;
  now: () => Date;
}

/**
 * Maintenance requests in PostgreSQL, their words sealed with the person's key; forgotten words read as empty.
 * Lists are newest first. A change of `facts` adds to the facts that are there.
 */
export function createMaintenanceRequests(
  options: MaintenanceRequestsOptions,
): MaintenanceRequests {
  const { database, personKeys } = options;

  async function list(where?: SQL): Promise<MaintenanceRequestRow[]> {
    const found = await database
      .select()
      .from(table)
      .where(where)
      .orderBy(desc(table.openedAt), desc(table.position));
    const rows: MaintenanceRequestRow[] = [];
    for (const stored of found) rows.push(await openRow({ personKeys, stored, using: database }));
    return rows;
  }

  async function findOne(where: SQL): Promise<MaintenanceRequestRow | null> {
    const [stored] = await database.select().from(table).where(where);
    return stored ? openRow({ personKeys, stored, using: database }) : null;
  }

  return {
    create: (request) => create(options, request),
    change: (requestId, change) => changeRequest(options, { requestId, change }),
    takeQuestion: (by) => takeQuestion(options, by),
    ask: (by) => ask(options, by),
    find: (requestId) => findOne(eq(table.requestId, requestId)),
    findByReference: async (reference) => {
      const { requestId, orderReference } = requestReopenings;
      const marked = database
        .select({ requestId })
        .from(requestReopenings)
        .where(eq(orderReference, reference));
      const found = await findOne(eq(table.reference, reference));
      return found ?? findOne(inArray(table.requestId, marked));
    },
    findByWorkOrder: (externalId) => findOne(eq(table.workOrderExternalId, externalId)),
    listOfUnit: ({ unitId, since }) =>
      list(and(eq(table.unitId, unitId), gte(table.openedAt, since))),
    listOfConversation: (conversationId) => list(eq(table.conversationId, conversationId)),
    listOfPerson: (personId) => list(eq(table.personId, personId)),
    list: ({ propertyId }) =>
      list(propertyId === null ? undefined : eq(table.propertyId, propertyId)),
    correctClass: (correction) => correctClass(options, correction),
  };
}

function create(
  { database, personKeys, auditLog, now }: MaintenanceRequestsOptions,
  { words, ...columns }: NewMaintenanceRequest,
): ReturnType<MaintenanceRequests['create']> {
  return database.transaction(async (tx) => {
    // A position is handed out only under this lock, so that no reader has passed it before it is committed.
    if (columns.conversationId !== null) await lockConversation(tx, columns.conversationId);
    const personId = await findRequestPerson(columns, tx);
    const wordsSealed = await sealWords({ personKeys, personId, words, using: tx });
    const openedAt = now().toISOString();
    const [made] = await tx
      .insert(table)
      .values({
        ...columns,
        personId,
        wordsSealed,
        nextDeadlineAt: deadlineOf(columns.state, { ...columns, approval: null, now: openedAt }),
        ...goalColumns({}, { to: columns.state, at: openedAt }),
        openedAt,
        updatedAt: openedAt,
      })
      .onConflictDoNothing({ target: table.dedupeKey })
      .returning();
    if (made) {
      await auditLog.appendAudit(tx, openedEntry(made));
      return { request: rowOf(made, words), isNew: true };
    }
    const [stored] = await tx.select().from(table).where(eq(table.dedupeKey, columns.dedupeKey));
    if (!stored) throw new RecordNotFound(`maintenance request ${columns.requestId} is gone`);
    return { request: await openRow({ personKeys, stored, using: tx }), isNew: false };
  });
}

function changeRequest(
  { database, personKeys, auditLog, now }: MaintenanceRequestsOptions,
  { requestId, change }: { requestId: string; change: RequestChange },
): Promise<MaintenanceRequestRow> {
  return database.transaction(async (tx) => {
    const before = await lockRequest(tx, requestId);
    const at = now().toISOString();
    const set = await columnsOf(tx, { before, change, at });
    const old = await readWords({ personKeys, sealed: before.wordsSealed, using: tx });
    if ((change.ofRound ?? before.reopenings) !== before.reopenings) return rowOf(before, old);
    const words = wordsAfter(old, change);
    if (JSON.stringify(words) !== JSON.stringify(old)) {
      const { personId } = before;
      set.wordsSealed = await sealWords({ personKeys, personId, words, using: tx });
    }
    if (Object.keys(set).length === 0) return rowOf(before, old);

    const after = await update(tx, { requestId, set, at });
    await auditLog.appendAudit(tx, changedEntry({ before, after }));
    return rowOf(after, words);
  });
}

/** Added words go under what the locked row says, so that two who write at once are both heard. */
function wordsAfter(old: RequestWords, { words: changed, moreWords }: RequestChange): RequestWords {
  const words = { ...old, ...changed };
  if (!moreWords || words.description.includes(moreWords)) return words;
  return { ...words, description: `${words.description}\n${moreWords}` };
}

function takeQuestion(
  { database, auditLog, now }: MaintenanceRequestsOptions,
  { requestId, turnId }: { requestId: string; turnId: string },
): Promise<RequestQuestion | null> {
  return database.transaction(async (tx) => {
    const before = await lockRequest(tx, requestId);
    if (before.takenByTurn === turnId) return before.takenQuestion;
    const { question } = before;
    if (question === null) return null;
    const taken = { takenQuestion: question, takenByTurn: turnId };
    const set = { question: null, questionAskedAt: null, ...taken };
    const after = await update(tx, { requestId, set, at: now().toISOString() });
    await auditLog.appendAudit(tx, changedEntry({ before, after }));
    return question;
  });
}

function ask(
  { database, auditLog, now }: MaintenanceRequestsOptions,
  { requestId, question, facts }: Parameters<MaintenanceRequests['ask']>[0],
): Promise<RequestQuestion | null> {
  return database.transaction(async (tx) => {
    const before = await lockRequest(tx, requestId);
    if (before.question !== null) return before.question;
    const at = now().toISOString();
    const set = await columnsOf(tx, { before, change: { question, ...(facts && { facts }) }, at });
    const after = await update(tx, { requestId, set, at });
    await auditLog.appendAudit(tx, changedEntry({ before, after }));
    return question;
  });
}

function correctClass(
  { database, personKeys, auditLog, now }: MaintenanceRequestsOptions,
  { requestId, staffId, reason, ...change }: ClassCorrection,
): Promise<MaintenanceRequestRow | null> {
  return database.transaction(async (tx) => {
    const before = await lockRequest(tx, requestId);
    if (before.class === change.class) return null;
    const at = now().toISOString();
    const set = await columnsOf(tx, { before, change, at });
    const after = await update(tx, { requestId, set, at });
    const { personId } = before;
    const owner = await keyOwnerOf({ personKeys, personId, using: tx });
    const reasonSealed = await personKeys.seal({ ...owner, text: reason }, tx);
    const correctionId = randomUUID();
    const classes = { fromClass: before.class, toClass: after.class };
    await tx
      .insert(classCorrections)
      .values({ correctionId, requestId, staffId, ...classes, reasonSealed, at });
    await auditLog.appendAudit(tx, correctedEntry({ before, after, staffId, correctionId }));
    return openRow({ personKeys, stored: after, using: tx });
  });
}

/** The columns that a change of a locked request sets, its next deadline among them. */
async function columnsOf(
  tx: Transaction,
  by: { before: StoredRequest; change: RequestChange; at: string },
): Promise<RequestColumns> {
  return changedColumns({ ...by, expiresAt: await findApprovalEnd(tx, by.before) });
}

/** Writes columns of a locked request, its waiting orders with its class; the caller appends to the record. */
export async function update(
  tx: Transaction,
  { requestId, set, at }: { requestId: string; set: RequestColumns; at: string },
): Promise<StoredRequest> {
  const [after] = await tx
    .update(table)
    .set({ ...set, updatedAt: at })
    .where(eq(table.requestId, requestId))
    .returning();
  if (!after) throw new RecordNotFound(`no maintenance request ${requestId}`);
  if (set.class) await hurry(tx, after);
  return after;
}

/** When the question to the managers ends; null where nobody was asked in this round. */
async function findApprovalEnd(tx: Transaction, request: StoredRequest): Promise<string | null> {
  const [approval] = await tx
    .select({ expiresAt: approvals.expiresAt })
    .from(approvals)
    .where(isOfRound(request))
    .orderBy(...LAST)
    .limit(1);
  return approval?.expiresAt ?? null;
}

/** A request that nobody else changes before the transaction ends. @throws RecordNotFound */
export async function lockRequest(tx: Transaction, requestId: string): Promise<StoredRequest> {
  const [stored] = await tx
    .select()
    .from(table)
    .where(eq(table.requestId, requestId))
    .for('update');
  if (!stored) throw new RecordNotFound(`no maintenance request ${requestId}`);
  return stored;
}

/** A stored request with its words read. */
export async function openRow(by: {
  personKeys: PersonKeys;
  stored: StoredRequest;
  using: Connection;
}): Promise<MaintenanceRequestRow> {
  return rowOf(by.stored, await readWords({ ...by, sealed: by.stored.wordsSealed }));
}

function rowOf(stored: StoredRequest, words: RequestWords): MaintenanceRequestRow {
  return {
    requestId: stored.requestId,
    reference: stored.reference,
    propertyId: stored.propertyId,
    unitId: stored.unitId,
    leaseId: stored.leaseId,
    residentId: stored.residentId,
    conversationId: stored.conversationId,
    issue: stored.issue,
    family: stored.family,
    trade: stored.trade,
    class: stored.class,
    state: stored.state,
    words,
    facts: stored.facts,
    isRepeat: stored.isRepeat,
    packVersion: stored.packVersion,
    deadlines: stored.deadlines,
    nextDeadlineAt: stored.nextDeadlineAt,
    workOrderExternalId: stored.workOrderExternalId,
    vendorId: stored.vendorId,
    vendorName: stored.vendorName,
    windowFromAt: stored.windowFromAt,
    windowToAt: stored.windowToAt,
    question: stored.question,
    openedAt: stored.openedAt,
    closedAt: stored.closedAt,
    surveyScore: stored.surveyScore,
    reopenings: stored.reopenings,
    reopenedAt: stored.reopenedAt,
    orderReference: stored.orderReference ?? stored.reference,
  };
}
