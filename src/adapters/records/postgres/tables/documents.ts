import { bigint, boolean, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DocumentFailure, DocumentState, Scope } from '../../../../domain/document.ts';
import { bytes, instant, now } from './column-types.ts';

/** Versions of documents with their files. */
export const documents = pgTable(
  'documents',
  {
    documentId: text('document_id').notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    kind: text('kind').notNull(),
    scopeKind: text('scope_kind').$type<Scope['kind']>().notNull(),
    scopeId: text('scope_id').notNull(),
    state: text('state').$type<DocumentState>().notNull(),
    failure: text('failure').$type<DocumentFailure>(),
    file: bytes('file').notNull(),
    sha256: text('sha256').notNull(),
    pages: integer('pages'),
    passageCount: integer('passage_count'),
    passagesDone: integer('passages_done'),
    effectiveFrom: date('effective_from', { mode: 'string' }),
    createdAt: instant('created_at').notNull().default(now),
    publishedAt: instant('published_at'),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.version] })],
);

/** Pieces of documents, each with its vector. */
export const passages = pgTable('passages', {
  passageId: text('passage_id').primaryKey(),
  documentId: text('document_id').notNull(),
  version: integer('version').notNull(),
  page: integer('page').notNull(),
  ordinal: integer('ordinal').notNull(),
  heading: text('heading').notNull(),
  text: text('text').notNull(),
  embedder: text('embedder').notNull(),
  embedding: bytes('embedding').notNull(),
});

/** Counts up when what may be found changes. */
export const indexRevision = pgTable('index_revision', {
  singleton: boolean('singleton').primaryKey().default(true),
  revision: bigint('revision', { mode: 'bigint' }).notNull(),
});
