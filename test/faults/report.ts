import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { faultKinds, type FaultKind } from './checker/finding.ts';

const RunReport = z.object({
  run: z.number(),
  journeys: z.array(z.string()),
  faults: z.array(z.string()),
  findings: z.array(z.object({ kind: z.enum(faultKinds), what: z.string() })),
  counted: z.object({
    acknowledged: z.number(),
    arrived: z.number(),
    unknown: z.number(),
    orders: z.number(),
    ordersLeftToPerson: z.number(),
    clocks: z.number(),
    warnings: z.number(),
  }),
  tookMs: z.number(),
});

const ShardReport = z.object({
  seed: z.number(),
  commit: z.string(),
  machine: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  runs: z.array(RunReport),
  /** Kills that happened, by part and step. */
  kills: z.record(z.string(), z.number()),
  clockJumps: z.number(),
  auditEntries: z.number(),
});

/** What one run came to. */
export type RunReport = z.infer<typeof RunReport>;
/** What a shard of runs came to so far; goes on where it stopped. */
export type ShardReport = z.infer<typeof ShardReport>;

/** A shard as it was written; null when there is none. */
export async function readShard(path: string): Promise<ShardReport | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : ShardReport.parse(JSON.parse(text));
}

export async function writeShard(path: string, shard: ShardReport): Promise<void> {
  await writeFile(path, `${JSON.stringify(shard, null, 1)}\n`);
}

/** Several shards as one; a run that stands in two counts once. */
export function mergeShards([first, ...others]: [ShardReport, ...ShardReport[]]): ShardReport {
  const all = [first, ...others];
  const runs = new Map(
    all.flatMap((shard) => shard.runs.map((run) => [`${shard.seed}/${run.run}`, run] as const)),
  );
  const kills: Record<string, number> = {};
  for (const shard of all) {
    for (const [key, times] of Object.entries(shard.kills)) kills[key] = (kills[key] ?? 0) + times;
  }
  const list = (values: string[]): string => [...new Set(values)].join(', ');
  return {
    ...first,
    commit: list(all.map(({ commit }) => commit)),
    machine: list(all.map(({ machine }) => machine)),
    finishedAt:
      all
        .map(({ finishedAt }) => finishedAt)
        .toSorted()
        .at(-1) ?? first.finishedAt,
    runs: [...runs.values()].toSorted((one, other) => one.run - other.run),
    kills,
    clockJumps: all.reduce((sum, shard) => sum + shard.clockJumps, 0),
    auditEntries: all.reduce((sum, shard) => sum + shard.auditEntries, 0),
  };
}

/** The figures that must be zero, by the names under which they are told. */
const MUST_BE_ZERO: Record<string, FaultKind[]> = {
  lost: ['message lost', 'message unanswered', 'reply lost'],
  'replies doubled': ['reply doubled'],
  'work orders doubled': ['order doubled'],
  'work orders missing': ['order missing', 'order not held'],
  'clocks missed': ['clock missed'],
  'clocks late or early': ['clock late', 'clock early'],
  'danger texts missing': ['danger text missing', 'danger alert missing'],
  'said under a takeover': ['silence broken'],
  'decisions lost': ['decision lost'],
  'replaced documents told': ['stale document told'],
  'audit gaps': ['audit gap'],
  'journeys stalled': ['journey stalled'],
};

/** A shard in lines for people. */
export function tell({ seed, runs, kills, clockJumps, auditEntries }: ShardReport): string[] {
  const sum = (name: keyof RunReport['counted']): number =>
    runs.reduce((total, { counted }) => total + counted[name], 0);
  const found = runs.flatMap(({ findings }) => findings);
  const killed = Object.values(kills).reduce((total, times) => total + times, 0);
  const zeros = Object.entries(MUST_BE_ZERO).map(
    ([name, kinds]) => `${name} ${found.filter(({ kind }) => kinds.includes(kind)).length}`,
  );
  return [
    `runs ${runs.length} (seed ${seed}), messages acknowledged ${sum('acknowledged')}, messages that arrived ${sum('arrived')}, work orders ${sum('orders')}, clocks fired ${sum('clocks')}, warnings ${sum('warnings')}, audit entries recomputed ${auditEntries}`,
    `kills ${killed}, clocks set wrong ${clockJumps}, sends declared unknown ${sum('unknown')}, orders left to a person ${sum('ordersLeftToPerson')}`,
    zeros.join(', '),
    ...runs.flatMap(({ run, findings }) =>
      findings.map(({ kind, what }) => `run ${run}: ${kind}: ${what}`),
    ),
  ];
}

/** How often each part was killed at each step, as a table in Markdown. */
export function killTable({ kills }: ShardReport): string[] {
  const rows = Object.entries(kills).toSorted(([one], [other]) => one.localeCompare(other));
  return ['| part, at | kills |', '| --- | ---: |', ...rows.map(([at, n]) => `| ${at} | ${n} |`)];
}
