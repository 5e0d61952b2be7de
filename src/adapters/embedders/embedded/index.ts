import { Worker } from 'node:worker_threads';
import type { Embedder } from '../../../ports/embedder.ts';
import { ProviderUnavailable } from '../../../ports/errors.ts';
import type { EmbedAnswer, EmbedJob } from './protocol.ts';
import { WaitingLine, type Waiting } from './waiting-line.ts';

const ID = 'use-lite-en/0.2.0';
const DIMENSION = 512;

/**
 * An English sentence encoder in a thread of its own; no key, no download. The thread starts with the first text. If it
 * dies, whoever waits gets ProviderUnavailable, and the next text starts a new one.
 */
export function createEmbeddedEmbedder(): Embedder {
  const encoder = new Encoder();
  return {
    id: ID,
    dimension: DIMENSION,
    embedQuery: (text) => encoder.embed('query', text),
    embedPassages: (texts) => Promise.all(texts.map((text) => encoder.embed('passage', text))),
    close: () => encoder.close(),
  };
}

/** Guards the thread: one job under way at a time, and every text is answered exactly once. */
class Encoder {
  readonly #line = new WaitingLine();
  #worker: Worker | null = null;
  #underWay: Waiting[] = [];
  #jobs = 0;
  #isClosed = false;

  embed(kind: 'query' | 'passage', text: string): Promise<Float32Array> {
    if (this.#isClosed) return Promise.reject(new ProviderUnavailable('embedder is closed'));
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    this.#line.add(kind, { text, resolve, reject });
    // Texts that arrive in the same breath are put in order before the first of them goes.
    queueMicrotask(() => this.#goOn());
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#failAll(new ProviderUnavailable('embedder is closed'));
    await worker?.terminate();
  }

  #goOn(): void {
    if (this.#underWay.length > 0 || this.#isClosed) return;
    this.#underWay = this.#line.next();
    if (this.#underWay.length === 0) return;
    this.#worker ??= this.#start();
    this.#jobs += 1;
    const job: EmbedJob = { id: this.#jobs, texts: this.#underWay.map(({ text }) => text) };
    this.#worker.ref();
    this.#worker.postMessage(job);
  }

  #start(): Worker {
    // No flags of the process are handed on: a test runner's loader has no business in here.
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { execArgv: [] });
    worker.on('message', (answer: EmbedAnswer) => this.#take(answer));
    worker.on('error', (cause) => this.#died(worker, cause));
    worker.on('exit', (code) => this.#died(worker, new Error(`exit code ${code}`)));
    return worker;
  }

  #take(answer: EmbedAnswer): void {
    if (answer.id !== this.#jobs) return;
    const answered = this.#underWay;
    this.#underWay = [];
    // A thread with nothing to do does not keep the process alive.
    this.#worker?.unref();
    for (const [index, { resolve, reject }] of answered.entries()) {
      const vector = answer.kind === 'embedded' ? answer.vectors[index] : undefined;
      if (vector) resolve(vector);
      else reject(new ProviderUnavailable(`embedding failed: ${reasonOf(answer)}`));
    }
    this.#goOn();
  }

  #died(worker: Worker, cause: unknown): void {
    if (worker !== this.#worker) return;
    this.#failAll(
      new ProviderUnavailable('the embedding thread stopped; the next text starts a new one', {
        cause,
      }),
    );
  }

  #failAll(error: ProviderUnavailable): void {
    this.#worker = null;
    const waiting = [...this.#underWay.splice(0), ...this.#line.clear()];
    for (const { reject } of waiting) reject(error);
  }
}

function reasonOf(answer: EmbedAnswer): string {
  return answer.kind === 'failed' ? answer.reason : 'a vector is missing';
}
