/** Turns text into vectors; two embedders' vectors are never compared with each other. */
export interface Embedder {
  /** Stored beside each vector, so that an index knows who made it. */
  readonly id: string;
  readonly dimension: number;
  /** Passages of documents; slow, gives way to queries. Unit-length vectors in the order given. */
  embedPassages(texts: string[]): Promise<Float32Array[]>;
  /** One short text, at once. */
  embedQuery(text: string): Promise<Float32Array>;
  /** Ends threads or connections that it holds. */
  close(): Promise<void>;
}
