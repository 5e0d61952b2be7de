import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { ask, findCommandedHouse } from './running-house.ts';

const USAGE =
  'Say what to import: npm run import -- properties|units|residents|leases|ledger|vendors FILE.csv [--dry-run] [--dates mdy|dmy]';
const SHOWN_MAX = 50;
const Report = z.object({
  encoding: z.string(),
  separator: z.string(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  rows: z.array(
    z.object({
      row: z.number(),
      key: z.string(),
      outcome: z.string(),
      columns: z.array(z.string()),
    }),
  ),
});
const Refusal = z.object({
  detail: z.string(),
  faults: z
    .array(z.object({ row: z.number(), column: z.string().nullable(), message: z.string() }))
    .default([]),
});

/** `npm run import -- KIND FILE.csv [--dry-run]`: puts a file into the books, all of it or nothing. */
async function importCommand(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, dates: { type: 'string' } },
  });
  const [kind, path] = positionals;
  if (!kind || !path) throw new EngineProblem(USAGE);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EngineProblem(`${path} cannot be read: is the path right?`, { cause });
  });
  const isRehearsal = values['dry-run'];
  const query = new URLSearchParams({ dry_run: isRehearsal ? '1' : '0' });
  if (values.dates) query.set('dates', values.dates);
  const answer = await ask(await findCommandedHouse(process.env), {
    path: `/imports/${encodeURIComponent(kind)}?${query.toString()}`,
    method: 'POST',
    body: new Uint8Array(bytes),
  });
  if (answer.status === 400) throw new EngineProblem(USAGE);
  if (answer.status !== 200) throw new EngineProblem(sayRefusal(answer.body, path));
  for (const line of sayReport(Report.parse(answer.body), isRehearsal)) say(line);
}

function sayReport(report: z.infer<typeof Report>, isRehearsal: boolean): string[] {
  const { added, changed, unchanged, encoding, separator, rows } = report;
  const shown = rows.slice(0, SHOWN_MAX).map(({ row, key, outcome, columns }) => {
    const what = columns.length > 0 ? ` (${columns.join(', ')})` : '';
    return `  row ${row}: ${key} ${isRehearsal ? 'would be ' : ''}${outcome}${what}`;
  });
  const rest = rows.length > SHOWN_MAX ? [`  and ${rows.length - SHOWN_MAX} more rows`] : [];
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged`;
  return [
    ...shown,
    ...rest,
    `${isRehearsal ? 'Nothing was written; it would be: ' : ''}${counts} (read as ${encoding}, ${separator}).`,
  ];
}

function sayRefusal(body: unknown, path: string): string {
  const { detail, faults } = Refusal.parse(body);
  const lines = faults.map(
    ({ row, column, message }) => `  row ${row}${column ? `, ${column}` : ''}: ${message}`,
  );
  return [`${path}: ${detail}`, ...lines].join('\n');
}

await asCommand(importCommand);
