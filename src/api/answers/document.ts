import type { DocumentState } from '../../domain/document.ts';
import type { DocumentQuestion } from '../../ports/document-questions.ts';
import type { DocumentRow, DocumentText } from '../../ports/documents.ts';

/** One version of a document: `GET /documents` has all of all documents, `GET /documents/:id` those of one. */
export interface DocumentVersion extends DocumentRow {
  /** Where it belongs; null for a document of the organisation. */
  propertyId: string | null;
  /** What to do about one that failed. */
  remedy: string | null;
}

/** `POST /documents`. */
export interface DocumentReceived {
  document_id: string;
  version: number;
  /** False when these very bytes were here: nothing was done. */
  is_new: boolean;
  state: DocumentState;
}

/** `GET /documents/:id/versions/:version`: what was read of it. */
export type { DocumentText };

/** One of `GET /documents/places`: a unit, or the lease of one who lives there, that a document can be for. */
export interface DocumentPlace {
  scope: string;
  kind: 'unit' | 'lease';
  unitNumber: string;
}

/** `POST /documents/:id/questions`. */
export interface QuestionAsked {
  questionId: string;
}

/** `GET /documents/:id/questions/:questionId`. */
export type QuestionAnswered = Pick<DocumentQuestion, 'questionId' | 'text' | 'answer' | 'askedAt'>;
