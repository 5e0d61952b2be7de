import type { Source } from '../domain/document.ts';

/** What came of a question to one document. */
export type DocumentAnswer =
  | { kind: 'answered'; text: string; sources: Source[] }
  /** Residents would be told that a person answers. */
  | { kind: 'not-in-document' }
  /** It has no version that is published. */
  | { kind: 'not-published' }
  | { kind: 'model-unavailable' };

/** A question that staff put to one document; `answer` is null while nobody has answered. */
export interface DocumentQuestion {
  questionId: string;
  documentId: string;
  askedBy: string;
  text: string;
  answer: DocumentAnswer | null;
  askedAt: string;
}

/** Questions by which staff try a document; each is forgotten after a day. */
export interface DocumentQuestions {
  /** Keeps a question and forgets those of more than a day ago. */
  ask(question: {
    questionId: string;
    documentId: string;
    askedBy: string;
    text: string;
  }): Promise<void>;
  /** Null when there is none, or no longer. */
  find(questionId: string): Promise<DocumentQuestion | null>;
  /** The first answer stays. */
  answer(by: { questionId: string; answer: DocumentAnswer }): Promise<void>;
}
