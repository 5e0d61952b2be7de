import { getMigrations } from 'better-auth/db/migration';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ACTIONS, RIGHTS } from '../../../src/api/rights.ts';
import { createSignIn } from '../../../src/api/sign-in.ts';
import { signInOptions } from '../../../src/api/sign-in-options.ts';
import { demandDescribed } from '../described.ts';
import {
  aStaffMember,
  PASSWORD,
  SECRET,
  signInAs,
  startSignInHouse,
  watchedBy,
  type SignInHouse,
} from './sign-in-house.ts';
import { cookieOf, post, serveApp } from './signed-in.ts';

const THEO = 'theo@staff.example';
const MARA = 'mara@staff.example';
const ODILE = 'odile@staff.example';

let house: SignInHouse;
let url: string;

beforeAll(async () => {
  house = await startSignInHouse();
  url = house.url;
});
afterAll(() => house.stop());
beforeEach(async () => {
  await house.postgres.query('delete from staff_users');
  await house.postgres.query('delete from staff_sign_in_limits');
  await house.postgres.query('delete from sign_in_failures');
  await house.signIn.addStaff(aStaffMember({ email: THEO }));
});

const who = (cookie: string) => fetch(`${url}/who`, { headers: { cookie } });

test('has every table and column that the installed sign-in library expects', async () => {
  const options = { pool: house.pool, secret: SECRET, baseUrl: url, trustedOrigins: [] };
  const plan = await getMigrations(signInOptions(options));
  expect(plan.toBeCreated).toEqual([]);
  expect(plan.toBeAdded).toEqual([]);
  expect(plan.schemaProblems).toEqual([]);
});

test('answers 401 to somebody without a cookie, or with one that was made up', async () => {
  const without = await fetch(`${url}/who`);
  expect(without.status).toBe(401);
  expect(without.headers.get('content-type')).toContain('application/problem+json');
  expect(await without.json()).toMatchObject({ status: 401, title: 'Nobody is signed in' });
  expect((await who('nightporter.session_token=made-up.signature')).status).toBe(401);
  expect((await fetch(`${url}/api/auth/me`)).status).toBe(401);
});

