import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, instant, now } from './column-types.ts';

/** What the pages of a version say. */
export const documentPages = pgTable(
  'document_pages',
  {
    documentId: text('document_id').notNull(),
    version: integer('version').notNull(),
    page: integer('page').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.version, table.page] })],
);

/** What staff asked a document, and what it answered. */
export const documentQuestions = pgTable('document_questions', {
  questionId: text('question_id').primaryKey(),
  documentId: text('document_id').notNull(),
  askedBy: text('asked_by').notNull(),
  questionSealed: bytes('question_sealed').notNull(),
  answerSealed: bytes('answer_sealed'),
  askedAt: instant('asked_at').notNull().default(now),
});
