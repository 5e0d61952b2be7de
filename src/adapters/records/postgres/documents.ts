import { createHash, randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, notInArray } from 'drizzle-orm';
import type {
  DocumentRow,
  Documents,
  IndexedPassage,
  NewDocument,
} from '../../../ports/documents.ts';
import { RecordNotFound } from '../../../ports/errors.ts';
import {
  documentEntry,
  GONE,
  lockDocument,
  publish,
  withdraw,
  type DocumentsOptions,
} from './document-publishing.ts';
import { embeddingFromBytes } from './embedding-bytes.ts';
import { documentPages } from './tables/document-reading.ts';
import { documents as table, indexRevision, passages } from './tables/documents.ts';

// All of a version but its file, which may be large.
const VERSION = {
  documentId: table.documentId,
  version: table.version,
  title: table.title,
  kind: table.kind,
  scopeKind: table.scopeKind,
  scopeId: table.scopeId,
  state: table.state,
  failure: table.failure,
  pages: table.pages,
  passageCount: table.passageCount,
  passagesDone: table.passagesDone,
  createdAt: table.createdAt,
};

/** Documents in PostgreSQL, newest version first. A version that was superseded or withdrawn stays so. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { database } = options;
  return {
    receive: (document) => receive(options, document),
    setState: (by) => setState(options, by),
    setProgress: (by) => setProgress(options, by),
    publish: (by) => publish(options, by),
    readPage: (by) => readPage(options, by),
    readText: (by) => readText(options, by),
    withdraw: (documentId, by = {}) => withdraw(options, { documentId, ...by }),

    async find(documentId) {
      const found = await database
        .select(VERSION)
        .from(table)
        .where(eq(table.documentId, documentId))
        .orderBy(desc(table.version));
      return found.map(rowOf);
    },

    async list() {
      const order = [asc(table.title), asc(table.documentId), desc(table.version)];
      const found = await database
        .select(VERSION)
        .from(table)
        .orderBy(...order);
      return found.map(rowOf);
    },

    async readFile({ documentId, version }) {
      const [found] = await database
        .select({ ...VERSION, file: table.file })
        .from(table)
        .where(isVersion({ documentId, version }));
      if (!found) throw new RecordNotFound(`no version ${version} of document ${documentId}`);
      return { document: rowOf(found), file: found.file };
    },

    async revision() {
      const [found] = await database.select().from(indexRevision);
      if (!found) throw new RecordNotFound('the index has no revision; its row was deleted');
      return found.revision;
    },

    async loadPublished(embedder) {
      const found = await database
        .select({ passage: passages, ...VERSION })
        .from(passages)
        .innerJoin(table, isVersion(passages))
        .where(and(eq(table.state, 'published'), eq(passages.embedder, embedder)))
        .orderBy(asc(passages.documentId), asc(passages.ordinal));
      return found.map(indexedOf);
    },
  };
}

async function readPage(
  { database }: DocumentsOptions,
  { document, version, page }: Parameters<Documents['readPage']>[0],
): ReturnType<Documents['readPage']> {
  const found = await database
    .select({ heading: passages.heading, text: passages.text, ...VERSION })
    .from(passages)
    .innerJoin(table, isVersion(passages))
    .where(and(eq(table.title, document), eq(table.version, version), eq(passages.page, page)))
    .orderBy(asc(passages.documentId), asc(passages.ordinal));
  return found.map(({ heading, text, ...row }) => ({ heading, text, scope: rowOf(row).scope }));
}

function receive(
  { database, auditLog, now }: DocumentsOptions,
  document: NewDocument,
): ReturnType<Documents['receive']> {
  const { documentId, title, kind, scope } = document;
  const file = Buffer.from(document.file);
  const sha256 = createHash('sha256').update(file).digest('hex');
  return database.transaction(async (tx) => {
    await lockDocument(tx, documentId);
    const isOfDocument = eq(table.documentId, documentId);
    const { version } = table;
    const [same] = await tx
      .select({ version })
      .from(table)
      .where(
        and(
          isOfDocument,
          eq(table.sha256, sha256),
          eq(table.scopeKind, scope.kind),
          eq(table.scopeId, scope.id),
          notInArray(table.state, [...GONE]),
        ),
      )
      .orderBy(desc(version))
      .limit(1);
    if (same) return { documentId, version: same.version, isNew: false };

    const [last] = await tx
      .select({ version })
      .from(table)
      .where(isOfDocument)
      .orderBy(desc(version))
      .limit(1);
    const made = {
      documentId,
      version: (last?.version ?? 0) + 1,
      scopeKind: scope.kind,
      scopeId: scope.id,
    };
    await tx.insert(table).values({
      ...made,
      title,
      kind,
      state: 'received',
      file,
      sha256,
      effectiveFrom: document.effectiveFromOn,
      createdAt: now().toISOString(),
    });
    const facts = { sha256, byteCount: file.length, staffId: document.staffId ?? null };
    await auditLog.appendAudit(tx, documentEntry({ event: 'received', document: made, facts }));
    return { documentId, version: made.version, isNew: true };
  });
}

function setState(
  { database, auditLog }: DocumentsOptions,
  { documentId, version, state, failure }: Parameters<Documents['setState']>[0],
): Promise<void> {
  return database.transaction(async (tx) => {
    const where = isVersion({ documentId, version });
    const [before] = await tx.select(VERSION).from(table).where(where).for('update');
    if (!before) throw new RecordNotFound(`no version ${version} of document ${documentId}`);
    if (GONE.includes(before.state)) return;
    if (before.state === state && before.failure === failure) return;
    await tx.update(table).set({ state, failure }).where(where);
    const facts = { state, failure };
    await auditLog.appendAudit(
      tx,
      documentEntry({ event: 'changed', document: before, facts, suffix: randomUUID() }),
    );
  });
}

async function readText(
  { database }: DocumentsOptions,
  by: Parameters<Documents['readText']>[0],
): ReturnType<Documents['readText']> {
  const ofPages = await database
    .select({ number: documentPages.page, text: documentPages.text })
    .from(documentPages)
    .where(and(eq(documentPages.documentId, by.documentId), eq(documentPages.version, by.version)))
    .orderBy(asc(documentPages.page));
  const { passageId: id, page, heading, text } = passages;
  const found = await database
    .select({ id, page, heading, text })
    .from(passages)
    .where(and(eq(passages.documentId, by.documentId), eq(passages.version, by.version)))
    .orderBy(asc(passages.ordinal));
  return { pages: ofPages, passages: found };
}

/** No audit entry: nothing was decided, and the next steps write theirs. */
async function setProgress(
  { database }: DocumentsOptions,
  { documentId, version, ...by }: Parameters<Documents['setProgress']>[0],
): Promise<void> {
  await database
    .update(table)
    .set({ pages: by.pages, passageCount: by.passages, passagesDone: by.done })
    .where(and(isVersion({ documentId, version }), inArray(table.state, [...ON_THE_WAY])));
}

