import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { EngineProblem } from '../../engines/problem.ts';
import { asCommand, say } from '../../engines/terminal.ts';
import { fuzzDoors, type Fuzzed } from './fuzz-doors.ts';
import { openFuzzedHouse } from './house.ts';

const RUNS_PER_SEED = 1_000;

/**
 * `npm run test:fuzz -- [--from SEED] [--to SEED] [--report FILE]`: a thousand requests a seed, 1 to 100 by default. A
 * run that was cut off goes on with `--from`; a seed that found something finds it again.
 */
async function fuzz(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string', default: '1' },
      to: { type: 'string', default: '100' },
      report: { type: 'string' },
    },
  });
  const [from, to] = [Number(values.from), Number(values.to)];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to < from) {
    throw new EngineProblem(
      '--from and --to must be whole numbers from 1, the first not above the last.',
    );
  }
  const house = await openFuzzedHouse();
  const all: Fuzzed[] = [];
  try {
    for (let seed = from; seed <= to; seed += 1) {
      all.push(await fuzzDoors({ ...house, runs: RUNS_PER_SEED, seed }));
      say(`seed ${seed}: ${sayStatuses(all.slice(-1))}`);
    }
  } finally {
    await house.stop();
  }
  const total = all.reduce((sum, { runs }) => sum + runs, 0);
  const taken = all.reduce((sum, one) => sum + one.taken, 0);
  const summary = `${total} requests, seeds ${from} to ${to}: ${sayStatuses(all)}; ${taken} taken, all of them proven; no 5xx, no cut connection, nothing personal logged`;
  say(summary);
  if (values.report !== undefined) await writeFile(values.report, `${summary}\n`);
}

function sayStatuses(all: readonly Fuzzed[]): string {
  const counts = new Map<string, number>();
  for (const { statuses } of all) {
    for (const [status, count] of Object.entries(statuses)) {
      counts.set(status, (counts.get(status) ?? 0) + count);
    }
  }
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([status, count]) => `${status} ${count} times`)
    .join(', ');
}

await asCommand(fuzz);
