import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHouseHealth } from '../../src/api/house-health.ts';
import { answerErrors } from '../../src/api/errors.ts';
import { healthReportRoutes } from '../../src/api/routes/health-report.ts';
import { platformOutboxRoutes } from '../../src/api/routes/platform-outbox.ts';
import type { Role } from '../../src/api/rights.ts';
import { authorize } from '../../src/api/authorize.ts';
import { createWebUi } from '../../src/api/web-ui.ts';
import { ProviderUnavailable } from '../../src/ports/errors.ts';
import type { HealthReport } from '../../src/api/answers/health-report.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { stillEngine, stillMachine } from '../fakes/still-house.ts';
import {
  aConversation,
  aTurn,
  queueReply,
  startHouseRecords,
  type HouseRecords,
} from './records/house-records.ts';
import { aNewRequest } from './records/request-records.ts';
import { serveApp } from './sign-in/signed-in.ts';

const CONNECTION = 'embedded';
const MINUTE = 60_000;

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
const { processes } = notedProcesses();
const temporal = { isAway: false };

beforeAll(async () => {
  records = await startHouseRecords();
  await records.postgres.query(`insert into staff_users (id, name, email, email_verified)
    values ('odile', 'Odile', 'odile@staff.example', true)`);
  const allow = authorize({
    whoIs: async (request) => ({
      staffId: 'odile',
      name: 'Odile',
      role: roleOf(request.get('x-role')),
      propertyIds: 'all' as const,
    }),
  });
  const webUi = createWebUi({ address: 'http://127.0.0.1:8233', namespace: 'default' });
  const houseHealth = createHouseHealth({
    figures: records.houseFigures,
    engine: stillEngine,
    machine: stillMachine,
    rounds: () => ({ sentAt: records.clock.at, wokenAt: records.clock.at }),
    connectionId: CONNECTION,
    webUi,
    now: () => Date.parse(records.clock.at),
  });
  server = await serveApp(() =>
    express()
      .use('/health-report', healthReportRoutes({ houseHealth, allow }))
      .use(
        '/platform-outbox',
        platformOutboxRoutes({
          platformOutbox: records.platformOutbox,
          processes: {
            async steerPlatformOutbox(by) {
              if (temporal.isAway) throw new ProviderUnavailable('away');
              await processes.steerPlatformOutbox(by);
            },
          },
          connectionId: CONNECTION,
          allow,
        }),
      )
      .use(answerErrors),
  );
});
afterAll(async () => {
  await server.close();
  await records.stop();
});

const roleOf = (word: string | undefined): Role =>
  word === 'manager' || word === 'agent' ? word : 'admin';

async function call(path: string, { method = 'GET', role = 'admin' } = {}) {
  const response = await fetch(`${server.url}${path}`, { method, headers: { 'x-role': role } });
  return { status: response.status, text: await response.text() };
}

async function report(role = 'admin'): Promise<HealthReport> {
  const { text } = await call('/health-report', { role });
  return JSON.parse(text);
}

async function partOf(id: string) {
  const part = (await report()).parts.find((one) => one.id === id);
  if (!part) throw new Error(`no part ${id}`);
  return part;
}

const entries = (event: string) =>
  records.postgres.query('select facts from audit_entries where event = $1 order by position', [
    event,
  ]);

async function aWrite(): Promise<string> {
  const { request } = await records.maintenanceRequests.create(
    aNewRequest({ conversationId: null, residentId: null }),
  );
  const { requestId } = request;
  const row = await records.platformOutbox.queue({
    connectionId: CONNECTION,
    dedupeKey: requestId,
    requestId,
    urgency: 2,
    write: { kind: 'change-work-order', externalId: 'wo-1', change: { status: 'done' } },
  });
  return row.outboxId;
}

