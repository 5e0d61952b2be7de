import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import type { AskEvent } from './ask-events.ts';
import { burstsOf, readDay, type DayMessage } from './rehearsal-day.ts';
import { summaryOf, tableOf, type Rehearsed } from './rehearsal-report.ts';
import { newsUntilSettled, writeAs, type Accepted } from './resident-turn.ts';
import { findRunningHouse, type RunningHouse } from './running-house.ts';

const A_DAY = fileURLToPath(new URL('../sample/rehearsal/a-day.json', import.meta.url));

/**
 * `npm run rehearse -- [--file DAY.json] [--json REPORT.json] [--people N]`: a day in the building against the running
 * product. A person writes again when the turn of before is settled; up to N people write at the same time.
 */
async function rehearse(): Promise<void> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string', default: A_DAY },
      json: { type: 'string' },
      people: { type: 'string', default: '4' },
    },
  });
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 1) {
    throw new EngineProblem('--people must be a whole number from 1: how many write at once.');
  }
  const bursts = burstsOf(await readDay(values.file));
  const house = await findRunningHouse(process.env);
  const rehearsed = await playDay(house, { bursts, people });
  say(tableOf(rehearsed));
  if (values.json !== undefined) {
    const report = { summary: summaryOf(rehearsed), messages: rehearsed };
    await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  const failed = rehearsed.filter(({ problem }) => problem !== null).length;
  if (failed > 0) throw new EngineProblem(`${failed} of ${rehearsed.length} messages failed.`);
}

/** The bursts in the day's order; each waits until its person has been answered and a place is free. */
async function playDay(
  house: RunningHouse,
  { bursts, people }: { bursts: DayMessage[][]; people: number },
): Promise<Rehearsed[]> {
  const writing = new Set<Promise<unknown>>();
  const lastOf = new Map<string, Promise<unknown>>();
  const turns: Promise<Rehearsed[]>[] = [];
  for (const burst of bursts) {
    const resident = burst[0]?.resident ?? '';
    await lastOf.get(resident);
    while (writing.size >= people) await Promise.race(writing);
    showProgress({ done: turns.length, of: bursts.length });
    const turn = playBurst(house, burst).finally(() => writing.delete(turn));
    writing.add(turn);
    lastOf.set(resident, turn);
    turns.push(turn);
  }
  return (await Promise.all(turns)).flat();
}

/** Sends a burst and waits for its turn; what happens in it is told of its last message. Never fails: it says why. */
async function playBurst(house: RunningHouse, burst: DayMessage[]): Promise<Rehearsed[]> {
  const rehearsed: Rehearsed[] = [];
  const startedAt = performance.now();
  let first: Accepted | null = null;
  for (const message of burst) {
    const sentAt = performance.now();
    const { accepted, problem } = await attempt(() => writeAs(house, message));
    first ??= accepted;
    rehearsed.push({
      ...message,
      conversationId: accepted?.conversation_id ?? null,
      acceptedMs: since(sentAt),
      settledMs: null,
      events: [],
      problem,
    });
  }
  const last = rehearsed.at(-1);
  if (first && last && last.problem === null) {
    last.problem = await settle(house, { turn: first, events: last.events });
    last.settledMs = since(startedAt);
  }
  return rehearsed;
}

async function attempt(
  write: () => Promise<Accepted>,
): Promise<{ accepted: Accepted | null; problem: string | null }> {
  try {
    return { accepted: await write(), problem: null };
  } catch (error) {
    return { accepted: null, problem: sentenceOf(error) };
  }
}

/** Collects what happens until the turn is settled; answers why it was not. */
async function settle(
  house: RunningHouse,
  { turn, events }: { turn: Accepted; events: AskEvent[] },
): Promise<string | null> {
  const { conversation_id: conversationId, position: after } = turn;
  try {
    for await (const event of newsUntilSettled(house, { conversationId, after })) {
      events.push(event);
    }
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}

/** @throws what is no known problem, but a bug */
function sentenceOf(error: unknown): string {
  if (error instanceof EngineProblem) return error.message;
  throw error;
}

const since = (at: number): number => Math.round(performance.now() - at);

function showProgress({ done, of }: { done: number; of: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} turns`);
}

await asCommand(rehearse);
