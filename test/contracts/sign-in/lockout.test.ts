import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSignIn } from '../../../src/api/sign-in.ts';
import express from 'express';
import { answerErrors } from '../../../src/api/errors.ts';
import { demandDescribed } from '../described.ts';
import { serveApp, post } from './signed-in.ts';
import {
  aStaffMember,
  PASSWORD,
  SECRET,
  signInAs,
  startSignInHouse,
  watchedBy,
  type SignInHouse,
} from './sign-in-house.ts';

// Issue 4, bad input: a wrong password and lockout.

const THEO = 'theo@staff.example';
const WRONG = 'kettle-harbour-8';
const MINUTE = 60_000;

let house: SignInHouse;
let url: string;

beforeAll(async () => {
  house = await startSignInHouse();
  url = house.url;
});
afterAll(() => house.stop());
beforeEach(async () => {
  const query = (statement: string) => house.postgres.query(statement);
  await query('delete from staff_users');
  await query('delete from sign_in_failures');
  await query('delete from audit_entries');
  await query('delete from audit_heads');
  await house.signIn.addStaff(aStaffMember({ email: THEO }));
});

/** Tries; the limit for each caller, which is another matter, is kept out of it. */
async function attempt(email: string, password = WRONG): Promise<Response> {
  await house.postgres.query('delete from staff_sign_in_limits');
  return signInAs(url, { email, password });
}

async function fail(email: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) statuses.push((await attempt(email)).status);
  return statuses;
}

test('locks after five wrong passwords, and refuses the right one with the time at which it opens', async () => {
  expect(await fail(THEO, 5)).toEqual([401, 401, 401, 401, 429]);
  const refused = await attempt(THEO, PASSWORD);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(refused.headers.getSetCookie()).toEqual([]);
  await demandDescribed({ route: 'POST /api/auth/sign-in/email', response: refused.clone() });
  const opensAt = new Date(Date.parse(house.records.clock.at) + MINUTE).toISOString().slice(11, 16);
  expect(await refused.json()).toMatchObject({
    type: 'urn:nightporter:problem:too-often',
    detail: expect.stringContaining(`locked until ${opensAt} UTC, for a minute`),
  });
  house.records.clock.pass(MINUTE);
  expect((await attempt(THEO, PASSWORD)).status).toBe(200);
});

// A guesser must not learn which addresses exist, nor by locking them.
test('locks an address that nobody has in the same words', async () => {
  const ours = await fail(THEO, 5);
  const nobodys = await fail('nobody@staff.example', 5);
  expect(nobodys).toEqual(ours);
  const [one, other] = [await attempt(THEO, PASSWORD), await attempt('nobody@staff.example')];
  expect([one.status, await one.json()]).toEqual([other.status, await other.json()]);
  expect(one.headers.get('retry-after')).toBe(other.headers.get('retry-after'));
});

test('locks twice as long for each further wrong password', async () => {
  await fail(THEO, 5);
  for (const minutes of [1, 2, 4]) {
    house.records.clock.pass(minutes * MINUTE - 1);
    expect((await attempt(THEO, PASSWORD)).status).toBe(429);
    house.records.clock.pass(1);
    const again = await attempt(THEO);
    expect(again.headers.get('retry-after')).toBe(String(minutes * 2 * 60));
  }
});

test('counts in a row only: the right password, and a day, begin anew', async () => {
  await fail(THEO, 4);
  expect((await attempt(THEO, PASSWORD)).status).toBe(200);
  expect(await fail(THEO, 4)).toEqual([401, 401, 401, 401]);
  house.records.clock.pass(25 * 60 * MINUTE);
  expect(await fail(THEO, 4)).toEqual([401, 401, 401, 401]);
});

test('counts an address however it is written', async () => {
  const written = ['theo@staff.example', 'THEO@staff.example', 'Theo@Staff.Example'];
  for (const email of [...written, ...written].slice(0, 5)) await attempt(email);
  expect((await attempt(THEO, PASSWORD)).status).toBe(429);
});

test('looks at five passwords and no more, though twenty come in the same instant', async () => {
  const { signInFailures } = house.records;
  const rule = { failuresMax: 5, firstMs: MINUTE };
  const begun = await Promise.all(
    Array.from({ length: 20 }, () => signInFailures.begin({ account: 'one', rule })),
  );
  expect(begun.filter(({ kind }) => kind === 'open')).toHaveLength(5);
  const statuses = await Promise.all(
    Array.from(
      { length: 20 },
      async () => (await signInAs(url, { email: THEO, password: WRONG })).status,
    ),
  );
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(5);
});

test('stays locked over a restart', async () => {
  await fail(THEO, 5);
  const records = await house.records.another();
  const server = await serveApp((baseUrl) => {
    const settings = { pool: house.pool, secret: SECRET, baseUrl, trustedOrigins: [] };
    const signIn = createSignIn({ ...settings, ...watchedBy(records) });
    return express().use('/api/auth', signIn.router).use(answerErrors);
  });
  expect((await signInAs(server.url, { email: THEO })).status).toBe(429);
  await server.close();
});

test('counts nothing that was never looked at: a foreign page, a caller who asks too often', async () => {
  for (let index = 0; index < 6; index += 1) {
    await signInAs(url, { email: THEO, password: WRONG, origin: 'https://evil.example' });
  }
  await house.postgres.query('update staff_sign_in_limits set count = 100');
  for (let index = 0; index < 6; index += 1) await signInAs(url, { email: THEO, password: WRONG });
  expect((await attempt(THEO, PASSWORD)).status).toBe(200);
});

test('takes the address and the password in one form only, so that nobody is counted as somebody else', async () => {
  const form = 'email=theo%40staff.example&password=kettle-harbour-8';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await post(`${url}/api/auth/sign-in/email`, {
    origin: url,
    headers,
    body: form,
  });
  expect(response.status).toBe(400);
});

test('puts a lock on the record where the account is somebody’s, and keeps no address with the count', async () => {
  await fail(THEO, 5);
  await fail('nobody@staff.example', 5);
  const entries = await house.postgres.query(
    `select facts from audit_entries where event = 'sign-in.locked'`,
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]?.facts).toMatchObject({ failures: 5 });
  const rows = JSON.stringify(await house.postgres.query('select * from sign_in_failures'));
  expect(rows).not.toContain('staff.example');
});

test('forgets accounts that somebody made up', async () => {
  await fail('nobody@staff.example', 1);
  house.records.clock.pass(25 * 60 * MINUTE);
  await attempt(THEO, PASSWORD);
  expect(await house.postgres.query('select account from sign_in_failures')).toEqual([]);
});

test('notes when somebody signed in last', async () => {
  await attempt(THEO, PASSWORD);
  const [theo] = await house.records.staffAccounts.list();
  expect(theo?.lastSignedInAt).toBe(house.records.clock.at);
});
