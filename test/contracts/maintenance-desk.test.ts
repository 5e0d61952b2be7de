import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEmbeddedPropertyPlatform } from '../../src/adapters/property-platforms/embedded/index.ts';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import type { Role } from '../../src/api/rights.ts';
import { maintenanceDecisionRoutes } from '../../src/api/routes/maintenance-decisions.ts';
import { maintenanceOrderRoutes } from '../../src/api/routes/maintenance-orders.ts';
import { maintenanceRequestRoutes } from '../../src/api/routes/maintenance-requests.ts';
import { createStartReopened } from '../../src/api/start-reopened.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { NewMaintenanceRequest, RequestChange } from '../../src/ports/maintenance-requests.ts';
import type { PropertyPlatform } from '../../src/ports/property-platform.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { aHouse } from './records/told-scene.ts';
import { serveApp } from './sign-in/signed-in.ts';

// What staff do at the desk, over the real records; only the platform's vendors and the processes are scripted.

const VENDORS = [
  { id: 'v-old', trades: ['plumbing'], licenceExpiresOn: '2020-01-01', name: 'Expired Pipes' },
  { id: 'v-1', trades: ['plumbing'], licenceExpiresOn: '2099-01-01', name: 'Copperline' },
  { id: 'v-2', trades: ['hvac'], licenceExpiresOn: null, name: 'Northdraft' },
].map((vendor) => ({ ...vendor, isEmergency: false }));

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
const { processes, told, of } = notedProcesses();
const platform = { isAway: false };
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  records = await startHouseRecords();
  const embedded = createEmbeddedPropertyPlatform({
    url: records.postgres.url,
    connectionId: 'embedded',
  });
  closing.push(
    () => embedded.close(),
    () => records.stop(),
  );
  const scripted: PropertyPlatform = {
    ...embedded,
    findResident: async () => null,
    readWorkOrder: async () => null,
    async listVendors() {
      if (platform.isAway) throw new ProviderUnavailable('away');
      return VENDORS;
    },
  };
  const { properties } = aHouse(records, processes).records;
  const dependencies = {
    records: { ...records, properties },
    platform: scripted,
    policyPacks: defaultPacks,
    processes,
    startReopened: createStartReopened({
      records: { ...records, properties },
      policyPacks: defaultPacks,
      processes,
      connectionId: 'embedded',
    }),
    allow: authorize({
      whoIs: async (request) => ({
        staffId: 'staff-1',
        name: 'Mara',
        role: roleOf(request.get('x-role')),
        propertyIds: ['elm-house'],
      }),
    }),
  };
  server = await serveApp(() => {
    const app = express();
    app.use('/maintenance-requests', maintenanceRequestRoutes(dependencies));
    app.use('/maintenance-requests', maintenanceOrderRoutes(dependencies));
    app.use('/maintenance-requests', maintenanceDecisionRoutes(dependencies));
    app.use(answerErrors);
    return app;
  });
});
beforeEach(() => {
  told.length = 0;
  platform.isAway = false;
});
afterAll(async () => {
  await server.close();
  for (const close of closing) await close();
});

const roleOf = (word: string | undefined): Role =>
  word === 'agent' || word === 'auditor' ? word : 'manager';

async function call(
  path: string,
  { body, role = 'manager' }: { body?: object; role?: Role } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/maintenance-requests${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', 'x-role': role },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

async function aRequest(
  changes: Partial<NewMaintenanceRequest> = {},
  then: RequestChange = { state: 'open', workOrderExternalId: 'wo-1' },
): Promise<string> {
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId: null, residentId: null, ...changes }),
  );
  await records.maintenanceRequests.change(request.requestId, then);
  return request.requestId;
}

const Written = z.object({ outbox_id: z.string() });
const writeOf = async (body: unknown) =>
  records.platformOutbox.readWrite(Written.parse(body).outbox_id);

test('takes a window by the property’s clocks, wherever the browser is, and as instants', async () => {
  const id = await aRequest();
  const local = { from: '2099-12-01T09:00', to: '2099-12-01T11:00' };
  const instants = {
    windowFromAt: '2099-12-01T15:00:00.000Z', // Chicago is six hours behind in winter
    windowToAt: '2099-12-01T17:00:00.000Z',
  };
  const set = await call(`/${id}/window`, { body: local });
  expect(set.status).toBe(202);
  expect(await writeOf(set.body)).toMatchObject({ change: { status: 'scheduled', ...instants } });
  const body = { from: '2099-12-02T00:00:00+09:00', to: instants.windowToAt };
  expect(await writeOf((await call(`/${id}/window`, { body })).body)).toMatchObject({
    change: instants,
  });
});

