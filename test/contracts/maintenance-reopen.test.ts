import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEmbeddedPropertyPlatform } from '../../src/adapters/property-platforms/embedded/index.ts';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { maintenanceDecisionRoutes } from '../../src/api/routes/maintenance-decisions.ts';
import { maintenanceRequestRoutes } from '../../src/api/routes/maintenance-requests.ts';
import { createStartReopened } from '../../src/api/start-reopened.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { NewMaintenanceRequest, RequestChange } from '../../src/ports/maintenance-requests.ts';
import { aResident } from '../builders.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { aHouse } from './records/told-scene.ts';
import { serveApp } from './sign-in/signed-in.ts';

// Staff who open a closed request again, over the real records; the platform's people and the processes are scripted.

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
const { processes, told, of } = notedProcesses();
const platform = { isLeft: false };
const engine = { isAway: false };
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
  const { properties } = aHouse(records, processes).records;
  const starting = {
    records: { ...records, properties },
    policyPacks: defaultPacks,
    processes: {
      ...processes,
      async reopenMaintenanceRequest(by: Parameters<typeof processes.reopenMaintenanceRequest>[0]) {
        if (engine.isAway) throw new ProviderUnavailable('away');
        await processes.reopenMaintenanceRequest(by);
      },
    },
    connectionId: 'embedded',
  };
  const dependencies = {
    ...starting,
    startReopened: createStartReopened(starting),
    platform: {
      ...embedded,
      readWorkOrder: async () => null,
      listVendors: async () => [],
      findResident: async () =>
        aResident({
          id: 'kim',
          leaseId: 'lease-1a',
          status: platform.isLeft ? 'past' : 'current',
        }),
    },
    linkTo: () => null,
    allow: authorize({
      whoIs: async (request) => ({
        staffId: 'staff-1',
        name: 'Theo',
        role: request.get('x-role') === 'auditor' ? 'auditor' : 'agent',
        propertyIds: ['elm-house'],
      }),
    }),
  };
  server = await serveApp(() => {
    const app = express();
    app.use('/maintenance-requests', maintenanceRequestRoutes(dependencies));
    app.use('/maintenance-requests', maintenanceDecisionRoutes(dependencies));
    app.use(answerErrors);
    return app;
  });
});
beforeEach(() => {
  told.length = 0;
  platform.isLeft = false;
  engine.isAway = false;
});
afterAll(async () => {
  await server.close();
  for (const close of closing) await close();
});

async function call(
  path: string,
  { body, role = 'agent' }: { body?: object; role?: 'agent' | 'auditor' } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/maintenance-requests${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', 'x-role': role },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

async function aRequest(
  changes: Partial<NewMaintenanceRequest>,
  change: RequestChange,
): Promise<string> {
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId: null, residentId: null, ...changes }),
  );
  await records.maintenanceRequests.change(request.requestId, change);
  return request.requestId;
}

const REASON = 'The tenant called: it drips again.';
const reopen = (id: string, reason: string = REASON) => call(`/${id}/reopen`, { body: { reason } });

test('opens a closed request again with a reason, more urgent, and starts its process', async () => {
  const id = await aRequest({ class: 'P4' }, { state: 'closed', workOrderExternalId: 'wo-1' });
  expect(await reopen(id)).toMatchObject({ status: 202, body: { class: 'P3', state: 'opening' } });
  expect(of('reopenMaintenanceRequest')).toMatchObject([{ requestId: id, reopening: 1 }]);
  expect((await call(`/${id}`)).body).toMatchObject({
    reopenings: 1,
    workOrderExternalId: null,
    clock: 'dispatch',
    clocks: [
      { name: 'dispatch', metAt: null },
      { name: 'done', metAt: null },
    ],
    story: expect.arrayContaining([
      expect.objectContaining({ kind: 'reopened', to: 'P3', isByResident: false, reason: REASON }),
    ]),
  });
});

// A resident has the pack's days; staff know more than a calendar.
test('opens again what was closed long ago, and what is open not a second time', async () => {
  const { at } = records.clock;
  records.clock.at = '2026-01-01T12:00:00.000Z';
  const id = await aRequest({ residentId: 'kim' }, { state: 'closed' });
  records.clock.at = at;
  expect((await reopen(id)).status).toBe(202);
  expect(await reopen(id)).toMatchObject({
    status: 409,
    body: { detail: 'This request is open: there is nothing to reopen.' },
  });
  expect(of('reopenMaintenanceRequest')).toHaveLength(1);
});

test.each([
  ['was cancelled', { state: 'cancelled' }, 409, 'never repaired'],
  ['was dropped', { state: 'dropped' }, 409, 'never repaired'],
  ['is open', { state: 'scheduled' }, 409, 'is open'],
] as const)('does not open again what %s, and says why', async (_name, end, status, words) => {
  const id = await aRequest({}, end);
  expect(await reopen(id)).toMatchObject({
    status,
    body: { detail: expect.stringContaining(words) },
  });
  expect(told).toEqual([]);
});

test('a household that has left reopens nothing, whoever asks for it', async () => {
  const id = await aRequest({ residentId: 'kim' }, { state: 'closed' });
  platform.isLeft = true;
  expect(await reopen(id)).toMatchObject({
    status: 410,
    body: { detail: expect.stringContaining('does not live there any more') },
  });
  expect(await records.maintenanceRequests.find(id)).toMatchObject({ state: 'closed' });
});

test('opens nothing again without a reason, or for who may only read', async () => {
  const id = await aRequest({}, { state: 'closed' });
  expect((await reopen(id, '  ')).status).toBe(400);
  const asAuditor = { body: { reason: REASON }, role: 'auditor' } as const;
  expect((await call(`/${id}/reopen`, asAuditor)).status).toBe(403);
  expect(await records.maintenanceRequests.find(id)).toMatchObject({ state: 'closed' });
});

// Never forgotten: the row is what counts; the engine hears of it when it is back.
test('opens it also while the engine is away, and the sweep starts it then', async () => {
  const id = await aRequest({}, { state: 'closed' });
  engine.isAway = true;
  expect((await reopen(id)).status).toBe(202);
  records.clock.pass(5_000);
  const left = await records.requestReopenings.listLeft({ olderThanMs: 5_000 });
  expect(left.map(({ requestId }) => requestId)).toContain(id);
});
