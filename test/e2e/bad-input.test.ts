import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import { aPdf } from '../fakes/pdf-files.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { replies, residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const Problem = z.object({
  status: z.number(),
  detail: z.string(),
  issues: z.array(z.object({ field: z.string() })).default([]),
});

/** Asks the house and reads its refusal, which must be a problem document. */
async function refusalOf(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; fields: string[]; detail: string }> {
  const response = await fetch(`${house.url}${path}`, init);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { status, issues, detail } = Problem.parse(await response.json());
  expect(status).toBe(response.status);
  return { status, detail, fields: issues.map(({ field }) => field) };
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
});
const secret = (): Record<string, string> => ({ 'x-nightporter-secret': house.webhookSecret });

describe('the portal door', () => {
  const DOOR = '/webhook/resident-message';
  const good = { resident_id: 'HC-4B-01', property_id: 'harbor-court', message_text: 'hello' };
  const huge = JSON.stringify({ ...good, message_text: 'a'.repeat(65 * 1024) });

  test('asks for its secret before it reads a body, however bad the body is', async () => {
    for (const body of [JSON.stringify(good), '{', huge]) {
      expect(await refusalOf(DOOR, post(body))).toMatchObject({ status: 401 });
      const wrong = { 'x-nightporter-secret': 'f'.repeat(48) };
      expect(await refusalOf(DOOR, post(body, wrong))).toMatchObject({ status: 401 });
    }
  });

  test('names the field that is wrong', async () => {
    const refused = async (change: object) => {
      const body = JSON.stringify({ ...good, ...change });
      const { status, fields } = await refusalOf(DOOR, post(body, secret()));
      return { status, fields };
    };
    expect(await refused({ resident_id: 7 })).toEqual({ status: 400, fields: ['resident_id'] });
    expect(await refused({ property_id: '' })).toEqual({ status: 400, fields: ['property_id'] });
    const long = { message_text: 'a'.repeat(20_001), channel: 'fax' };
    expect(await refused(long)).toEqual({ status: 400, fields: ['message_text', 'channel'] });
  });

  test('refuses what is no JSON, no object, or too large, and repeats none of it', async () => {
    const words = '{"message_text": "a secret of a resident';
    const refused = await refusalOf(DOOR, post(words, secret()));
    expect(refused.status).toBe(400);
    expect(refused.detail).not.toContain('resident');
    expect(await refusalOf(DOOR, post('[]', secret()))).toMatchObject({ status: 400 });
    expect(await refusalOf(DOOR, post(huge, secret()))).toMatchObject({ status: 413 });
  });

  test('takes an unknown resident for a stranger: public answers, and a question who it is', async () => {
    const stranger = residentOf(house, 'HC-9Z-09');
    const question = 'When are quiet hours?';
    expect(replies(await stranger.ask(question)).join()).toMatch(/10 p\.m\./);
    const leak = await stranger.ask('There is a leak under my kitchen sink');
    expect(replies(leak).join()).toMatch(/I need to know who you are/);
    expect(leak.some(({ event }) => event === 'opened')).toBe(false);
    expect(replies(await stranger.ask(question)).join()).toMatch(/10 p\.m\./);
  });
});

describe('documents', () => {
  const Uploaded = z.object({ document_id: z.string() });
  const Row = z.object({ state: z.string(), failure: z.string(), remedy: z.string() });

  async function failureOf(title: string, file: string | Uint8Array<ArrayBuffer>) {
    const query = new URLSearchParams({ title, scope: 'property:harbor-court' }).toString();
    const upload = { method: 'POST', headers: secret(), body: file };
    const answer = await fetch(`${house.url}/documents?${query}`, upload);
    expect(answer.status).toBe(202);
    const { document_id: id } = Uploaded.parse(await answer.json());
    let row: z.infer<typeof Row> | undefined;
    await until(`${title} has failed`, async () => {
      const response = await fetch(`${house.url}/documents/${id}`, { headers: secret() });
      row = z.array(Row).parse(await response.json())[0];
      return row?.state === 'failed';
    });
    return row;
  }

  test('that cannot be read end in a state that says what to do', async () => {
    const locked = new Uint8Array(await aPdf(['Quiet hours.'], { userPassword: 'lantern' }));
    expect(await failureOf('Locked notice', locked)).toMatchObject({
      failure: 'password-protected',
      remedy: expect.stringMatching(/Remove the password/),
    });
    expect(await failureOf('Not a PDF', 'Quiet hours begin at ten.')).toMatchObject({
      failure: 'not-a-pdf',
      remedy: expect.stringMatching(/Export it as PDF/),
    });
    expect(await failureOf('Nothing', '')).toMatchObject({
      failure: 'empty',
      remedy: expect.stringMatching(/no pages/),
    });
  });

  test('need a scope, a title and somebody who may', async () => {
    const upload = { method: 'POST', headers: secret(), body: 'x' };
    expect(await refusalOf('/documents?title=A', upload)).toMatchObject({
      status: 400,
      fields: ['scope'],
    });
    expect(await refusalOf('/documents?scope=unit', upload)).toMatchObject({
      status: 400,
      fields: ['title', 'scope'],
    });
    const path = '/documents?title=A&scope=property:harbor-court';
    expect(await refusalOf(path, { method: 'POST', body: 'x' })).toMatchObject({ status: 401 });
    expect(await refusalOf('/documents/none', { headers: secret() })).toMatchObject({
      status: 404,
    });
  });
});

