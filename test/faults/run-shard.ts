import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createChainReader, type ChainReader } from './checker/audit.ts';
import { checkRun } from './checker/check.ts';
import { planRun, type Plan } from './plan.ts';
import { playRun } from './play.ts';
import { writeShard, type RunReport, type ShardReport } from './report.ts';
import { openWorld, type World } from './world.ts';

const PEOPLE_A_RUN = 3;
const PEOPLE_MAX = 9_999;

/** What is to be run. */
export interface ShardOptions {
  seed: number;
  /** Numbers of runs, in order. */
  runs: number[];
  /** How many are under way at once in the one house. */
  lanes: number;
  /** Kept up to date after each run; null: nowhere. */
  file: string | null;
  before: ShardReport | null;
  say: (line: string) => void;
}

/** Plays runs in one house that lives through all of them, a few at a time. */
export async function runShard(options: ShardOptions): Promise<ShardReport> {
  const { seed, lanes, file, say } = options;
  const shard = options.before ?? emptyShard(seed);
  const done = new Set(shard.runs.map(({ run }) => run));
  const left = options.runs.filter((run) => !done.has(run));
  const carried = { kills: shard.kills, jumps: shard.clockJumps, entries: shard.auditEntries };
  const world = await openWorld();
  const chains = createChainReader(world.database);
  say('the house is open');
  const lane = async (): Promise<void> => {
    for (let run = left.shift(); run !== undefined; run = left.shift()) {
      const report = await runOne({ world, chains, plan: planRun({ seed, run }) });
      shard.runs.push(report);
      shard.finishedAt = new Date().toISOString();
      shard.kills = countKills(carried.kills, world);
      shard.clockJumps = carried.jumps + world.parts.jumps.length;
      shard.auditEntries = carried.entries + chains.count();
      if (file) await writeShard(file, shard);
      for (const line of describe(report)) say(line);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    if (shard.runs.some(({ findings }) => findings.length > 0)) {
      const log = join(tmpdir(), `nightporter-faults-${process.pid}.log`);
      await writeFile(log, logOf(world));
      say(`what the parts logged, and what was killed when: ${log}`);
    }
    await world.close();
  }
  return shard;
}

async function runOne(by: { world: World; chains: ChainReader; plan: Plan }): Promise<RunReport> {
  const { world, chains, plan } = by;
  const startedAt = Date.now();
  const firstPerson = ((plan.run - 1) * PEOPLE_A_RUN) % PEOPLE_MAX;
  const run = await playRun(world, { plan, firstPerson });
  const { findings, counted } = await checkRun(world, { run, chains });
  return {
    run: plan.run,
    journeys: plan.journeys.map(({ kind }) => kind),
    faults: faultsOf(plan),
    findings,
    counted,
    tookMs: Date.now() - startedAt,
  };
}

function faultsOf({ journeys, kills, clock }: Plan): string[] {
  const onLines = journeys.flatMap(({ kind, channel, model, platform, webhook }) => [
    ...(channel ? [`${kind}: channel ${channel.fault} at send ${channel.nth + 1}`] : []),
    ...(model ? [`${kind}: model ${model.fault} ${model.times} times`] : []),
    ...(platform ? [`${kind}: platform ${platform.fault}`] : []),
    ...(webhook ? [`${kind}: webhook ${webhook}`] : []),
  ]);
  const killed = kills.map(({ part, at }) => {
    if ('afterMs' in at) return `kill ${part} after ${at.afterMs} ms`;
    return `kill ${part} at ${at.step} of ${journeys[at.journey]?.kind ?? 'nothing'}`;
  });
  const jump = clock ? [`clock of ${clock.part} by ${clock.byMs / 60_000} min`] : [];
  return [...onLines, ...killed, ...jump];
}

function describe({ run, journeys, findings, tookMs }: RunReport): string[] {
  const verdict = findings.length === 0 ? 'holds' : `${findings.length} findings`;
  return [
    `run ${run}: ${journeys.join(', ')}: ${verdict} (${Math.round(tookMs / 1000)} s)`,
    ...findings.map(({ kind, what }) => `  ${kind}: ${what}`),
  ];
}

function countKills(before: Record<string, number>, { parts }: World): Record<string, number> {
  const kills = { ...before };
  for (const { part, why } of parts.outages) {
    const at = /: ([\w-]+)$/.exec(why)?.[1] ?? 'any moment';
    const key = `${part}, ${at}`;
    kills[key] = (kills[key] ?? 0) + 1;
  }
  return kills;
}

function logOf({ parts, house }: World): string {
  const killed = parts.outages.map((outage) => JSON.stringify(outage));
  const jumped = parts.jumps.map((jump) => JSON.stringify(jump));
  return [...killed, ...jumped, house.logs()].join('\n');
}

function emptyShard(seed: number): ShardReport {
  const at = new Date().toISOString();
  const commit = commitNow();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return {
    seed,
    commit,
    machine: `${cpus().length} cores, ${memoryGb} GB, ${process.platform}, Node ${process.versions.node}`,
    startedAt: at,
    finishedAt: at,
    runs: [],
    kills: {},
    clockJumps: 0,
    auditEntries: 0,
  };
}

/** Short, `-dirty` with changes that are not in it, or `none` in a copy that is no repository. */
function commitNow(): string {
  try {
    const asked = ['describe', '--always', '--dirty', '--exclude', '*'];
    return execFileSync('git', asked, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'none';
  }
}
