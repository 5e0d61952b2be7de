/** What the thread is asked: vectors for these texts, in this order. */
export interface EmbedJob {
  id: number;
  texts: string[];
}

/** What the thread answers: unit-length vectors in the order of the texts, or what went wrong. */
export type EmbedAnswer =
  | { kind: 'embedded'; id: number; vectors: Float32Array<ArrayBuffer>[] }
  | { kind: 'failed'; id: number; reason: string };
