import { Worker } from 'node:worker_threads';
import type { Page } from '../../../domain/document.ts';
import type { DocumentReader } from '../../../ports/document-reader.ts';
import { DocumentUnreadable } from '../../../ports/errors.ts';
import type { ReadAnswer, ReadJob } from './protocol.ts';
import { removeRepeatedLines } from './repeated-lines.ts';

/** What a file may cost; what costs more is `too-large`. */
export interface PdfLimits {
  timeoutMs: number;
  bytesMax: number;
  pagesMax: number;
}

const LIMITS: PdfLimits = { timeoutMs: 20_000, bytesMax: 20 * 1024 * 1024, pagesMax: 500 };
const MEMORY_MB = 512;
// The mark may stand a little way into the file (ISO 32000-1, annex H, implementation note 13).
const MARK = '%PDF-';
const MARK_WITHIN_BYTES = 1_024;

/** Reads PDFs, each in a thread of its own that is ended when it takes too long. */
export function createPdfDocumentReader(limits: Partial<PdfLimits> = {}): DocumentReader {
  const { timeoutMs, bytesMax, pagesMax } = { ...LIMITS, ...limits };
  return {
    async read(file) {
      if (file.byteLength === 0) throw new DocumentUnreadable('empty');
      if (!hasMark(file)) throw new DocumentUnreadable('not-a-pdf');
      if (file.byteLength > bytesMax) throw new DocumentUnreadable('too-large');
      // A copy: the caller's bytes stay the caller's.
      const pages = await readInThread({
        job: { file: new Uint8Array(file), pagesMax },
        timeoutMs,
      });
      if (!pages.some(({ text }) => /[\p{L}\p{N}]/u.test(text)))
        throw new DocumentUnreadable('no-text');
      return removeRepeatedLines(pages);
    },
  };
}

function hasMark(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, MARK_WITHIN_BYTES)).includes(MARK);
}

async function readInThread({
  job,
  timeoutMs,
}: {
  job: ReadJob;
  timeoutMs: number;
}): Promise<Page[]> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: job,
    transferList: [job.file.buffer],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Page[]>();
  const timer = setTimeout(
    () => reject(new DocumentUnreadable('too-large', new Error(`not read within ${timeoutMs} ms`))),
    timeoutMs,
  );
  worker.on('message', (answer: ReadAnswer) => {
    if (answer.kind === 'read') resolve(answer.pages);
    else reject(new DocumentUnreadable(answer.failure, new Error(answer.reason)));
  });
  worker.on('error', (error) => reject(failureOfThread(error)));
  worker.on('exit', (code) =>
    reject(new DocumentUnreadable('damaged', new Error(`exit code ${code}`))),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function failureOfThread(error: unknown): DocumentUnreadable {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new DocumentUnreadable(isMemory ? 'too-large' : 'damaged', error);
}
