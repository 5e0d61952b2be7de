import { and, desc, eq, lt, notInArray, sql } from 'drizzle-orm';
import type { DocumentState, Page } from '../../../domain/document.ts';
import type { AuditEntry } from '../../../ports/audit-log.ts';
import type { Documents, IndexedPassage } from '../../../ports/documents.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { chainOf, type PostgresAuditLog } from './audit-log.ts';
import { embeddingToBytes } from './embedding-bytes.ts';
import { documentPages } from './tables/document-reading.ts';
import { documents as table, indexRevision, passages } from './tables/documents.ts';

/** What documents are kept with. */
export interface DocumentsOptions {
  database: Database;
  auditLog: PostgresAuditLog;
  now: () => Date;
}

/** Nothing brings these back; the same bytes sent again are a new version. */
export const GONE: readonly DocumentState[] = ['superseded', 'withdrawn'];

type Stored = Pick<typeof table.$inferSelect, 'documentId' | 'version' | 'scopeKind' | 'scopeId'>;

// A statement may hold 65,535 values.
const ROWS_A_STATEMENT = 1_000;

/** Makes everybody else who changes this document wait until the transaction ends. */
export async function lockDocument(tx: Transaction, documentId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${documentId}, 0))`);
}

/** The record of what happened to a version. `suffix` tells events apart that can happen more than once. */
export function documentEntry(by: {
  event: 'received' | 'changed' | 'published' | 'withdrawn';
  document: Stored;
  facts: AuditEntry['facts'];
  suffix?: string;
}): AuditEntry {
  const { documentId, version, scopeKind, scopeId } = by.document;
  const suffix = by.suffix === undefined ? '' : `/${by.suffix}`;
  return {
    chain: chainOf(scopeKind === 'property' ? scopeId : null),
    key: `document.${by.event}/${documentId}/${version}${suffix}`,
    event: `document.${by.event}`,
    facts: { documentId, version, scopeKind, scopeId, ...by.facts },
  };
}

/** What `Documents.publish` promises; publishing a version that was superseded or withdrawn changes nothing. */
export function publish(
  { database, auditLog, now }: DocumentsOptions,
  by: Parameters<Documents['publish']>[0],
): Promise<void> {
  const { documentId, version, pages, embedder } = by;
  return database.transaction(async (tx) => {
    await lockDocument(tx, documentId);
    const versions = await listVersions(tx, documentId);
    const own = versions.find((one) => one.version === version);
    if (!own) throw new RecordNotFound(`no version ${version} of document ${documentId}`);
    if (GONE.includes(own.state)) return;
    // Older versions still on their way are superseded too, so none of them can come later and take its place.
    await tx.update(table).set({ state: 'superseded' }).where(isBefore(own));
    await replacePassages(tx, by);
    await replacePages(tx, by);
    const publishedAt = now().toISOString();
    await tx
      .update(table)
      .set({
        state: 'published',
        failure: null,
        pages: pages.length,
        passageCount: by.passages.length,
        passagesDone: by.passages.length,
        publishedAt,
      })
      .where(isVersion(own));
    const revision = await raiseRevision(tx);
    const facts = { pages: pages.length, embedder, passageCount: by.passages.length, revision };
    const event = 'published';
    const suffix = String(revision);
    await auditLog.appendAudit(tx, documentEntry({ event, document: own, facts, suffix }));
  });
}

/** What `Documents.withdraw` promises: every version that is found, or on its way there, is withdrawn. */
export function withdraw(
  { database, auditLog }: DocumentsOptions,
  { documentId, staffId = null }: { documentId: string; staffId?: string | null },
): Promise<void> {
  return database.transaction(async (tx) => {
    await lockDocument(tx, documentId);
    const versions = await listVersions(tx, documentId);
    if (versions.length === 0) throw new RecordNotFound(`no document ${documentId}`);
    const [latest] = versions.filter((one) => !GONE.includes(one.state));
    if (!latest) return;
    await tx
      .update(table)
      .set({ state: 'withdrawn' })
      .where(and(eq(table.documentId, documentId), notInArray(table.state, [...GONE])));
    await tx.delete(passages).where(eq(passages.documentId, documentId));
    const revision = await raiseRevision(tx);
    const suffix = String(revision);
    const facts = { revision, staffId };
    await auditLog.appendAudit(
      tx,
      documentEntry({ event: 'withdrawn', document: latest, facts, suffix }),
    );
  });
}

/** A document's versions without their files, newest first. */
function listVersions(tx: Transaction, documentId: string) {
  const { version, scopeKind, scopeId, state } = table;
  return tx
    .select({ documentId: table.documentId, version, scopeKind, scopeId, state })
    .from(table)
    .where(eq(table.documentId, documentId))
    .orderBy(desc(version));
}

async function replacePassages(
  tx: Transaction,
  by: { documentId: string; version: number; embedder: string; passages: IndexedPassage[] },
): Promise<void> {
  const { documentId, version, embedder } = by;
  await tx.delete(passages).where(eq(passages.documentId, documentId));
  const rows = by.passages.map(({ passage, embedding }, ordinal) => ({
    passageId: passage.id,
    documentId,
    version,
    page: passage.page,
    ordinal,
    heading: passage.heading,
    text: passage.text,
    embedder,
    embedding: embeddingToBytes(embedding),
  }));
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await tx.insert(passages).values(rows.slice(from, from + ROWS_A_STATEMENT));
  }
}

async function replacePages(
  tx: Transaction,
  { documentId, version, pages }: { documentId: string; version: number; pages: Page[] },
): Promise<void> {
  await tx
    .delete(documentPages)
    .where(and(eq(documentPages.documentId, documentId), eq(documentPages.version, version)));
  const rows = pages.map(({ number, text }) => ({ documentId, version, page: number, text }));
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await tx.insert(documentPages).values(rows.slice(from, from + ROWS_A_STATEMENT));
  }
}

async function raiseRevision(tx: Transaction): Promise<number> {
  const [raised] = await tx
    .update(indexRevision)
    .set({ revision: sql`${indexRevision.revision} + 1` })
    .returning();
  if (!raised) throw new RecordNotFound('the index has no revision; its row was deleted');
  return Number(raised.revision);
}

const isVersion = ({ documentId, version }: Pick<Stored, 'documentId' | 'version'>) =>
  and(eq(table.documentId, documentId), eq(table.version, version));

const isBefore = ({ documentId, version }: Pick<Stored, 'documentId' | 'version'>) =>
  and(
    eq(table.documentId, documentId),
    lt(table.version, version),
    notInArray(table.state, [...GONE]),
  );