// A guesser must not learn which addresses exist.
test('answers a wrong password and an unknown address alike', async () => {
  const wrong = await signInAs(url, { email: THEO, password: 'kettle-harbour-8' });
  const unknown = await signInAs(url, { email: 'nobody@staff.example' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
  expect(wrong.headers.getSetCookie()).toEqual([]);
});

test('signs in, and says who it is and what they may do', async () => {
  const response = await signInAs(url, { email: 'Theo@Staff.Example' });
  expect(response.status).toBe(200);
  const [setCookie] = response.headers.getSetCookie();
  expect(setCookie).toMatch(/^nightporter\.session_token=/);
  expect(setCookie).toMatch(/HttpOnly/i);
  expect(setCookie).toMatch(/SameSite=Lax/i);
  const theo = { name: 'Theo', role: 'agent', propertyIds: ['elm-house'] };
  expect(await (await who(cookieOf(response))).json()).toMatchObject(theo);
  const me = await fetch(`${url}/api/auth/me`, { headers: { cookie: cookieOf(response) } });
  expect(await me.json()).toMatchObject({
    ...theo,
    // Without the sample there is no simulator that anybody may use.
    actions: ACTIONS.filter((action) => action !== 'simulator.use').filter((action) =>
      RIGHTS[action].some((role) => role === 'agent'),
    ),
  });
});

test('sends its cookie over https only when it is reached by https', async () => {
  const server = await serveApp(() => {
    const baseUrl = 'https://porter.example';
    const signIn = createSignIn({
      pool: house.pool,
      secret: SECRET,
      baseUrl,
      trustedOrigins: [],
      ...watchedBy(house.records),
    });
    return express().use('/api/auth', signIn.router);
  });
  const origin = 'https://porter.example';
  const response = await signInAs(server.url, { email: THEO, origin });
  await server.close();
  expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-nightporter\..*; Secure/i);
});

test('lets nobody sign up, and keeps every door closed that staff do not need', async () => {
  const cookie = await house.cookieFor(THEO);
  const body = { email: 'eve@staff.example', name: 'Eve', password: PASSWORD };
  const doors = [
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
    'request-password-reset',
  ];
  for (const door of doors) {
    const response = await post(`${url}/api/auth/${door}`, { origin: url, cookie, body });
    expect([door, response.status]).toEqual([door, 404]);
  }
  expect((await signInAs(url, { email: body.email })).status).toBe(401);
});

test('reads no more than a sign-in needs', async () => {
  const body = { email: THEO, password: 'x'.repeat(20_000) };
  const response = await post(`${url}/api/auth/sign-in/email`, { origin: url, body });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBe(413);
});

// Another page must not sign somebody in as somebody else, nor write with a cookie that it cannot read.
test('refuses a foreign page, with and without a cookie', async () => {
  const foreign = { origin: 'https://evil.example' };
  expect((await signInAs(url, { email: THEO, ...foreign })).status).toBe(403);
  const cookie = await house.cookieFor(THEO);
  expect((await post(`${url}/open`, { ...foreign, cookie })).status).toBe(403);
  expect((await post(`${url}/api/auth/sign-out`, { ...foreign, cookie })).status).toBe(403);
  const crossSite = { 'sec-fetch-site': 'cross-site' };
  expect((await post(`${url}/open`, { cookie, headers: crossSite })).status).toBe(403);
  expect((await post(`${url}/open`, { cookie, origin: 'null' })).status).toBe(403);
  expect((await who(cookie)).status).toBe(200);
});

test('lets our own page write, and callers that show no cookie', async () => {
  const cookie = await house.cookieFor(THEO);
  expect((await post(`${url}/open`, { origin: url, cookie })).status).toBe(200);
  const sameSite = { 'sec-fetch-site': 'same-origin' };
  expect((await post(`${url}/open`, { cookie, headers: sameSite })).status).toBe(200);
  expect((await post(`${url}/open`, {})).status).toBe(200);
  expect((await post(`${url}/open`, { origin: 'https://provider.example' })).status).toBe(200);
});

test('knows nobody by a session that was ended, revoked from elsewhere, or has run out', async () => {
  const [first, second, third] = [
    await house.cookieFor(THEO),
    await house.cookieFor(THEO),
    await house.cookieFor(THEO),
  ];
  await post(`${url}/api/auth/sign-out`, { origin: url, cookie: first });
  expect((await who(first)).status).toBe(401);
  await post(`${url}/api/auth/revoke-other-sessions`, { origin: url, cookie: third });
  expect((await who(second)).status).toBe(401);
  expect((await who(third)).status).toBe(200);
  await house.postgres.query(`update staff_sessions set expires_at = now() - interval '1 second'`);
  expect((await who(third)).status).toBe(401);
});

test('knows nobody whose rights were taken away, from the next request on', async () => {
  const cookie = await house.cookieFor(THEO);
  await house.signIn.addStaff(aStaffMember({ email: THEO, propertyIds: [] }));
  expect((await who(cookie)).status).toBe(401);
});

// Money: approvals are decided by those who may, where they may.
test('lets only a manager of that property decide an approval there', async () => {
  const rufus = 'rufus@staff.example';
  await house.signIn.addStaff(aStaffMember({ email: MARA, role: 'manager' }));
  const elsewhere: Parameters<typeof aStaffMember>[0] = { email: rufus, role: 'manager' };
  await house.signIn.addStaff(aStaffMember({ ...elsewhere, propertyIds: ['oak-house'] }));
  await house.signIn.addStaff(aStaffMember({ email: ODILE, role: 'admin', propertyIds: 'all' }));
  const decide = async (email: string) => {
    const cookie = await house.cookieFor(email);
    return post(`${url}/properties/elm-house/approvals`, { origin: url, cookie });
  };
  expect((await decide(THEO)).status).toBe(403);
  expect((await decide(rufus)).status).toBe(403);
  expect((await decide(MARA)).status).toBe(200);
  const byAdmin = await decide(ODILE);
  expect(byAdmin.status).toBe(200);
  expect(await byAdmin.json()).toMatchObject({ role: 'admin', propertyIds: 'all' });
});

test('lets nobody in who has two roles', async () => {
  const cookie = await house.cookieFor(THEO);
  await house.postgres.query(
    `insert into staff_rights (id, user_id, role, property_id)
     select 'second', id, 'admin', 'oak-house' from staff_users`,
  );
  expect((await who(cookie)).status).toBe(500);
});

test('stops a guesser of many e-mails, whatever address they claim to call from, and the right password with them', async () => {
  const statuses: number[] = [];
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const headers = {
      'x-forwarded-for': `203.0.113.${attempt}`,
      'x-nightporter-caller': '203.0.113.9',
    };
    const email = `somebody-${attempt}@staff.example`;
    statuses.push((await signInAs(url, { email, headers })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  expect((await signInAs(url, { email: THEO })).status).toBe(429);
});

test('a limit for guessers leaves those alone who are signed in', async () => {
  const cookie = await house.cookieFor(THEO);
  await house.postgres.query('update staff_sign_in_limits set count = 100');
  expect((await who(cookie)).status).toBe(200);
  expect((await signInAs(url, { email: THEO })).status).toBe(429);
});

test('refuses as every other door does: with a problem, its remedy, and when to come back', async () => {
  const route = 'POST /api/auth/sign-in/email';
  const refused = async (response: Response) => {
    await demandDescribed({ route, response: response.clone() });
    return { retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  const wrong = await refused(await signInAs(url, { email: THEO, password: 'kettle-harbour-8' }));
  expect(wrong.body).toMatchObject({ status: 401, detail: 'Invalid email or password' });
  const foreign = { email: THEO, origin: 'https://elsewhere.example' };
  expect((await refused(await signInAs(url, foreign))).body).toMatchObject({ status: 403 });
  const malformed = await refused(await post(`${url}/api/auth/sign-in/email`, { origin: url }));
  expect(malformed.body).toMatchObject({ status: 400 });
  await house.postgres.query('update staff_sign_in_limits set count = 100');
  const often = await refused(await signInAs(url, { email: THEO }));
  expect(often.body).toMatchObject({ status: 429, type: 'urn:nightporter:problem:too-often' });
  expect(Number(often.retryAfter)).toBeGreaterThan(0);
});

test('adds a person once: said again, they keep their password and have the rights said last', async () => {
  const { staffId } = await house.signIn.addStaff(
    aStaffMember({ email: MARA, onCallAt: ['elm-house'] }),
  );
  const again = await house.signIn.addStaff({
    ...aStaffMember({ email: 'MARA@staff.example', role: 'manager' }),
    password: 'another-password-1',
    propertyIds: ['elm-house', 'oak-house'],
    onCallAt: ['oak-house'],
  });
  expect(again).toEqual({ staffId });
  const { postgres } = house;
  expect(await postgres.query('select id from staff_users where email = $1', [MARA])).toEqual([
    { id: staffId },
  ]);
  const accounts = await postgres.query(
    'select provider_id from staff_accounts where user_id = $1',
    [staffId],
  );
  expect(accounts).toEqual([{ provider_id: 'credential' }]);
  const duties = await postgres.query('select property_id from on_call_duties where user_id = $1', [
    staffId,
  ]);
  expect(duties).toEqual([{ property_id: 'oak-house' }]);
  const rights = await (await who(await house.cookieFor(MARA))).json();
  expect(rights).toMatchObject({
    staffId,
    role: 'manager',
    propertyIds: ['elm-house', 'oak-house'],
  });
});

test('adds all of a person or nothing', async () => {
  const twice = aStaffMember({ email: ODILE, onCallAt: ['elm-house', 'elm-house'] });
  await expect(house.signIn.addStaff(twice)).rejects.toThrow('on_call_duties');
  const emails = await house.postgres.query('select email from staff_users');
  expect(emails).toEqual([{ email: THEO }]);
});

test('keeps no password that can be read, and refuses a short one', async () => {
  const [account] = await house.postgres.query('select password from staff_accounts');
  expect(account?.password).not.toContain(PASSWORD);
  const short = aStaffMember({ email: ODILE, password: 'too-short' });
  await expect(house.signIn.addStaff(short)).rejects.toThrow('12 characters');
});

test('a changed password ends every other session', async () => {
  const [other, own] = [await house.cookieFor(THEO), await house.cookieFor(THEO)];
  const body = {
    currentPassword: PASSWORD,
    newPassword: 'another-password-1',
    revokeOtherSessions: true,
  };
  const changed = await post(`${url}/api/auth/change-password`, { origin: url, cookie: own, body });
  expect(changed.status).toBe(200);
  expect((await who(other)).status).toBe(401);
  expect((await signInAs(url, { email: THEO })).status).toBe(401);
});
