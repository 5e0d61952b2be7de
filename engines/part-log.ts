import { createWriteStream, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from './problem.ts';

/** The log of one part. */
export interface PartLog {
  path: string;
  write: (line: string) => void;
}

/** Opens a fresh log, and keeps the one of the start before as `<part>.previous.log`. */
export async function openPartLog(logs: string, part: string): Promise<PartLog> {
  const path = join(logs, `${part}.log`);
  await rename(path, join(logs, `${part}.previous.log`)).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  });
  const stream: WriteStream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', () => {}); // a full disk must not stop the house
  return { path, write: (line) => stream.write(`${line}\n`) };
}
