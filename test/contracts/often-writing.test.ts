import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import { demandDescribed } from './described.ts';
import { startPortalHouse, type PortalHouse } from './portal-house.ts';

const PER_RESIDENT = 25;
const PER_PORTAL = 60;

const clock = { at: 20_000 }; // 40 seconds before the next minute
let house: PortalHouse;
beforeAll(async () => {
  const now = () => clock.at;
  house = await startPortalHouse({}, { perResident: PER_RESIDENT, perPortal: PER_PORTAL, now });
});
afterAll(() => house.stop());

const nextMinute = (): void => {
  clock.at = (Math.floor(clock.at / 60_000) + 1) * 60_000 + 20_000;
};

/** Writes at a door as a resident; the answer is as it is described. */
async function knock(
  route: string,
  { headers, body }: { headers: Record<string, string>; body: object },
): Promise<Response> {
  const response = await fetch(`${house.url}${route.replace('POST ', '')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await demandDescribed({ route, response: response.clone() });
  return response;
}

function byPortal(residentId: string, text = 'Hello'): Promise<Response> {
  return knock('POST /webhook/resident-message', {
    headers: { 'x-nightporter-secret': house.secret },
    body: { resident_id: residentId, property_id: 'elm-house', message_text: text },
  });
}

async function byChat(residentId: string, text = 'Hello'): Promise<Response> {
  const tokens = createChatTokens({ secret: house.secret, issuer: 'nightporter' });
  const token = await tokens.sign({ residentId, propertyId: 'elm-house' });
  return knock('POST /chat/messages', {
    headers: { authorization: `Bearer ${token}` },
    body: { text, message_id: crypto.randomUUID() },
  });
}

async function statuses(count: number, write: () => Promise<Response>): Promise<number[]> {
  const all = [];
  for (let at = 0; at < count; at += 1) all.push((await write()).status);
  return all;
}

const taken = (count: number): number[] => Array.from({ length: count }, () => 202);
const Committed = z.object({ message_id: z.string() });
const rows = async (): Promise<number> =>
  (await house.records.postgres.query('select from inbound_messages', [])).length;

test('takes so many a minute of one resident by both doors, and tells when to come back', async () => {
  expect(await statuses(15, () => byPortal('r-loud'))).toEqual(taken(15));
  expect(await statuses(10, () => byChat('r-loud'))).toEqual(taken(10));
  const before = await rows();
  for (const refused of [await byPortal('r-loud'), await byChat('r-loud')]) {
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(await refused.json()).toMatchObject({ type: 'urn:nightporter:problem:too-often' });
  }
  expect(await rows()).toBe(before);
  expect((await byPortal('r-calm')).status).toBe(202);
  nextMinute();
  expect((await byPortal('r-loud')).status).toBe(202);
});

// Safety: a limit must never stand between a danger and its words.
test('takes a message that tells of a danger over every limit, and answers it as always', async () => {
  nextMinute();
  await statuses(PER_RESIDENT, () => byPortal('r-danger'));
  expect((await byPortal('r-danger')).status).toBe(429);
  for (const write of [byPortal, byChat]) {
    const response = await write('r-danger', 'I smell gas in the kitchen');
    expect(response.status).toBe(202);
    const { message_id: messageId } = Committed.parse(await response.json());
    const told = await house.records.postgres.query(
      `select from sends join dangers on dangers.conversation_id = sends.conversation_id
       where purpose = 'safety' and dangers.message_id = $1`,
      [messageId],
    );
    expect(told).toHaveLength(1);
  }
});

test('takes so many a minute of all residents together', async () => {
  nextMinute();
  for (const residentId of ['r-1', 'r-2']) {
    expect(await statuses(25, () => byPortal(residentId))).toEqual(taken(25));
  }
  // What was refused to one of them is not taken from the others.
  expect(await statuses(5, () => byPortal('r-1'))).toEqual([429, 429, 429, 429, 429]);
  expect(await statuses(11, () => byPortal('r-3'))).toEqual([...taken(10), 429]);
  expect((await byPortal('r-3', 'There is a fire in my kitchen')).status).toBe(202);
});

// More than 20 messages a minute from one person become one turn: the mark must reach the conversation.
test('tells the conversation of the 21st message within a minute that it is one too many', async () => {
  nextMinute();
  house.records.clock.pass(120_000);
  await statuses(20, () => byPortal('r-flood'));
  const last = Committed.parse(await (await byChat('r-flood')).json());
  const Flooded = z.object({ messageId: z.string(), isFlood: z.literal(true) });
  const flooded = (): string[] =>
    house.toldOf('tellConversation').flatMap((told) => {
      const found = Flooded.safeParse(told);
      return found.success ? [found.data.messageId] : [];
    });
  await expect.poll(flooded).toContain(last.message_id); // it is told after the answer
});
