/** One text that waits for its vector. */
export interface Waiting {
  text: string;
  resolve: (vector: Float32Array) => void;
  reject: (error: Error) => void;
}

// Eight queries together take half the time of eight alone; passages are long, so mostly one goes at a time, and a
// query never waits for more than about 30 ms of other people's text.
const QUERIES_AT_ONCE = 8;
const PASSAGE_LETTERS_AT_ONCE = 400;

/** Decides who is embedded next: queries before passages, each kind in order of arrival. */
export class WaitingLine {
  #queries: Waiting[] = [];
  #passages: Waiting[] = [];

  /** Puts a text at the end of its line. */
  add(kind: 'query' | 'passage', waiting: Waiting): void {
    (kind === 'query' ? this.#queries : this.#passages).push(waiting);
  }

  /** Takes out those that go next together; none when nobody waits. */
  next(): Waiting[] {
    if (this.#queries.length > 0) return this.#queries.splice(0, QUERIES_AT_ONCE);
    let letters = 0;
    const overflow = this.#passages.findIndex(({ text }) => {
      letters += text.length;
      return letters > PASSAGE_LETTERS_AT_ONCE;
    });
    return this.#passages.splice(0, overflow < 0 ? this.#passages.length : Math.max(overflow, 1));
  }

  /** Takes out everybody. */
  clear(): Waiting[] {
    return [...this.#queries.splice(0), ...this.#passages.splice(0)];
  }
}
