import { setTimeout as pause } from 'node:timers/promises';
import { replaceDocument } from './journeys/document.ts';
import { smellGas } from './journeys/gas.ts';
import { reportLeak } from './journeys/leak.ts';
import { askQuestions } from './journeys/question.ts';
import { takeConversationOver } from './journeys/takeover.ts';
import { emptyLedger, type JourneyLedger, type Person, type RunLedger } from './ledger.ts';
import { moveIn } from './people.ts';
import type { JourneyKind, Kill, Plan } from './plan.ts';
import { createScene, type Scene } from './scene.ts';
import { Stalled, waitFor, type World } from './world.ts';

const JOURNEYS: Record<JourneyKind, (scene: Scene) => Promise<void>> = {
  question: askQuestions,
  leak: reportLeak,
  gas: smellGas,
  takeover: takeConversationOver,
  document: replaceDocument,
};

/** Plays a run: its journeys at once, with their faults; resolves when each has come to its end or given up. */
export async function playRun(
  world: World,
  { plan, firstPerson }: { plan: Plan; firstPerson: number },
): Promise<RunLedger> {
  const journeys: JourneyLedger[] = [];
  for (const [index, journey] of plan.journeys.entries()) {
    const person = await waitFor('a resident to move in', () =>
      moveIn(world.database, firstPerson + index),
    );
    journeys.push(emptyLedger(journey, person));
  }
  const startedAt = Date.now();
  for (const ledger of journeys) orderFaults(world, ledger);
  const timed = plan.kills.map((kill) => orderKill(world, { plan, kill, journeys }));
  const jumping = plan.clock
    ? pause(plan.clock.afterMs).then(() => plan.clock && world.parts.jump(plan.clock))
    : null;
  await Promise.all(journeys.map((ledger) => play(world, ledger)));
  await Promise.all([...timed, jumping]);
  for (const { person } of journeys) world.steps.forget(person.residentId);
  await world.parts.allUp();
  return { plan, startedAt, journeys };
}

async function play(world: World, ledger: JourneyLedger): Promise<void> {
  try {
    await JOURNEYS[ledger.plan.kind](createScene(world, ledger));
  } catch (error) {
    if (!(error instanceof Stalled)) throw error;
    ledger.stalledAt = error.message;
  }
}

const namesOf = ({ residentId, phone, word }: Person): string[] => [residentId, phone, word];

function orderFaults({ channel, model, line }: World, { plan, person }: JourneyLedger): void {
  if (plan.channel) channel.spoil({ to: person.phone, ...plan.channel });
  if (plan.model) model.spoil({ word: person.word, ...plan.model });
  if (plan.platform) line.spoil({ residentId: person.residentId, ...plan.platform });
}

async function orderKill(
  { parts, steps }: World,
  { plan, kill, journeys }: { plan: Plan; kill: Kill; journeys: JourneyLedger[] },
): Promise<void> {
  const { part, at } = kill;
  if ('afterMs' in at) {
    await pause(at.afterMs);
    await parts.kill(part, `run ${plan.run}, ${at.afterMs} ms in`);
    return;
  }
  const journey = journeys[at.journey];
  if (!journey) return;
  const why = `run ${plan.run}, ${journey.plan.kind}: ${at.step}`;
  steps.on({ who: namesOf(journey.person), step: at.step, act: () => parts.kill(part, why) });
}
