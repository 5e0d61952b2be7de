import express from 'express';
import { request as ask } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerErrors } from '../../../src/api/errors.ts';
import { createStaffDoor } from '../../../src/api/staff-door.ts';
import { loadConfig } from '../../../src/config.ts';
import { createPayloadCodec, payloadKeys } from '../../../src/temporal/codec.ts';
import { aStaffMember, PASSWORD, startSignInHouse, type SignInHouse } from './sign-in-house.ts';
import { serveApp } from './signed-in.ts';

const ODILE = 'odile@staff.example'; // of the sample
const OWN = 'olga@porter.example';
const masterKey = Buffer.alloc(32, 7);

let house: SignInHouse;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  house = await startSignInHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.postgres.query('delete from staff_users'));
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The staff's door of a house with these settings, listening on loopback whatever they say. */
async function aDoor(settings: NodeJS.ProcessEnv, isSample = true) {
  const config = loadConfig({
    NIGHTPORTER_MASTER_KEY: masterKey.toString('base64'),
    NIGHTPORTER_AUTH_SECRET: 'a-secret-for-tests-only-0123456789-abcdef',
    DATABASE_URL: house.postgres.url,
    ...settings,
  });
  const made: { signIn?: ReturnType<typeof createStaffDoor>['signIn'] } = {};
  const server = await serveApp((at) => {
    const door = createStaffDoor({
      config,
      isSample,
      sampleEmails: [ODILE],
      url: at,
      pool: house.pool,
      codec: createPayloadCodec(payloadKeys({ masterKey, namespace: 'default' })),
      records: house.records,
    });
    made.signIn = door.signIn;
    return express().use('/api/auth', door.signIn.router).use(answerErrors);
  });
  closing.push(() => server.close());
  const { url } = server;
  const { signIn } = made;
  if (!signIn) throw new Error('the door was not made');
  await signIn.addStaff(aStaffMember({ email: ODILE, role: 'admin' }));
  await house.postgres.query('delete from staff_sign_in_limits');
  return {
    hasAdmin: () => signIn.hasAdmin(),
    addStaff: signIn.addStaff,
    knock: (email: string, headers: Record<string, string> = {}) =>
      send(`${url}/api/auth/sign-in/email`, {
        headers: { origin: config.NIGHTPORTER_PUBLIC_URL ?? url, ...headers },
        body: JSON.stringify({ email, password: PASSWORD }),
      }),
    me: (cookie: string, headers: Record<string, string> = {}) =>
      send(`${url}/api/auth/me`, { headers: { cookie, ...headers } }),
  };
}

interface Answer {
  status: number | undefined;
  body: string;
  cookie: string;
}

// fetch lets nobody name another host.
function send(
  url: string,
  { headers, body }: { headers: Record<string, string>; body?: string },
): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    ask(
      url,
      { method, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const cookies = response.headers['set-cookie'] ?? [];
          const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
          resolve({ status: response.statusCode, body: text, cookie });
        });
      },
    )
      .on('error', reject)
      .end(body);
  });
}

// Everybody knows their password.
test.each([
  ['listens where others reach it', { HOST: '0.0.0.0' }],
  ['is reached by a public address', { NIGHTPORTER_PUBLIC_URL: 'https://porter.example' }],
])('lets no sample staff in while the house %s, and says what to do', async (_, settings) => {
  const door = await aDoor(settings);
  for (const email of [ODILE, ` ${ODILE.toUpperCase()} `]) {
    const { status, body, cookie } = await door.knock(email);
    expect([status, cookie]).toEqual([403, '']);
    expect(body).toContain('HOST=127.0.0.1');
  }
  await door.addStaff(aStaffMember({ email: OWN }));
  expect(await door.knock(OWN)).toMatchObject({ status: 200 });
});

test('lets them in at home, and nobody whom a proxy or a bent name brings there', async () => {
  const door = await aDoor({});
  const { status, cookie } = await door.knock(ODILE);
  expect(status).toBe(200);
  expect(await door.me(cookie)).toMatchObject({ status: 200 });
  for (const headers of [
    { 'x-forwarded-for': '192.0.2.7' },
    { forwarded: 'for=192.0.2.7' },
    { via: '1.1 proxy' },
    { host: 'porter.example' },
  ]) {
    expect(await door.knock(ODILE, headers)).toMatchObject({ status: 403, cookie: '' });
    expect(await door.me(cookie, headers)).toMatchObject({ status: 401 });
  }
});

test('ends what was begun at home once others reach the house, or once the sample is off', async () => {
  const { cookie } = await (await aDoor({})).knock(ODILE);
  expect(await (await aDoor({})).me(cookie)).toMatchObject({ status: 200 });
  expect(await (await aDoor({ HOST: '0.0.0.0' })).me(cookie)).toMatchObject({ status: 401 });
  expect(await (await aDoor({}, false)).me(cookie)).toMatchObject({ status: 401 });
});

test('counts no sample admin who cannot come in, so that a first admin can be made', async () => {
  expect(await (await aDoor({})).hasAdmin()).toBe(true);
  const door = await aDoor({ HOST: '0.0.0.0' });
  expect(await door.hasAdmin()).toBe(false);
  await door.addStaff(aStaffMember({ email: OWN, role: 'admin' }));
  expect(await door.hasAdmin()).toBe(true);
});
