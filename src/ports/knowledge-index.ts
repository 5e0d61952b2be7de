import type { Passage, Scope } from '../domain/document.ts';

/** A passage and how well it fits; scores of one search can be compared, no others. */
export interface FoundPassage {
  passage: Passage;
  score: number;
  /** The cosine alone, -1 to 1: tells "in the documents" from "not". */
  similarity: number;
}

/** Finds passages of published documents. */
export interface KnowledgeIndex {
  /**
   * The best passages within the scopes given; of those on one matter the most specific scope stands first. The scopes are the filter
   * and the statistics: what stands outside them changes neither results nor ranking. With a `documentId` only that
   * document's passages are answered, rated as among all of their scope.
   */
  search(query: {
    text: string;
    scopes: Scope[];
    limit: number;
    documentId?: string;
  }): Promise<FoundPassage[]>;
}
