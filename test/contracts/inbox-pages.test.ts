import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { INBOX_PAGE } from '../../src/ports/desk-inbox.ts';
import { startInboxHouse, type InboxHouse } from './inbox-house.ts';

// Issue 4: a search covers all conversations of one's own properties, however many have been written since.

const MORE = 3;
const Listed = z.array(z.object({ conversationId: z.string() }));

let house: InboxHouse;
let oldestId: string;

beforeAll(async () => {
  house = await startInboxHouse();
  ({ conversationId: oldestId } = await house.aWriter(null, 'The heron on the roof is back'));
  house.records.clock.pass(60_000);
  for (let index = 1; index < INBOX_PAGE + MORE; index += 1) await house.aWriter(null, 'Hello');
});
afterAll(() => house.stop());

async function read(path: string): Promise<{ ids: string[]; next: string | null }> {
  const { status, body, headers } = await house.call('theo', path);
  expect(status).toBe(200);
  const next = /<(.+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
  return { ids: Listed.parse(body).map(({ conversationId }) => conversationId), next };
}

test('says where a pile goes on, and shows each conversation once', async () => {
  const first = await read('/conversations?queue=all&channel=portal');
  expect(first.ids).toHaveLength(INBOX_PAGE);
  expect(first.ids).not.toContain(oldestId);
  const second = await read(first.next ?? 'no next page');
  expect(second).toMatchObject({ next: null });
  expect(second.ids.at(-1)).toBe(oldestId);
  expect(new Set([...first.ids, ...second.ids]).size).toBe(INBOX_PAGE + MORE);
});

test('finds what was said before a whole page of others', async () => {
  expect(await read('/conversations?search=HERON')).toEqual({ ids: [oldestId], next: null });
  expect(await read('/conversations?search=pelican')).toEqual({ ids: [], next: null });
});

test('refuses a place that is none', async () => {
  const { status, body } = await house.call('theo', '/conversations?offset=-1');
  expect(status).toBe(400);
  expect(body).toMatchObject({ issues: [{ field: 'offset' }] });
});
