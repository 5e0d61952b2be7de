import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { sampleProperty } from '../sample/property.ts';
import { newsOf, View, type AskEvent } from './ask-events.ts';
import { call, type RunningHouse } from './running-house.ts';

const GIVE_UP_MS = 30_000;
// So long after that a request that still hangs is cut off.
const HANGING_MS = 1_000;
const LOOK_EVERY_MS = 150;
const Accepted = z.object({
  conversation_id: z.string(),
  message_id: z.string(),
  position: z.number(),
});

/** A message that the house has taken: a committed row. */
export type Accepted = z.infer<typeof Accepted>;

/**
 * Writes as a resident of the sample through the portal's door; the first resident where none is named.
 * @throws EngineProblem when nobody is known by that booking id, with the house's own refusal, or after 30 s of silence
 */
export async function writeAs(
  house: RunningHouse,
  { resident, text }: { resident: string | undefined; text: string },
): Promise<Accepted> {
  const body = { ...residentOf(resident), message_text: text, channel: 'portal' };
  return Accepted.parse(
    await call(house, {
      path: '/webhook/resident-message',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    }),
  );
}

/**
 * What happens in a conversation behind a position, as it happens, until the turn is settled.
 * @throws EngineProblem when it is not settled within 30 s
 */
export async function* newsUntilSettled(
  house: RunningHouse,
  by: { conversationId: string; after: number },
): AsyncGenerator<AskEvent> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(GIVE_UP_MS + HANGING_MS);
  let { after } = by;
  for (;;) {
    const path = `/conversations/${by.conversationId}/messages?after=${after}`;
    const view = View.parse(await call(house, { path, signal }));
    for (const { position, event } of newsOf(view)) {
      yield event;
      after = Math.max(after, position);
    }
    if (view.isSettled) return;
    if (performance.now() - startedAt > GIVE_UP_MS) {
      throw new EngineProblem('No answer within 30 s: look at the worker in the Temporal Web UI.');
    }
    await wait(LOOK_EVERY_MS);
  }
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