// Money: who may not decide, or does not know what about, decides nothing.
test('an approval is decided by nobody but a manager who saw it as it stands', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  await resident.ask('There is a leak under my kitchen sink');
  await resident.hears(await resident.write('yes'), says('A manager must approve'));
  const manager = await signIn(house, 'mara');
  const Pending = z.array(z.object({ approvalId: z.string(), digest: z.string() }));
  let pending: z.infer<typeof Pending> = [];
  await until('a manager is asked', async () => {
    pending = Pending.parse((await manager.get('/approvals?state=pending')).body);
    return pending.length > 0;
  });
  const [approval] = pending;
  if (!approval) throw new Error('unreachable: until() has seen it');

  const path = `/approvals/${approval.approvalId}/decision`;
  const yes = { decision: 'approve', digest: approval.digest };
  const agent = await signIn(house, 'theo');
  const elsewhere = await signIn(house, 'rufus');
  expect(await refusalOf(path, post(JSON.stringify(yes)))).toMatchObject({ status: 401 });
  expect(await agent.post(path, yes)).toMatchObject({ status: 403 });
  expect(await elsewhere.post(path, yes)).toMatchObject({ status: 403 });
  const other = { ...yes, digest: '0'.repeat(64) };
  expect(await manager.post(path, other)).toMatchObject({ status: 409 });
  const noReason = { ...yes, decision: 'reject' };
  expect(await manager.post(path, noReason)).toMatchObject({ status: 400 });
  expect(await manager.post('/approvals/none/decision', yes)).toMatchObject({ status: 404 });
  const { body } = await manager.get(`/approvals/${approval.approvalId}`);
  expect(body).toMatchObject({ state: 'pending' });
});

test('a conversation that does not exist is not found', async () => {
  const headers = secret();
  expect(await refusalOf('/conversations/none/messages', { headers })).toMatchObject({
    status: 404,
  });
  const agent = await signIn(house, 'theo');
  expect(await agent.post('/conversations/none/take-over')).toMatchObject({ status: 404 });
});

describe('the web chat', () => {
  const CHAT = '/chat/messages';
  const session = { residentId: 'HC-4B-01', propertyId: 'harbor-court' };
  const tokensOf = (more: Partial<Parameters<typeof createChatTokens>[0]> = {}) =>
    createChatTokens({ secret: house.webhookSecret, issuer: 'nightporter', ...more });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const question = { text: 'What is my balance?', message_id: 'chat-message-1' };

  test('opens to no token but its own, and not after an hour', async () => {
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60_000);
    const tokens = [
      'rubbish',
      await tokensOf({ secret: 'another-secret-of-thirty-two-bytes' }).sign(session),
      await tokensOf({ issuer: 'somebody-else' }).sign(session),
      await tokensOf({ now: () => twoHoursAgo }).sign(session),
    ];
    expect(await refusalOf(CHAT, post('{'))).toMatchObject({ status: 401 });
    for (const token of tokens) {
      const headers = bearer(token);
      expect(await refusalOf(CHAT, post('{', headers))).toMatchObject({ status: 401 });
      expect(await refusalOf(CHAT, { headers })).toMatchObject({ status: 401 });
    }
  });

  // Privacy: a portal's shared secret does not prove who sits in front of it, a signed session does.
  test('reads a balance out, and the portal door sends people to the chat for it', async () => {
    const headers = bearer(await tokensOf().sign(session));
    const sent = await fetch(`${house.url}${CHAT}`, post(JSON.stringify(question), headers));
    expect(sent.status).toBe(202);
    await until('the chat has its answer', async () => {
      const answer = await fetch(`${house.url}${CHAT}`, { headers });
      return /Your balance is -?\$[\d,]+\.\d\d \(as of/.test(await answer.text());
    });
    const { text } = question;
    const told = replies(await residentOf(house, 'HC-4B-01').ask(text)).join();
    expect(told).toMatch(/only in the chat of the resident portal/);
    expect(told).not.toMatch(/\$\d/);
    const wrong = post(JSON.stringify({ ...question, message_id: 'short' }), headers);
    expect(await refusalOf(CHAT, wrong)).toMatchObject({ status: 400, fields: ['message_id'] });
  });
});

test('nothing of all that broke the house', () => {
  expect(house.logs()).toContain('message received');
  expect(house.logs()).not.toContain('request failed');
});