test.each([
  ['that is over', '2020-01-01T09:00', '2020-01-01T11:00', 'this window is over already'],
  ['that ends first', '2099-12-01T11:00', '2099-12-01T09:00', 'a window ends after it begins'],
  ['of no length', '2099-12-01T11:00', '2099-12-01T11:00', 'a window ends after it begins'],
  ['in a skipped hour', '2099-03-08T02:30', '2099-03-08T04:00', 'no such time in America/Chicago'],
  ['of words', 'tomorrow', 'later', ''],
])('refuses a window %s, and says which field is wrong', async (_name, from, to, message) => {
  const id = await aRequest();
  const { status, body } = await call(`/${id}/window`, { body: { from, to } });
  expect(status).toBe(400);
  const { issues } = z
    .object({ issues: z.array(z.object({ field: z.string(), message: z.string() })) })
    .parse(body);
  expect(issues.map((issue) => issue.message).join()).toContain(message);
  expect(await records.platformOutbox.listOfRequest(id)).toEqual([]);
});

test('sends only whom the property’s list has for the trade, with a licence', async () => {
  const id = await aRequest();
  const send = (vendor: string) => call(`/${id}/vendor`, { body: { vendor_id: vendor } });
  expect(await send('v-old')).toMatchObject({
    status: 409,
    body: { detail: 'Expired Pipes may not be sent: their licence has expired.' },
  });
  expect(await send('v-2')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('not their trade') },
  });
  expect((await send('v-9')).status).toBe(404);
  expect(await writeOf((await send('v-1')).body)).toMatchObject({ change: { vendorId: 'v-1' } });
  const { body } = await call(`/${id}`);
  expect(body).toMatchObject({
    vendors: [
      { id: 'v-1', refusal: null },
      { id: 'v-old', refusal: 'licence-expired' },
    ],
    story: expect.arrayContaining([expect.objectContaining({ kind: 'asked', what: 'vendor' })]),
  });
});

test.each(['vendor', 'window', 'done', 'cancel', 'class', 'completion'])(
  'refuses %s for a request that has ended, and says so',
  async (what) => {
    const id = await aRequest({}, { state: 'closed', workOrderExternalId: 'wo-1' });
    const bodies: Record<string, object> = {
      vendor: { vendor_id: 'v-1' },
      window: { from: '2099-12-01T09:00', to: '2099-12-01T11:00' },
      class: { class: 'P2', reason: 'More urgent.' },
      completion: { is_done: true },
    };
    const { status, body } = await call(`/${id}/${what}`, { body: bodies[what] ?? {} });
    expect(status).toBe(409);
    expect(body).toMatchObject({ detail: expect.any(String) });
    expect(told).toEqual([]);
  },
);

test('cancels by its process, also before the platform has an order, and records who', async () => {
  const id = await aRequest({}, { state: 'awaiting-confirmation' });
  expect((await call(`/${id}/cancel`, { body: {} })).status).toBe(202);
  expect(of('tellRequestCancelled')).toEqual([{ requestId: id, by: 'staff' }]);
  expect(
    await records.requestBoard.story({ requestId: id, propertyId: 'elm-house' }),
  ).toContainEqual(
    expect.objectContaining({
      event: 'request.cancel-asked',
      facts: { requestId: id, staffId: 'staff-1' },
    }),
  );
});

test('notes what the resident told a person of the work, only while they are asked', async () => {
  const id = await aRequest();
  const note = () => call(`/${id}/completion`, { body: { is_done: false } });
  expect((await note()).status).toBe(409);
  await records.maintenanceRequests.change(id, {
    state: 'awaiting-completion-check',
    question: 'completed',
  });
  expect((await note()).status).toBe(202);
  expect(of('tellResidentAnswered')).toMatchObject([
    { requestId: id, question: 'completed', answer: { kind: 'no' } },
  ]);
  await records.maintenanceRequests.change(id, { question: 'survey' });
  expect((await note()).status).toBe(409); // they have said it themselves
});

test('lowers no class without a reason', async () => {
  const id = await aRequest({ class: 'P2' });
  const lower = (reason: string) => call(`/${id}/class`, { body: { class: 'P3', reason } });
  expect((await lower('  ')).status).toBe(400);
  expect((await lower('One mouse, in a trap.')).status).toBe(200);
  expect(await call(`/${id}`)).toMatchObject({
    body: {
      class: 'P3',
      story: expect.arrayContaining([
        expect.objectContaining({ kind: 'corrected', reason: 'One mouse, in a trap.' }),
      ]),
    },
  });
});

// Privacy: an auditor reads how it went, never what the resident said.
test('keeps the resident’s words from an auditor, in the list and in the request', async () => {
  const summary = 'canary: a sink';
  const id = await aRequest({ words: { summary, description: summary, location: null } });
  expect(JSON.stringify(await call(`/${id}`))).toContain('canary');
  for (const path of ['', `/${id}`]) {
    const { status, body } = await call(path, { role: 'auditor' });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('canary');
  }
});

test('shows a request while the platform is away, without its vendors', async () => {
  const id = await aRequest();
  platform.isAway = true;
  expect(await call(`/${id}`)).toMatchObject({ status: 200, body: { vendors: null } });
});

test('says what it may cost and what may be spent unasked', async () => {
  const id = await aRequest({ issue: 'water.leak_contained', class: 'P2' });
  expect(await call(`/${id}`)).toMatchObject({
    body: {
      cost: { currency: 'USD', ceilingCents: 100_000, limitCents: 30_000, needsApproval: true },
      clock: 'dispatch',
    },
  });
});
