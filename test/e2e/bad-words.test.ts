import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf } from './support/resident.ts';

// What a portal may post by mistake, beside what stands in bad-input.test.ts.

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const QUIET_HOURS = /10 p\.m\./;
const QUESTION = 'When are quiet hours?';
const Accepted = z.object({
  conversation_id: z.string(),
  message_id: z.string(),
  position: z.number(),
});
const View = z.object({
  lines: z.array(z.object({ from: z.string(), text: z.string() })),
  isSettled: z.boolean(),
});

/** Posts to the portal's door, without an idempotency key. */
async function post(body: { resident_id: string; property_id: string; message_text: string }) {
  const response = await fetch(`${house.url}/webhook/resident-message`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-nightporter-secret': house.webhookSecret },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(202);
  return Accepted.parse(await response.json());
}

/** What the portal shows after a place in a conversation, once nothing is under way. */
async function linesAfter({ id, position }: { id: string; position: number }) {
  const headers = { 'x-nightporter-secret': house.webhookSecret };
  let view: z.infer<typeof View> | undefined;
  await until('the turn settles', async () => {
    const path = `/conversations/${id}/messages?after=${position}`;
    view = View.parse(await (await fetch(`${house.url}${path}`, { headers })).json());
    return view.isSettled;
  });
  return view?.lines ?? [];
}

const said = (lines: { from: string; text: string }[]): string =>
  lines.flatMap(({ from, text }) => (from === 'resident' ? [] : [text])).join('\n');

// Privacy: a portal that names the wrong building proves nobody, until it names the right one.
test('a resident of another property than the one named is a stranger there', async () => {
  const leak = { resident_id: 'HC-2A-01', message_text: 'There is a leak under my kitchen sink' };
  const wrong = await post({ ...leak, property_id: 'copper-sage-flats' });
  const { conversation_id: id } = wrong;
  expect(said(await linesAfter({ id, position: wrong.position }))).toMatch(/who you are/);
  const right = await post({ ...leak, property_id: 'harbor-court' });
  expect(right.conversation_id).toBe(id);
  expect(said(await linesAfter({ id, position: right.position }))).toMatch(/I will report this/);
});

test('somebody of a property that nobody runs here is told nothing of another one', async () => {
  const asked = await post({
    resident_id: 'HC-2B-01',
    property_id: 'no-such-house',
    message_text: QUESTION,
  });
  const { conversation_id: id, position } = asked;
  expect(said(await linesAfter({ id, position }))).not.toMatch(QUIET_HOURS);
});

// Without a key nobody can tell a retry from a person who says a thing twice: both are kept, both are answered.
test('the same text twice without an idempotency key is two messages', async () => {
  const body = { resident_id: 'HC-2B-02', property_id: 'harbor-court', message_text: QUESTION };
  const first = await post(body);
  const second = await post(body);
  expect(second.message_id).not.toBe(first.message_id);
  expect(second.conversation_id).toBe(first.conversation_id);
  const lines = await linesAfter({ id: first.conversation_id, position: 0 });
  expect(lines.filter(({ from }) => from === 'resident')).toHaveLength(2);
  expect(said(lines)).toMatch(QUIET_HOURS);
});

describe('ten thousand characters', () => {
  test('are kept whole, and one more is cut with a mark', async () => {
    const filler = `${QUESTION} `.repeat(500);
    const body = { resident_id: 'HC-1F-01', property_id: 'harbor-court' };
    const kept = await post({ ...body, message_text: filler.slice(0, 9_999) + '!' });
    await linesAfter({ id: kept.conversation_id, position: kept.position });
    await post({ ...body, message_text: filler.slice(0, 10_000) + '!' });
    const lines = await linesAfter({ id: kept.conversation_id, position: 0 });
    const told = lines.flatMap(({ from, text }) => (from === 'resident' ? [text] : []));
    expect(told.map(({ length }) => length)).toEqual([10_000, 10_000 + ' [...]'.length]);
    expect(told[1]).toMatch(/ \[\.\.\.\]$/);
  });
});

test('signs alone and nothing at all are answered without calling a person', async () => {
  const resident = residentOf(house, 'HC-1F-02');
  for (const text of ['', ' \n\t ', '\u202E\u200B\u0007', '🤷']) {
    const told = await resident.ask(text);
    expect(replies(told).join(), text).toMatch(/I did not get any words/);
    expect(told.some(({ event }) => event === 'handed-off')).toBe(false);
  }
  expect(replies(await resident.ask('🙏')).join()).toMatch(/You are welcome/);
  expect(replies(await resident.ask(QUESTION)).join()).toMatch(QUIET_HOURS);
});
