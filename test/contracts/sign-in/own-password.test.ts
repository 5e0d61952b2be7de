import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { demandDescribed } from '../described.ts';
import { startPortalHouse, type PortalHouse } from '../portal-house.ts';
import { cookieOf } from './signed-in.ts';
import { aStaffMember, PASSWORD, signInAs } from './sign-in-house.ts';

// Nobody is locked out of their own house for good, and nobody tries out passwords at a desk that was left open.

const ODILE = 'odile@staff.example';
const NEW_PASSWORD = 'a-new-lamp-in-the-hall';
const WRONG = 'kettle-harbour-8';

let house: PortalHouse;
let staffId: string;
let cookie: string;

beforeAll(async () => {
  house = await startPortalHouse();
});
afterAll(() => house.stop());
beforeEach(async () => {
  await house.records.postgres.query('delete from staff_users');
  await house.records.postgres.query('delete from sign_in_failures');
  const admin = aStaffMember({ email: ODILE, role: 'admin', propertyIds: 'all' });
  ({ staffId } = await house.signIn.addStaff(admin));
  cookie = cookieOf(await attempt());
});

/** Signs in; the limits for each caller, which are another matter, are kept out of it. */
async function attempt(password = PASSWORD): Promise<Response> {
  await house.records.postgres.query('delete from staff_sign_in_limits');
  return signInAs(house.url, { email: ODILE, password });
}

const post = (path: string, body: object, headers: Record<string, string>): Promise<Response> =>
  fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.url, ...headers },
    body: JSON.stringify(body),
  });

async function statusOfMe(session: string): Promise<number> {
  const headers = { cookie: session };
  return (await fetch(`${house.url}/api/auth/me`, { headers })).status;
}

async function recorded(): Promise<unknown[]> {
  const rows = await house.records.postgres.query(
    `select event, facts ->> 'staffId' as by from audit_entries
      where facts ->> 'changedStaffId' = $1 order by position`,
    [staffId],
  );
  return rows.map(({ event, by }) => [event, by === staffId ? 'self' : by]);
}

const askLink = (email: string, key?: string): Promise<Response> =>
  post('/set-password/links', { email }, key === undefined ? {} : { 'x-nightporter-command': key });

async function change(currentPassword: string): Promise<Response> {
  await house.records.postgres.query('delete from staff_sign_in_limits');
  const body = { currentPassword, newPassword: NEW_PASSWORD, revokeOtherSessions: true };
  return post('/api/auth/change-password', body, { cookie });
}

const Link = z.object({ path: z.string() });

test('whoever holds the master key lets the last administrator back in, who keeps what they have until then', async () => {
  const made = await askLink('Odile@staff.example', 'a-key');
  expect(made.status).toBe(201);
  await demandDescribed({ route: 'POST /set-password/links', response: made.clone() });
  const { path } = Link.parse(await made.json());
  expect(await statusOfMe(cookie)).toBe(200);
  expect((await attempt()).status).toBe(200);
  const code = path.split('code=')[1];
  expect((await post('/set-password', { code, password: NEW_PASSWORD }, {})).status).toBe(200);
  expect(await statusOfMe(cookie)).toBe(401);
  expect((await attempt(NEW_PASSWORD)).status).toBe(200);
  expect(await recorded()).toEqual([
    ['staff.password-link-made', 'operator'],
    ['staff.password-set', 'self'],
  ]);
});

test('the operator’s door is closed without the key, to administrators too, and to addresses that nobody has', async () => {
  expect((await askLink(ODILE)).status).toBe(403);
  expect((await askLink(ODILE, 'another-key')).status).toBe(403);
  const asAdmin = await post('/set-password/links', { email: ODILE }, { cookie });
  expect(asAdmin.status).toBe(403);
  expect((await askLink('nobody@staff.example', 'a-key')).status).toBe(404);
  expect((await askLink('no address', 'a-key')).status).toBe(400);
  expect(await recorded()).toEqual([]);
});

test('the operator’s link opens no door for whoever was deactivated', async () => {
  await house.records.postgres.query('update staff_users set deactivated_at = now()');
  expect((await askLink(ODILE, 'a-key')).status).toBe(409);
});

test('somebody who changes their own password is on the record, and their other sessions end', async () => {
  const elsewhere = cookieOf(await attempt());
  expect((await change(PASSWORD)).status).toBe(200);
  expect(await statusOfMe(elsewhere)).toBe(401);
  expect((await attempt(NEW_PASSWORD)).status).toBe(200);
  expect(await recorded()).toEqual([['staff.password-changed', 'self']]);
});

test('passwords tried out at a desk that was left open count as they do at the door', async () => {
  const wrong = await change(WRONG);
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ issues: [{ field: 'currentPassword' }] });
  for (let index = 0; index < 3; index += 1) await change(WRONG);
  expect((await change(WRONG)).status).toBe(429);
  expect((await change(PASSWORD)).status).toBe(429);
  expect((await attempt()).status).toBe(429);
  expect(await recorded()).toEqual([['sign-in.locked', null]]);
});

test('a password that is too short is refused with the reason, and the old one holds', async () => {
  const body = { currentPassword: PASSWORD, newPassword: 'short' };
  const refused = await post('/api/auth/change-password', body, { cookie });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(/short/i) });
  expect((await attempt()).status).toBe(200);
});
