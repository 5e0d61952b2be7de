import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AskedQuestion } from '../fakes/openai-request.ts';
import { startOpenAiStandIn, type OpenAiStandIn } from '../fakes/openai-stand-in.ts';
import { listenForAlerts, type AlertListener } from './support/alert-listener.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';

let listener: AlertListener;
let model: OpenAiStandIn;
let house: OpenHouse;
beforeAll(async () => {
  listener = await listenForAlerts();
  model = await startOpenAiStandIn();
  const remote = { OPENAI_API_KEY: 'test-model-key', OPENAI_BASE_URL: model.baseUrl };
  house = await openHouse({ ...listener.settings, ...remote });
});
afterAll(async () => {
  expect(model.faults).toEqual([]);
  await house.close();
  await model.close();
  await listener.close();
});

const Shown = z.object({
  passages: z.array(z.object({ passageId: z.string(), text: z.string() })),
});

const turnOf = (decision: object) => ({
  kind: 'json' as const,
  value: {
    language: 'en',
    decisions: [decision],
    access: { entry: null, pets: null, times: null },
    frustration: 0,
  },
});

/** As a model answers that found the sentence about quiet hours among what it was shown. */
function quietHours({ user }: AskedQuestion) {
  const { passages } = Shown.parse(
    JSON.parse(user.slice(user.indexOf('{'), user.lastIndexOf('}') + 1)),
  );
  const found = passages.flatMap(({ passageId, text }) => {
    const [quote] = /Quiet hours[^.]*10 p\.m\./i.exec(text) ?? [];
    return quote ? [{ passageId, quote }] : [];
  });
  const text = 'Quiet hours begin at 10 p.m.';
  return turnOf({
    kind: 'answer',
    text,
    support: found.slice(0, 1),
    passedOver: [],
    confidence: 0.9,
  });
}

// Safety: an alarm never waits for a turn, and the turn is not lost for it.
test('a danger written while an earlier turn hangs is answered and alarmed before that turn ends, which then ends as ever', async () => {
  const gate = Promise.withResolvers<void>();
  model.script((question) => ({
    kind: 'delayed',
    until: gate.promise,
    reply: quietHours(question),
  }));
  model.script(turnOf({ kind: 'hand-over', reason: 'low-confidence' }));
  const resident = residentOf(house, 'HC-4B-01');
  const asked = await resident.write('When are quiet hours?');
  await until('the model is asked', async () => model.questions.length === 1);

  const danger = await resident.write('I smell gas in the kitchen');
  await resident.hears(
    danger,
    (event) => event.event === 'reply' && event.from === 'safety' && says('Leave the')(event),
  );
  await until('the alert rings', async () => listener.heard.length > 0);
  expect(listener.heard).toMatchObject([{ kind: 'danger', class: 'P0', attempt: 0 }]);
  // The model still holds its only answer back: the earlier turn has not ended.
  expect(replies(await resident.news(asked))).toHaveLength(1);
  expect(model.questions).toHaveLength(1);

  gate.resolve();
  await resident.hears(danger, says('on-call team is being called until somebody answers'));
  const [safety, answer, followUp, ...more] = replies(await resident.news(asked));
  expect(safety).toMatch(/^Leave the building now/);
  expect(answer).toMatch(/Quiet hours begin at 10 p\.m\./);
  expect(followUp).toMatch(/has the number MR-/);
  expect(more).toEqual([]);
  expect(model.questions).toHaveLength(2);
  expect(listener.heard).toHaveLength(1);
});
