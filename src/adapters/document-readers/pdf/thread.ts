// pdf-parse 2.4.5 (https://mehmet-kozan.github.io/pdf-parse/, read 2026-11-23): it computes without a pause, and a
// hostile file can make it compute for ever, so each file gets a thread that can be ended.
import { parentPort, workerData } from 'node:worker_threads';
import { PasswordException, PDFParse } from 'pdf-parse';
import type { DocumentFailure } from '../../../domain/document.ts';
import type { ReadAnswer, ReadJob } from './protocol.ts';

// C0 and C1 controls but tab and line end: PostgreSQL refuses U+0000, and none of them is text.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

const job: ReadJob = workerData;
parentPort?.postMessage(await read(job));

async function read({ file, pagesMax }: ReadJob): Promise<ReadAnswer> {
  // Scripts and remote parts of a file are never run or fetched.
  const parser = new PDFParse({
    data: file,
    verbosity: 0,
    isEvalSupported: false,
    stopAtErrors: false,
  });
  try {
    const { total } = await parser.getInfo();
    if (total === 0) return unreadable('empty', 'no pages');
    if (total > pagesMax) return unreadable('too-large', `${total} pages`);
    const { pages } = await parser.getText();
    return {
      kind: 'read',
      pages: pages.map(({ num, text }) => ({
        number: num,
        text: text.replace(CONTROLS, '').toWellFormed(),
      })),
    };
  } catch (error) {
    return unreadable(failureOf(error), error instanceof Error ? error.message : String(error));
  } finally {
    await parser.destroy();
  }
}

function failureOf(error: unknown): DocumentFailure {
  return error instanceof PasswordException ? 'password-protected' : 'damaged';
}

function unreadable(failure: DocumentFailure, reason: string): ReadAnswer {
  return { kind: 'unreadable', failure, reason };
}
