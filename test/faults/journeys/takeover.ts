import { z } from 'zod';
import type { Scene } from '../scene.ts';
import { QUIET_HOURS } from './question.ts';

const Taken = z.object({ alreadySending: z.array(z.string()) });
// Shorter than the house waits for its model, so that the thought is still wanted when it comes.
const THINKS_MAX_MS = 5_500;

/** Asks, is taken over by a person while the model may still be thinking, is answered by them and given back. */
export async function takeConversationOver({ world, ledger, ...scene }: Scene): Promise<void> {
  const { person, plan } = ledger;
  const isHeld = Promise.withResolvers<void>();
  const isAsked = Promise.withResolvers<void>();
  if (plan.isModelSlow) {
    const act = (): Promise<void> => {
      isAsked.resolve();
      const enough = new Promise<void>((resolve) => setTimeout(resolve, THINKS_MAX_MS).unref());
      return Promise.race([isHeld.promise, enough]);
    };
    world.steps.on({ who: [person.word], step: 'model-asked', act });
  }
  const [first = ''] = await scene.write({ text: QUIET_HOURS, wants: 'silence' });
  const path = `/conversations/${await scene.conversationOf(first)}`;
  // Before the turn has begun a takeover silences it anyway; what must hold is the fence, while an answer is being made.
  const isSettled = scene.settled(first);
  isSettled.catch(() => undefined); // asked for again below
  await (plan.isModelSlow ? Promise.race([isAsked.promise, isSettled]) : isSettled);

  const askedAt = Date.now();
  const taking = scene.post({ as: 'theo', path: `${path}/take-over` });
  await world.steps.reached({ who: person.residentId, step: 'takeover-posting' });
  const { alreadySending } = Taken.parse((await taking).body);
  const held = { askedAt, acknowledgedAt: Date.now(), alreadySending, releasedAt: null };
  ledger.held = held;
  isHeld.resolve();

  const [second = ''] = await scene.write({ text: QUIET_HOURS, wants: 'silence' });
  await scene.settled(first);
  await scene.settled(second);
  const reply = { text: `Theo here, how can I help?`, idempotency_key: `k-${person.word}` };
  await scene.post({ as: 'theo', path: `${path}/replies`, body: reply });
  ledger.held = { ...held, releasedAt: Date.now() };
  await scene.post({ as: 'theo', path: `${path}/release` });
  const [third = ''] = await scene.write({
    text: 'And the quiet hours once more',
    wants: 'answer',
  });
  await scene.settled(third);
}
