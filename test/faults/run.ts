import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { EngineProblem } from '../../engines/problem.ts';
import { asCommand, say } from '../../engines/terminal.ts';
import { killTable, mergeShards, readShard, tell, type ShardReport } from './report.ts';
import { runShard } from './run-shard.ts';

/**
 * `npm run test:faults -- [--runs N] [--seed S] [--from A --to B] [--lanes L] [--report FILE.json]`: plays runs and
 * judges them; a report that is there already is gone on with. `-- --merge FILE.json ... [--report FILE.md]` adds
 * shards up. Exit 1 when anything that must be zero is not.
 */
async function testFaults(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string' },
      to: { type: 'string' },
      lanes: { type: 'string', default: '4' },
      report: { type: 'string' },
      merge: { type: 'boolean', default: false },
    },
  });
  const shard = values.merge
    ? await merged(positionals)
    : await play({
        seed: wholeNumber('--seed', values.seed),
        from: wholeNumber('--from', values.from ?? '1'),
        to: wholeNumber('--to', values.to ?? values.runs),
        lanes: wholeNumber('--lanes', values.lanes),
        file: values.report ?? null,
      });
  const lines = tell(shard);
  for (const line of lines) say(line);
  if (values.merge && values.report) await writeFile(values.report, pageOf(shard, lines));
  const failed = shard.runs.filter(({ findings }) => findings.length > 0).length;
  if (failed > 0) {
    throw new EngineProblem(
      `${failed} of ${shard.runs.length} runs broke a promise; play one again with --seed ${shard.seed} --from RUN --to RUN.`,
    );
  }
}

async function play(by: {
  seed: number;
  from: number;
  to: number;
  lanes: number;
  file: string | null;
}): Promise<ShardReport> {
  const { seed, from, to, lanes, file } = by;
  if (to < from) throw new EngineProblem('--to must not be below --from.');
  const before = file ? await readShard(file) : null;
  if (before && before.seed !== seed) throw new EngineProblem(`${file} is of another seed.`);
  const runs = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return runShard({ seed, runs, lanes, file, before, say });
}

async function merged(files: string[]): Promise<ShardReport> {
  const read = await Promise.all(files.map((file) => readShard(file)));
  const [first, ...others] = read.flatMap((shard) => shard ?? []);
  if (!first || read.includes(null)) throw new EngineProblem('--merge needs reports that exist.');
  return mergeShards([first, ...others]);
}

function pageOf(shard: ShardReport, lines: string[]): string {
  const { commit, machine, startedAt, finishedAt } = shard;
  return [
    '# Faults: what many runs came to',
    '',
    `Commit ${commit}; ${machine}; ${startedAt} to ${finishedAt}. What a run is: [faults.md](../faults.md).`,
    '',
    ...lines.map((line) => `- ${line}`),
    '',
    ...killTable(shard),
    '',
  ].join('\n');
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new EngineProblem(`${name} must be a whole number from 1.`);
}

await asCommand(testFaults);
process.exit(); // whatever a house that never opened has left open
