import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { sampleProperty } from '../sample/property.ts';
import { newsOf, sayEvent, View, type AskEvent } from './ask-events.ts';
import { call, findRunningHouse, type RunningHouse } from './running-house.ts';

const GIVE_UP_MS = 30_000;
const LOOK_EVERY_MS = 150;
const Accepted = z.object({
  conversation_id: z.string(),
  message_id: z.string(),
  position: z.number(),
});

/** `npm run ask -- [--resident <booking id>] [--json] "text"`: writes as a resident and waits for the turn to settle. */
async function ask(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { resident: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const text = positionals.join(' ');
  if (text === '') {
    throw new EngineProblem('Say what to ask: npm run ask -- "When are quiet hours?"');
  }
  const house = await findRunningHouse(process.env);
  const print = (event: AskEvent): void =>
    say(values.json ? JSON.stringify(event) : sayEvent(event));
  const startedAt = performance.now();

  const { position, ...accepted } = Accepted.parse(
    await post(house, { text, resident: values.resident }),
  );
  print({ event: 'accepted', ...accepted });
  await follow(house, { id: accepted.conversation_id, after: position, print, startedAt });
  print({ event: 'done', ms: Math.round(performance.now() - startedAt) });
}

function residentOf(bookingId: string | undefined): { resident_id: string; property_id: string } {
  const { residents, properties } = sampleProperty();
  const resident = bookingId
    ? residents.find((known) => known.bookingId === bookingId)
    : residents[0];
  const property = properties.find(({ code }) => resident?.bookingId.startsWith(`${code}-`));
  if (!resident || !property) {
    throw new EngineProblem(`Nobody in the sample property has the booking id ${bookingId}.`);
  }
  return { resident_id: resident.bookingId, property_id: property.id };
}

async function post(
  house: RunningHouse,
  { text, resident }: { text: string; resident: string | undefined },
): Promise<unknown> {
  return call(house, {
    path: '/webhook/resident-message',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...residentOf(resident), message_text: text, channel: 'portal' }),
  });
}

async function follow(
  house: RunningHouse,
  by: { id: string; after: number; print: (event: AskEvent) => void; startedAt: number },
): Promise<void> {
  let { after } = by;
  for (;;) {
    const path = `/conversations/${by.id}/messages?after=${after}`;
    const view = View.parse(await call(house, { path }));
    for (const { position, event } of newsOf(view)) {
      by.print(event);
      after = Math.max(after, position);
    }
    if (view.isSettled) return;
    if (performance.now() - by.startedAt > GIVE_UP_MS) {
      throw new EngineProblem('No answer within 30 s: look at the worker in the Temporal Web UI.');
    }
    await wait(LOOK_EVERY_MS);
  }
}

await asCommand(ask);
