import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { call, findRunningHouse, type RunningHouse } from './running-house.ts';

const USAGE = 'Say what to ingest: npm run ingest -- FILE.pdf --scope property:<id>';
const GIVE_UP_MS = 30 * 60_000;
const Received = z.object({ document_id: z.string(), version: z.number() });
const Versions = z.array(
  z.object({ version: z.number(), state: z.string(), remedy: z.string().nullable() }),
);

type Version = z.infer<typeof Received>;

/** `npm run ingest -- FILE.pdf --scope property:<id> [--title T]`: uploads a document and waits until it is published. */
async function ingest(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { scope: { type: 'string' }, title: { type: 'string' } },
  });
  const [file] = positionals;
  if (!file || !values.scope) throw new EngineProblem(USAGE);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new EngineProblem(`${file} cannot be read: is the path right?`, { cause });
  });
  const house = await findRunningHouse(process.env);
  const title = values.title ?? basename(file).replace(/\.pdf$/i, '');
  const received = await upload(house, { bytes, title, scope: values.scope });
  say(`${received.document_id}, version ${received.version}: received`);
  await followUntilPublished(house, received);
}

async function upload(
  house: RunningHouse,
  { bytes, title, scope }: { bytes: Buffer; title: string; scope: string },
): Promise<Version> {
  const query = new URLSearchParams({ title, scope });
  return Received.parse(
    await call(house, {
      path: `/documents?${query.toString()}`,
      method: 'POST',
      body: new Uint8Array(bytes),
    }),
  );
}

async function followUntilPublished(
  house: RunningHouse,
  { document_id: id, version }: Version,
): Promise<void> {
  let shown = 'received';
  for (const until = Date.now() + GIVE_UP_MS; Date.now() < until; await wait(300)) {
    const versions = Versions.parse(await call(house, { path: `/documents/${id}` }));
    const now = versions.find((known) => known.version === version);
    if (now && now.state !== shown) {
      shown = now.state;
      say(`${id}, version ${version}: ${shown}`);
    }
    if (now?.state === 'published') return;
    if (now?.state === 'failed') throw new EngineProblem(now.remedy ?? 'It cannot be read.');
  }
  throw new EngineProblem('Not published within 30 minutes: look at it in the Temporal Web UI.');
}

await asCommand(ingest);
