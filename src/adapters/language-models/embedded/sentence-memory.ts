import type { Embedder } from '../../../ports/embedder.ts';

// 4,000 vectors of 512 numbers are 8 MB.
const SENTENCES_MAX = 4_000;

/** Remembers vectors of sentences from documents, the ones asked for last; no words of residents. */
export class SentenceMemory {
  readonly #embedder: Embedder;
  readonly #vectors = new Map<string, Promise<Float32Array>>();

  constructor(embedder: Embedder) {
    this.#embedder = embedder;
  }

  /** The vector of a sentence, computed at most once while it is remembered. */
  vectorOf(sentence: string): Promise<Float32Array> {
    const known = this.#vectors.get(sentence);
    const vector = known ?? this.#embedder.embedQuery(sentence);
    // Taken out and put back, so that the first in the map is the one asked for longest ago.
    this.#vectors.delete(sentence);
    this.#vectors.set(sentence, vector);
    if (!known) vector.catch(() => this.#vectors.delete(sentence));
    const oldest = this.#vectors.keys().next().value;
    if (this.#vectors.size > SENTENCES_MAX && oldest !== undefined) this.#vectors.delete(oldest);
    return vector;
  }
}