test('a house at rest is well in every part, and says which program it is', async () => {
  const { parts, product } = await report();
  expect(parts.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(parts).toHaveLength(13);
  expect(product).toMatchObject({
    version: '0.1.0',
    migration: expect.stringMatching(/^\d{4}_\w+\.sql$/),
    namespace: 'default',
    startedAt: stillMachine.startedAt,
  });
});

test('a message that no turn takes is told with its age, until one takes it', async () => {
  const message = await aConversation(records);
  expect(await partOf('messages')).toMatchObject({ state: 'ok', oldestAt: records.clock.at });
  const since = records.clock.at;
  records.clock.pass(2 * MINUTE);
  expect(await partOf('messages')).toMatchObject({
    state: 'slow',
    found: '1 message waits to be taken up.',
    oldestAt: since,
  });
  records.clock.pass(4 * MINUTE);
  expect(await partOf('messages')).toMatchObject({ state: 'down', oldestAt: since });
  await records.conversations.takeTurn(aTurn(message));
  expect(await partOf('messages')).toMatchObject({ state: 'ok', oldestAt: null });
});

test('what we said counts by how it stands: late while queued, to be looked at when its outcome is unknown', async () => {
  const { conversationId } = await aConversation(records);
  const sendId = await queueReply(records, { conversationId });
  records.clock.pass(MINUTE);
  expect(await partOf('sends')).toMatchObject({
    state: 'slow',
    found: expect.stringMatching(/1 to be sent/),
  });
  await records.outbox.sendOnce(sendId, {
    windowMs: () => null,
    deliver: async () => {
      throw new Error('cut off half way');
    },
  });
  expect(await partOf('sends')).toMatchObject({
    state: 'attention',
    found: 'In the last day: 1 without a known outcome.',
    oldestAt: null,
  });
  records.clock.pass(25 * 60 * MINUTE);
  expect(await partOf('sends')).toMatchObject({ state: 'ok', found: 'Nothing to send.' });
});

// An operator who stops the writes must be obeyed even while the engine cannot be told.
test('held writes are handed to nobody, with who holds them since when, whether or not the writer was told', async () => {
  const outboxId = await aWrite();
  temporal.isAway = true;
  const at = records.clock.at;
  expect(await call(`/platform-outbox/${CONNECTION}/pause`, { method: 'POST' })).toMatchObject({
    status: 202,
  });
  temporal.isAway = false;
  records.clock.pass(MINUTE);
  await call(`/platform-outbox/${CONNECTION}/pause`, { method: 'POST' });
  expect(await records.platformOutbox.next(CONNECTION)).toBeNull();
  expect(await partOf('platform')).toMatchObject({
    state: 'down',
    found: 'Held by Odile. 1 write waits.',
    sinceAt: at, // the first hold
    held: { connectionId: CONNECTION, isPaused: true },
  });
  expect(await entries('platform.paused')).toEqual([
    { facts: { connectionId: CONNECTION, staffId: 'odile' } },
  ]);

  // A writer that was told to stop and not to go on must be seen to be held.
  temporal.isAway = true;
  const refused = await call(`/platform-outbox/${CONNECTION}/resume`, { method: 'POST' });
  expect(refused.status).toBe(503);
  expect(await partOf('platform')).toMatchObject({ held: { isPaused: true } });
  temporal.isAway = false;

  await call(`/platform-outbox/${CONNECTION}/resume`, { method: 'POST' });
  expect(await records.platformOutbox.next(CONNECTION)).toMatchObject({ outboxId });
  expect(await partOf('platform')).toMatchObject({ state: 'ok', held: { isPaused: false } });
  await call(`/platform-outbox/${CONNECTION}/resume`, { method: 'POST' });
  expect(await entries('platform.resumed')).toHaveLength(1);
  await records.platformOutbox.mark({ outboxId, state: 'confirmed' });
});

test('a pause and its end are news to whoever may read the health', async () => {
  const { deskEvents, platformOutbox } = records;
  const by = { connectionId: CONNECTION, staffId: 'odile' };
  const cursor = await deskEvents.now();
  await platformOutbox.pause(by);
  await platformOutbox.endPause(by);
  const read = await deskEvents.readAfter(cursor);
  expect(read).toMatchObject({
    events: [
      { topic: 'health', subjectId: CONNECTION, propertyId: null },
      { topic: 'health', subjectId: CONNECTION, propertyId: null },
    ],
  });
});

test('a lost answer and refused credentials stand under what they are', async () => {
  const lost = await aWrite();
  await records.platformOutbox.mark({ outboxId: lost, state: 'sending' });
  await records.platformOutbox.mark({ outboxId: lost, state: 'ambiguous', countAttempt: true });
  expect(await partOf('ambiguous')).toMatchObject({ state: 'attention' });
  await records.platformOutbox.mark({ outboxId: lost, state: 'confirmed', externalId: 'wo-9' });
  const blocked = await aWrite();
  await records.platformOutbox.mark({ outboxId: blocked, state: 'waiting', isBlocked: true });
  expect(await partOf('platform')).toMatchObject({
    state: 'down',
    found: expect.stringContaining('refuses our credentials'),
  });
  await records.platformOutbox.mark({ outboxId: blocked, state: 'confirmed' });
});

test('an outside call without an outcome is told after five minutes, for a week, and not once it has one', async () => {
  const note = (key: string, event: string) =>
    records.auditLog.append({ chain: 'house', key, event, facts: {} });
  await note('run-1/1/1/search/started', 'call.started');
  await note('run-1/2/1/search/started', 'call.started');
  await note('run-1/2/1/search/ended', 'call.ended');
  expect(await partOf('intents')).toMatchObject({ state: 'ok' });
  records.clock.pass(6 * MINUTE);
  expect(await partOf('intents')).toMatchObject({
    state: 'attention',
    found: '1 outside call of the last week never said how it ended.',
  });
  records.clock.pass(8 * 24 * 60 * MINUTE);
  expect(await partOf('intents')).toMatchObject({ state: 'ok' });
});

test('a document counts by its newest version; an older one in use still answers', async () => {
  const insert = (version: number, state: string) =>
    records.postgres.query(
      `insert into documents (document_id, version, title, kind, scope_kind, scope_id, state, file, sha256)
        values ('rules', $1, 'Rules', 'rules', 'property', 'elm-house', $2, '', 'x')`,
      [version, state],
    );
  await insert(1, 'published');
  expect(await partOf('documents')).toMatchObject({ state: 'ok' });
  await insert(2, 'failed');
  expect(await partOf('documents')).toMatchObject({
    state: 'attention',
    found: '1 document in use, 0 being read, 1 that cannot be used.',
  });
});

test('managers read it without links into the Web UI; agents do not read it', async () => {
  const links = async (role: string): Promise<number> =>
    (await report(role)).parts.filter(({ webUiUrl }) => webUiUrl !== null).length;
  expect(await links('admin')).toBe(4);
  expect(await links('manager')).toBe(0);
  expect((await call('/health-report', { role: 'agent' })).status).toBe(403);
  expect(
    (await call(`/platform-outbox/${CONNECTION}/pause`, { method: 'POST', role: 'manager' }))
      .status,
  ).toBe(403);
});

test('a database that hangs is told of, and the other parts with it', async () => {
  const hanging = createHouseHealth({
    figures: {
      ...records.houseFigures,
      database: () => new Promise(() => undefined),
      messages: () => new Promise(() => undefined),
    },
    engine: stillEngine,
    machine: stillMachine,
    rounds: () => ({ sentAt: null, wokenAt: null }),
    connectionId: CONNECTION,
    webUi: createWebUi({ address: undefined, namespace: 'default' }),
    enoughMs: 500,
    now: () => Date.parse(stillMachine.startedAt),
  });
  const { parts, webUiReason } = await hanging.report();
  const states = Object.fromEntries(parts.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({
    database: 'down',
    messages: 'unknown',
    temporal: 'ok',
    disk: 'ok',
  });
  expect(webUiReason).toContain('NIGHTPORTER_TEMPORAL_UI');
});
