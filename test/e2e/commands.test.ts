import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { aPdf } from '../fakes/pdf-files.ts';
import { openHouse, type OpenHouse } from './support/open-house.ts';

// What an operator types beside the running product, as it is typed.

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

interface Ran {
  code: number | null;
  lines: string[];
  said: string;
  tookMs: number;
}

/** Runs `node engines/run.mjs commands/...` as its script of package.json does. */
async function run(command: string[], url = house.url): Promise<Ran> {
  const startedAt = performance.now();
  const [name = '', ...rest] = command;
  const child = spawn(process.execPath, ['engines/run.mjs', `commands/${name}.ts`, ...rest], {
    cwd: PROJECT,
    env: {
      PATH: process.env['PATH'],
      NIGHTPORTER_URL: url,
      NIGHTPORTER_WEBHOOK_SECRET: house.webhookSecret,
      NIGHTPORTER_DATA: house.dataFolder,
    },
  });
  let said = '';
  let complained = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  const [code] = z
    .tuple([z.number().nullable()])
    .rest(z.unknown())
    .parse(await once(child, 'close'));
  const lines = said.split('\n').filter((line) => line.startsWith('{'));
  return { code, lines, said: said + complained, tookMs: performance.now() - startedAt };
}

const eventsOf = ({ lines }: Ran) =>
  lines.map((line) => z.looseObject({ event: z.string() }).parse(JSON.parse(line)));

test('ask --json prints one event a line: accepted, the answer with its source, done', async () => {
  const ran = await run(['ask', '--json', 'When are quiet hours?']);
  expect(ran.code).toBe(0);
  const events = eventsOf(ran);
  expect(events.map(({ event }) => event)).toEqual(['accepted', 'reply', 'done']);
  expect(events[0]).toMatchObject({
    conversation_id: expect.any(String),
    message_id: expect.any(String),
  });
  expect(events[1]).toMatchObject({
    text: expect.stringContaining('10 p.m.'),
    sources: expect.arrayContaining([
      {
        document: 'Harbor Court Community Rules',
        version: 1,
        page: 1,
        quote: expect.stringContaining('quiet hours run from 10 p.m.'),
      },
    ]),
  });
});

test('ask writes as the resident who is named, and tells a danger and a request as such', async () => {
  const danger = await run([
    'ask',
    '--json',
    '--resident',
    'HC-2A-01',
    'I smell gas in my kitchen',
  ]);
  expect(eventsOf(danger)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ event: 'danger', hazard: 'gas', class: 'P0' }),
      expect.objectContaining({ event: 'opened', class: 'P0' }),
    ]),
  );
  const person = await run(['ask', '--resident', 'HC-5A-01', 'I want to talk to a person']);
  expect(person.code).toBe(0);
  expect(person.said).toMatch(/person/);
  const nobody = await run(['ask', '--resident', 'HC-99-99', 'hello']);
  expect(nobody).toMatchObject({ code: 1, said: expect.stringContaining('HC-99-99') });
});

test('ingest publishes a PDF that is not in the repository, and it is answered from', async () => {
  const file = join(house.dataFolder, 'roof-notice.pdf');
  const page =
    'Roof garden\n\nThe roof garden opens at 6:35 a.m. and closes at 9:40 p.m. every day.';
  await writeFile(file, await aPdf([page]));
  const ingested = await run(['ingest', file, '--scope', 'property:harbor-court']);
  expect(ingested).toMatchObject({ code: 0, said: expect.stringContaining('published') });
  const asked = await run(['ask', '--json', 'When does the roof garden open?']);
  expect(asked.said).toContain('6:35 a.m.');
  const missing = await run([
    'ingest',
    join(house.dataFolder, 'none.pdf'),
    '--scope',
    'property:x',
  ]);
  expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('cannot be read') });
});

// Nobody sits before a screen that says nothing: neither a turn that never settles nor a house that hangs keeps it.
test('ask ends after 30 s with exit 1 and a sentence', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { port } = z.object({ port: z.number() }).parse(silent.address());
  await house.kill('worker');
  const [unsettled, hanging] = await Promise.all([
    run(['ask', 'When are quiet hours?']),
    run(['ask', 'When are quiet hours?'], `http://127.0.0.1:${port}`),
  ]);
  expect(unsettled).toMatchObject({
    code: 1,
    said: expect.stringContaining('No answer within 30 s'),
  });
  expect(hanging).toMatchObject({ code: 1, said: expect.stringContaining('does not answer') });
  for (const { tookMs } of [unsettled, hanging]) {
    expect(tookMs).toBeGreaterThan(29_000);
    expect(tookMs).toBeLessThan(60_000);
  }
});
