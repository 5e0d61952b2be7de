import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApprovalActivities } from '../../src/activities/approvals.ts';
import { createRequestOrderActivities } from '../../src/activities/request-orders.ts';
import { createEmbeddedPropertyPlatform } from '../../src/adapters/property-platforms/embedded/index.ts';
import { authorize } from '../../src/api/authorize.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { maintenanceDecisionRoutes } from '../../src/api/routes/maintenance-decisions.ts';
import { maintenanceOrderRoutes } from '../../src/api/routes/maintenance-orders.ts';
import { maintenanceRequestRoutes } from '../../src/api/routes/maintenance-requests.ts';
import { createStartReopened } from '../../src/api/start-reopened.ts';
import { approvalIdOf } from '../../src/domain/approval.ts';
import type { ApprovalNeed } from '../../src/domain/maintenance-request.ts';
import type { ApprovalRow } from '../../src/ports/approvals.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { aHouse } from './records/told-scene.ts';
import { runActivity } from './reopening-scene.ts';
import { serveApp } from './sign-in/signed-in.ts';

// Staff who have the managers asked anew, over the real records; the platform's vendors and the processes are scripted.

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let openApproval: (by: { requestId: string; approval: ApprovalNeed }) => Promise<void>;
let tellRequest: (approvalId: string) => Promise<void>;
const { processes, told, of } = notedProcesses();
const closing: (() => Promise<unknown>)[] = [];
const connectionId = 'embedded';
const VENDOR = { id: 'v-1', name: 'Copperline', trades: ['plumbing'], isEmergency: false };

beforeAll(async () => {
  records = await startHouseRecords();
  const embedded = createEmbeddedPropertyPlatform({ url: records.postgres.url, connectionId });
  closing.push(
    () => embedded.close(),
    () => records.stop(),
  );
  const platform = {
    ...embedded,
    findResident: async () => null,
    listVendors: async () => [{ ...VENDOR, licenceExpiresOn: null }],
  };
  const house = { ...aHouse(records, processes), platform };
  const orders = createRequestOrderActivities(house);
  const approvals = createApprovalActivities(house);
  openApproval = (by) => runActivity(orders.openApproval, by);
  tellRequest = (approvalId) => runActivity(approvals.tellRequest, { approvalId });
  const { properties } = house.records;
  const starting = { records: { ...records, properties }, policyPacks: defaultPacks, processes };
  const dependencies = {
    ...starting,
    platform,
    startReopened: createStartReopened({ ...starting, connectionId }),
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
    app.use('/maintenance-requests', maintenanceOrderRoutes(dependencies));
    app.use('/maintenance-requests', maintenanceDecisionRoutes(dependencies));
    app.use(answerErrors);
    return app;
  });
});
beforeEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await server.close();
  for (const close of closing) await close();
});

