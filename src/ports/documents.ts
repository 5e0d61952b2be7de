import type { DocumentFailure, DocumentState, Passage, Scope } from '../domain/document.ts';

/** A document that arrived. */
export interface NewDocument {
  documentId: string;
  title: string;
  kind: string;
  scope: Scope;
  file: Uint8Array;
  effectiveFromOn: string | null;
}

/** One version of a document as staff see it. */
export interface DocumentRow {
  documentId: string;
  version: number;
  title: string;
  kind: string;
  scope: Scope;
  state: DocumentState;
  failure: DocumentFailure | null;
  pages: number | null;
  createdAt: string;
}

/** A passage with its vector, as it is stored. */
export interface IndexedPassage {
  passage: Passage;
  embedding: Float32Array;
}

/** A passage as it stands on its page. */
export type PagePassage = Pick<Passage, 'heading' | 'text' | 'scope'>;

/** Documents, their versions and the passages that can be found. */
export interface Documents {
  /** Keeps a file as the next version; the same bytes again are the version that is there. */
  receive(document: NewDocument): Promise<{ documentId: string; version: number; isNew: boolean }>;
  find(documentId: string): Promise<DocumentRow[]>;
  list(): Promise<DocumentRow[]>;
  readFile(by: {
    documentId: string;
    version: number;
  }): Promise<{ document: DocumentRow; file: Uint8Array }>;
  setState(by: {
    documentId: string;
    version: number;
    state: DocumentState;
    failure: DocumentFailure | null;
  }): Promise<void>;
  /** Makes a version the one that is found, in one transaction with its passages; the one before is superseded. */
  publish(by: {
    documentId: string;
    version: number;
    pages: number;
    embedder: string;
    passages: IndexedPassage[];
  }): Promise<void>;
  withdraw(documentId: string): Promise<void>;
  /** The passages of one page in the order of the page, of every document with that title and version. */
  readPage(by: { document: string; version: number; page: number }): Promise<PagePassage[]>;
  /** Changes with every publish and withdraw. */
  revision(): Promise<bigint>;
  /** All passages of published versions made by that embedder. */
  loadPublished(embedder: string): Promise<IndexedPassage[]>;
}
