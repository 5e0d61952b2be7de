import { setTimeout as pause } from 'node:timers/promises';
import type { JourneyLedger, RunLedger } from '../ledger.ts';
import type { Outage } from '../parts.ts';
import { CLOCKS, type World } from '../world.ts';
import { judgeAudit, type ChainReader } from './audit.ts';
import { nothingJudged, type Counted, type Judged } from './finding.ts';
import {
  judgeDocuments,
  judgeMessages,
  judgeSends,
  judgeSilence,
  type Evidence,
} from './messages.ts';
import { judgeClocks, judgeDanger, judgeOrders, type Clocks } from './promises.ts';
import { readPerson } from './record.ts';

const MINUTE_MS = 60_000;
// An activity whose worker was killed is given up after 30 s, and tried again within 15 s.
const ALLOWED_MS = 60_000;
const SETTLES_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 1_000;
const UNSETTLED = new Set(['message lost', 'message unanswered', 'reply lost', 'order missing']);

/** Reads the whole record of a run, once nothing moves any more, and judges it. */
export async function checkRun(
  world: World,
  { run, chains }: { run: RunLedger; chains: ChainReader },
): Promise<Judged> {
  const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
  let judged = await judge(world, run);
  // What is not there yet may still come; what is there twice stays so.
  while (judged.findings.some(({ kind }) => UNSETTLED.has(kind)) && Date.now() < giveUpAt) {
    await pause(LOOK_AGAIN_MS);
    await world.parts.allUp();
    judged = await judge(world, run);
  }
  const gaps = await patiently(() => chains.read());
  return { ...judged, findings: [...judged.findings, ...gaps] };
}

async function judge(world: World, run: RunLedger): Promise<Judged> {
  const clocks: Clocks = {
    rings: world.alertDoor.rings,
    ringAgainMs: CLOCKS.ringAgain * MINUTE_MS,
    allowedMs: (from, until) => ALLOWED_MS + downBetween(world.parts.outages, { from, until }),
    now: Date.now(),
  };
  const judged = await Promise.all(
    run.journeys.map(async (ledger) => {
      const evidence = await patiently(() => collect(world, ledger));
      return judgeJourney(evidence, clocks);
    }),
  );
  return judged.reduce(added, nothingJudged());
}

async function collect(world: World, ledger: JourneyLedger): Promise<Evidence> {
  const { residentId, phone } = ledger.person;
  const providerMessageIds = ledger.acknowledged.map((message) => message.providerMessageId);
  const record = await readPerson(world.database, { residentId, providerMessageIds });
  const arrivals = world.channel.arrivals.filter(({ to }) => to === phone);
  return { ledger, arrivals, record };
}

function judgeJourney(evidence: Evidence, clocks: Clocks): Judged {
  const { ledger, arrivals, record } = evidence;
  const { findings: lateOrMissed, fired } = judgeClocks(evidence, clocks);
  const findings = [
    ...judgeMessages(evidence),
    ...judgeSends(evidence),
    ...judgeSilence(evidence),
    ...judgeDocuments(evidence),
    ...judgeOrders(evidence),
    ...judgeDanger(evidence, clocks),
    ...lateOrMissed,
    ...judgeAudit(evidence),
    ...(ledger.stalledAt === null
      ? []
      : [{ kind: 'journey stalled' as const, what: `waited for ${ledger.stalledAt}` }]),
  ].map(({ kind, what }) => ({ kind, what: `${ledger.plan.kind}: ${what}` }));
  return {
    findings,
    counted: {
      acknowledged: ledger.acknowledged.length,
      arrived: arrivals.length,
      unknown: record.sends.filter(({ state }) => state === 'unknown').length,
      orders: record.orders.length,
      ordersLeftToPerson: record.writes.filter(({ state }) => state === 'needs-human').length,
      clocks: fired,
      warnings: ledger.acknowledged.filter(({ wants }) => wants === 'warning').length,
    },
  };
}

/** One judgement with another. */
function added(one: Judged, other: Judged): Judged {
  const sum = (name: keyof Counted): number => one.counted[name] + other.counted[name];
  return {
    findings: [...one.findings, ...other.findings],
    counted: {
      acknowledged: sum('acknowledged'),
      arrived: sum('arrived'),
      unknown: sum('unknown'),
      orders: sum('orders'),
      ordersLeftToPerson: sum('ordersLeftToPerson'),
      clocks: sum('clocks'),
      warnings: sum('warnings'),
    },
  };
}

function downBetween(outages: Outage[], { from, until }: { from: number; until: number }): number {
  return outages.reduce((sum, { killedAt, backAt }) => {
    const overlap = Math.min(until, backAt ?? until) - Math.max(from, killedAt);
    return sum + Math.max(0, overlap);
  }, 0);
}

/** The database may be down just now; it comes back. */
async function patiently<Result>(look: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}