const ON_THE_WAY = ['reading', 'embedding'] as const;

function indexedOf({
  passage,
  ...version
}: Version & { passage: typeof passages.$inferSelect }): IndexedPassage {
  return {
    passage: {
      id: passage.passageId,
      documentId: passage.documentId,
      documentTitle: version.title,
      version: passage.version,
      page: passage.page,
      scope: rowOf(version).scope,
      heading: passage.heading,
      text: passage.text,
    },
    embedding: embeddingFromBytes(passage.embedding),
  };
}

const isVersion = (by: {
  documentId: string | typeof passages.documentId;
  version: number | typeof passages.version;
}) => and(eq(table.documentId, by.documentId), eq(table.version, by.version));

type Version = Pick<typeof table.$inferSelect, keyof typeof VERSION>;

function rowOf({ scopeKind, scopeId, ...version }: Version): DocumentRow {
  const { documentId, title, kind, state, failure, pages, createdAt } = version;
  const { passageCount, passagesDone } = version;
  const progress =
    passageCount === null ? null : { passages: passageCount, done: passagesDone ?? 0 };
  const scope = { kind: scopeKind, id: scopeId };
  return {
    documentId,
    version: version.version,
    title,
    kind,
    scope,
    state,
    failure,
    pages,
    progress,
    createdAt,
  };
}