async function call(path: string, body?: object, role = 'agent') {
  const response = await fetch(`${server.url}/maintenance-requests${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', 'x-role': role },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

const IN_A_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString();

async function ask(requestId: string, approvalId: string, expiresAt = IN_A_WEEK): Promise<void> {
  const clocks = { remindAt: IN_A_WEEK, escalateAt: IN_A_WEEK, expiresAt };
  await openApproval({ requestId, approval: { approvalId, ceilingCents: 100_000, ...clocks } });
}

const end = (approvalId: string, state: 'approved' | 'rejected' | 'expired') =>
  records.approvals.end({
    approvalId,
    state,
    staffId: 'staff-2',
    reasonId: null,
    revocation: null,
    edits: null,
  });

/** A request whose order the platform holds, and whose approval ended like that. */
async function given(state: 'rejected' | 'expired'): Promise<{ id: string; first: string }> {
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({
      conversationId: null,
      residentId: null,
      issue: 'water.leak_contained',
      class: 'P2',
    }),
  );
  const id = request.requestId;
  const first = approvalIdOf(request);
  await ask(id, first);
  await end(first, state);
  const workOrderExternalId = 'wo-1';
  await records.maintenanceRequests.change(id, { state: 'needs-person', workOrderExternalId });
  return { id, first };
}

const wish = (id: string, role = 'agent') => call(`/${id}/approval`, {}, role);
const send = (id: string) => call(`/${id}/vendor`, { vendor_id: VENDOR.id });
const latest = (requestId: string): Promise<ApprovalRow | null> =>
  records.approvals.latest({ requestId, reopenings: 0 });

test.each(['rejected', 'expired'] as const)(
  'one that was %s is asked about anew with clocks of its own, and a yes to that lets a vendor be sent',
  async (state) => {
    const { id, first } = await given(state);
    expect(await send(id)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('ask for it again first') },
    });
    const again = `${first}-a2`;
    expect(await wish(id)).toMatchObject({ status: 202, body: { approval_id: again } });
    expect(of('tellApprovalWished')).toMatchObject([
      { requestId: id, approval: { approvalId: again, ceilingCents: 100_000 } },
    ]);
    await ask(id, again);
    expect(await latest(id)).toMatchObject({ approvalId: again, state: 'pending' });
    expect((await call(`/${id}`)).body).toMatchObject({
      cost: { approval: { approvalId: again, state: 'pending' } },
      story: expect.arrayContaining([expect.objectContaining({ kind: 'asked', what: 'approval' })]),
    });
    expect((await send(id)).status).toBe(409); // a question is no answer
    await end(again, 'approved');
    expect((await send(id)).status).toBe(202);
  },
);

test('asks a third time after a second no, and never under an id that was decided', async () => {
  const { id, first } = await given('rejected');
  for (const asked of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
    const approvalId = `${first}-a${asked}`;
    expect((await wish(id)).body).toMatchObject({ approval_id: approvalId });
    await ask(id, approvalId);
    await end(approvalId, 'rejected');
    expect(await latest(id)).toMatchObject({ approvalId });
  }
});

test('two who wish it at once have one question put', async () => {
  const { id } = await given('rejected');
  await Promise.all([wish(id), wish(id)]);
  const ids = of('tellApprovalWished').map((by) => JSON.stringify(by).match(/ap_[^"]+/)?.[0]);
  expect(new Set(ids).size).toBe(1);
});

test('nobody is asked while a manager is, after a yes, or where no approval keeps it back', async () => {
  const { id, first } = await given('rejected');
  await ask(id, `${first}-a2`);
  expect((await wish(id)).status).toBe(409); // pending
  await end(`${first}-a2`, 'approved');
  expect((await wish(id)).status).toBe(409);
  const other = await given('expired');
  await records.maintenanceRequests.change(other.id, { state: 'vendor-assigned' });
  expect((await wish(other.id)).status).toBe(409); // staff sent somebody at the platform
  const { id: withheld } = await given('rejected');
  expect((await wish(withheld, 'auditor')).status).toBe(403);
  expect(told.filter(({ name }) => name === 'tellApprovalWished')).toEqual([]);
});

// Safety: an emergency waits for no manager, and its vendor for no approval that said no before it was one.
test('one that became an emergency after a no is sent a vendor', async () => {
  const { id } = await given('rejected');
  const raised = await call(`/${id}/class`, { class: 'P1', reason: 'The ceiling comes down.' });
  expect(raised.status).toBe(200);
  expect(of('tellClassCorrected')).toMatchObject([{ correction: { approval: null } }]);
  expect((await wish(id)).status).toBe(409);
  await records.maintenanceRequests.change(id, { state: 'open' }); // as its process does
  expect((await send(id)).status).toBe(202);
});

test('the late end of an earlier question is not told as that of the one that waits', async () => {
  const { id, first } = await given('expired');
  await tellRequest(first);
  expect(of('tellApprovalEnded')).toMatchObject([{ approvalId: first, state: 'expired' }]);
  await ask(id, `${first}-a2`);
  await tellRequest(first); // a retry
  expect(of('tellApprovalEnded')).toHaveLength(1);
  await end(`${first}-a2`, 'approved');
  await tellRequest(`${first}-a2`);
  expect(of('tellApprovalEnded')[1]).toMatchObject({ approvalId: `${first}-a2` });
});

test('while it is asked again, the request is held to the end of the question that waits', async () => {
  const { id, first } = await given('expired');
  const { at } = records.clock;
  const row = await records.maintenanceRequests.find(id);
  records.clock.at = row?.deadlines.dispatchBy ?? at;
  const expiresAt = new Date(Date.parse(records.clock.at) + 3_600_000).toISOString();
  await ask(id, `${first}-a2`, expiresAt);
  const { nextDeadlineAt } = await records.maintenanceRequests.change(id, {
    state: 'awaiting-approval',
  });
  records.clock.at = at;
  expect(nextDeadlineAt).toBe(expiresAt);
});
