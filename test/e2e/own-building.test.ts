import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorKeys } from '../../src/config.ts';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { residentOf } from './support/resident.ts';

const run = promisify(execFile);
const projectPath = (path: string): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url));
const ADMIN = { email: 'odile@marigold.example', name: 'Odile', password: 'a-password-of-her-own' };
const KINDS = ['properties', 'units', 'residents', 'leases', 'ledger', 'vendors'];

let house: OpenHouse;
let code: string;
beforeAll(async () => {
  house = await openHouse({ NIGHTPORTER_SAMPLE: 'off' });
  const masterKey = Buffer.from(house.environment['NIGHTPORTER_MASTER_KEY'] ?? '', 'base64');
  code = operatorKeys(masterKey).firstAdminCode;
});
afterAll(() => house.close());

const bodyOf = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${house.url}${path}`, init);
  const text = await response.text();
  const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
  return { status: response.status, body, cookies: response.headers.getSetCookie() };
};
const makeAdmin = (by: { code: string; password?: string; email?: string }) =>
  bodyOf('/first-admin', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ADMIN, ...by }),
  });
const signIn = async (email: string, password: string): Promise<string> => {
  const { cookies } = await bodyOf('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.url },
    body: JSON.stringify({ email, password }),
  });
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
};
const command = (...words: string[]) =>
  run(process.execPath, ['engines/run.mjs', ...words], {
    cwd: projectPath('.'),
    env: { ...house.environment, NIGHTPORTER_URL: house.url },
  }).catch((error: unknown) => {
    if (error instanceof Error && 'stderr' in error)
      return { stdout: '', stderr: String(error.stderr) };
    throw error;
  });

test('an empty house is ready, and says what is still to be done', async () => {
  expect(await bodyOf('/ready')).toMatchObject({
    status: 200,
    body: {
      ready: true,
      missing: [],
      notes: [expect.stringContaining('no admin'), expect.stringContaining('no property')],
    },
  });
});

// Nobody must become admin by guessing, by being second, or by a password that everybody knows.
test('the first admin is made once, with the code of the start screen and a password of their own', async () => {
  expect(await makeAdmin({ code: 'a-guess' })).toMatchObject({ status: 403 });
  expect(await bodyOf('/first-admin?code=a-guess')).toMatchObject({ status: 403 });
  expect(await makeAdmin({ code, password: 'short' })).toMatchObject({ status: 400 });
  const form = await bodyOf(`/first-admin?code=${code}`);
  expect([form.status, String(form.body)]).toEqual([200, expect.stringContaining('<form')]);

  const both = await Promise.all([
    makeAdmin({ code }),
    makeAdmin({ code, email: 'second@marigold.example' }),
  ]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 410]));
  expect(await makeAdmin({ code })).toMatchObject({ status: 410 });
  expect(await bodyOf(`/first-admin?code=${code}`)).toMatchObject({ status: 410 });
});

test('an admin imports a building: rehearsed, refused with every fault, then done and done again', async () => {
  const email = (await signIn(ADMIN.email, ADMIN.password))
    ? ADMIN.email
    : 'second@marigold.example';
  const cookie = await signIn(email, ADMIN.password);
  const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    bodyOf(path, {
      method: 'POST',
      headers: { cookie, origin: house.url, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const properties = readFileSync(projectPath('docs/import/properties.csv'));

  expect(await put('/imports/properties', properties, { cookie: '' })).toMatchObject({
    status: 401,
  });
  expect(
    await put('/imports/properties', properties, { origin: 'https://foreign.example' }),
  ).toMatchObject({ status: 403 });
  const kinds = await bodyOf('/imports', { headers: { cookie } });
  expect(kinds.body).toMatchObject(KINDS.map((kind) => ({ kind })));
  expect(await bodyOf('/imports')).toMatchObject({ status: 401 });
  expect(await put('/imports/pets', properties)).toMatchObject({ status: 400 });
  expect(await put('/imports/units', Buffer.alloc(5_300_000, 'a'))).toMatchObject({ status: 413 });
  expect(await put('/imports/properties', Buffer.from('PK\u0003\u0004'))).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('CSV UTF-8') },
  });
  expect(await put('/imports/units', 'property_id;unti\nmarigold-yard;=1A\n')).toMatchObject({
    status: 422,
    body: {
      type: 'urn:nightporter:problem:refused',
      faults: [
        { row: 1, column: 'unti', message: expect.stringContaining('did you mean unit?') },
        { row: 1, column: 'unit', message: 'is missing' },
      ],
    },
  });
  expect(await put('/imports/properties?dry_run=1', properties)).toMatchObject({
    status: 200,
    body: { isRehearsal: true, added: 1 },
  });
  for (const kind of KINDS) {
    // As a spreadsheet of another country saves it: a mark, UTF-16, CRLF.
    const text = readFileSync(projectPath(`docs/import/${kind}.csv`), 'utf8');
    const file = Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le');
    expect(await put(`/imports/${kind}`, file)).toMatchObject({
      status: 200,
      body: { changed: 0 },
    });
  }
  expect((await bodyOf('/ready')).body).toMatchObject({ ready: true, notes: [] });
});

test('the command line says the same, and its second run changes nothing', async () => {
  for (const kind of KINDS) {
    const { stdout } = await command('commands/import.ts', kind, `docs/import/${kind}.csv`);
    expect(stdout).toMatch(/^0 added, 0 changed, \d unchanged \(read as UTF-8, comma\)\.\n$/);
  }
  const refused = await command('commands/import.ts', 'units', 'docs/import/vendors.csv');
  expect(refused.stderr).toMatch(/row 1, vendor_id: is no column of this file/);
  // The portal's developers know the portal's secret; it must not open the books.
  const byPortal = await bodyOf('/imports/units', {
    method: 'POST',
    headers: { 'x-nightporter-secret': house.webhookSecret },
    body: 'property_id,unit\nmarigold-yard,9Z\n',
  });
  expect(byPortal.status).toBe(401);
});

test('an imported resident is heard: a property that is off hands every message to a person', async () => {
  const resident = residentOf(house, 'MY-1A-01', 'marigold-yard');
  const events = await resident.ask('When are quiet hours?');
  expect(events.map(({ event }) => event)).toContain('handed-off');
});

test('a house without the sample has none to remove', async () => {
  const { stderr } = await command('commands/sample.ts', 'remove', '--yes');
  expect(stderr).toMatch(/no sample in this house/);
  await until('still ready', async () => (await fetch(`${house.url}/ready`)).ok);
});

// Not lost: a provider whose request hangs gives up late; one that is told to come again comes at once.
test('whoever knocks while the API starts is answered, never left hanging', async () => {
  await house.kill('api');
  const starting = { isOver: false };
  // Loading the sample makes the start long enough to be met.
  const sample = { NIGHTPORTER_SAMPLE: 'on' };
  const started = house.start('api', sample).finally(() => (starting.isOver = true));
  const outcomes = new Set<string>();
  while (!starting.isOver) {
    const signal = AbortSignal.timeout(5_000);
    const knock = fetch(`${house.url}/health`, { signal }).then(
      ({ status }) => String(status),
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    outcomes.add(await knock);
  }
  await started;
  expect([...outcomes]).not.toContain('TimeoutError');
  expect(outcomes).toContain('503');
});
