import type { RequestListener } from 'node:http';
import { Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createEmbeddedPropertyBooks,
  createEmbeddedPropertyPlatform,
} from '../../../src/adapters/property-platforms/embedded/index.ts';
import { createPdfReportWriter } from '../../../src/adapters/report-writers/pdf/index.ts';
import { createCsvTableReader } from '../../../src/adapters/table-readers/csv/index.ts';
import { createPortalChannel } from '../../../src/adapters/channels/portal/index.ts';
import { createDatabase } from '../../../src/adapters/shared/database.ts';
import { createApp, type AppDependencies } from '../../../src/api/app.ts';
import { authorize } from '../../../src/api/authorize.ts';
import { ACTIONS, mayDo, RIGHTS, ROLES, type Action, type Staff } from '../../../src/api/rights.ts';
import { demandRightsOf, listRoutes, ROUTE_RIGHTS } from '../../../src/api/route-rights.ts';
import { codecRoutes } from '../../../src/api/routes/codec.ts';
import { createSignIn } from '../../../src/api/sign-in.ts';
import type { SimulatedResident } from '../../../src/api/simulator.ts';
import { createWebUi } from '../../../src/api/web-ui.ts';
import { createPayloadCodec, payloadKeys } from '../../../src/temporal/codec.ts';
import { startHouseRecords, type HouseRecords } from '../records/house-records.ts';
import { demandDescribed } from '../described.ts';
import { notedProcesses } from '../../fakes/noted-processes.ts';
import { stillEngine, stillMachine } from '../../fakes/still-house.ts';
import { defaultPacks } from '../../unit/domain/default-pack.ts';
import {
  AUDIT_EXAMPLES,
  CONVERSATION_EXAMPLES,
  DOCUMENT_EXAMPLES,
  DRAFT_EXAMPLES,
  HERE,
  HOUSE_EXAMPLES,
  REQUEST_EXAMPLES,
  ROLLOUT_EXAMPLES,
  STAFF_EXAMPLES,
  type Example,
} from './door-examples.ts';
import { fillHouse } from './filled-house.ts';
import { serveApp } from './signed-in.ts';
import { SECRET, watchedBy } from './sign-in-house.ts';

const WHO = 'x-test-who';

/** Everybody who may come to a door: each role here, and each at another property. */
const PEOPLE: Record<string, Staff> = Object.fromEntries(
  ROLES.flatMap((role) =>
    [HERE, 'oak-house'].map((propertyId) => {
      const staffId = `${role}@${propertyId}`;
      return [staffId, { staffId, name: role, role, propertyIds: [propertyId] }];
    }),
  ),
);

const ofPhone = (below: string, body?: object): Example => {
  return { path: `/simulator/residents/ID/${below}`, thing: 'phone', ...(body ? { body } : {}) };
};

/** A request for each route that staff knock at. */
const EXAMPLES: Record<string, Example> = {
  'POST /codec/decode': { path: '/codec/decode', body: { payloads: [] }, isList: true },
  'GET /events': { path: '/events', isList: true },
  'GET /conversations': { path: '/conversations?queue=all', isList: true },
  'GET /conversations/counts': { path: '/conversations/counts', isList: true },
  'GET /conversations/:id': { path: '/conversations/ID', thing: 'conversation' },
  'GET /conversations/:id/messages': { path: '/conversations/ID/messages', thing: 'conversation' },
  'POST /conversations/:id/take-over': {
    path: '/conversations/ID/take-over',
    thing: 'conversation',
  },
  'POST /conversations/:id/replies': {
    path: '/conversations/ID/replies',
    thing: 'conversation',
    body: { text: 'Hello.', idempotency_key: 'one' },
  },
  'POST /conversations/:id/release': { path: '/conversations/ID/release', thing: 'conversation' },
  ...CONVERSATION_EXAMPLES,
  ...DRAFT_EXAMPLES,
  'GET /alerts': { path: '/alerts', isList: true },
  'GET /alerts/:id': { path: '/alerts/ID', thing: 'alert' },
  'POST /alerts/:id/accept': { path: '/alerts/ID/accept', thing: 'alert' },
  'GET /approvals': { path: '/approvals', isList: true },
  'GET /approvals/:id': { path: '/approvals/ID', thing: 'approval' },
  'POST /approvals/:id/decision': {
    path: '/approvals/ID/decision',
    thing: 'approval',
    body: { decision: 'approve', digest: 'a'.repeat(64) },
  },
  'GET /approvals/:id/choices': { path: '/approvals/ID/choices', thing: 'approval' },
  'POST /approvals/:id/questions': {
    path: '/approvals/ID/questions',
    thing: 'approval',
    body: { text: 'Does it still drip?', idempotency_key: 'one' },
  },
  ...REQUEST_EXAMPLES,
  'POST /platform-outbox/:id/pause': { path: '/platform-outbox/embedded/pause', isList: true },
  'POST /platform-outbox/:id/resume': { path: '/platform-outbox/embedded/resume', isList: true },
  ...DOCUMENT_EXAMPLES,
  ...AUDIT_EXAMPLES,
  ...STAFF_EXAMPLES,
  'GET /properties': { path: '/properties', isList: true },
  'GET /numbers': { path: '/numbers?from=2026-11-01&to=2026-11-30', isList: true },
  'GET /numbers.csv': { path: '/numbers.csv?from=2026-11-01&to=2026-11-30', isList: true },
  ...ROLLOUT_EXAMPLES,
  'DELETE /sample': { path: '/sample', isList: true },
  'GET /imports': { path: '/imports', isList: true },
  'POST /imports/:kind': { path: '/imports/units', isList: true },
  ...HOUSE_EXAMPLES,
  'GET /simulator/residents': { path: '/simulator/residents', isList: true },
  'GET /simulator/residents/:id/phone': ofPhone('phone?channel=whatsapp'),
  'POST /simulator/residents/:id/messages': ofPhone('messages', {
    text: 'Hi.',
    message_id: 'one-only',
  }),
  'POST /simulator/residents/:id/read': ofPhone('read'),
  'POST /simulator/residents/:id/chat-token': ofPhone('chat-token'),
  'GET /simulator/residents/:id/page': ofPhone('page?document=t&version=1&page=1'),
};

const aPhone: SimulatedResident = {
  residentId: 'EL-1-01',
  name: 'Belani Alder',
  unitNumber: '1',
  propertyId: HERE,
  status: 'current',
  language: 'en',
  phone: '+12025550101',
  sharesPhone: false,
};

const { processes } = notedProcesses();

let records: HouseRecords;
let server: Awaited<ReturnType<typeof serveApp>>;
let made: ReturnType<typeof createApp>;
let withoutPhones: RequestListener;
let ids: Record<NonNullable<Example['thing']>, string>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  records = await startHouseRecords();
  const { url } = records.postgres;
  const pool = createDatabase({ url, role: 'nightporter_app', poolMax: 2 }).$client;
  const platform = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded' });
  closing.push(
    () => platform.close(),
    () => pool.end(),
    () => records.stop(),
  );
  const allow = authorize({ whoIs: async (request) => PEOPLE[request.get(WHO) ?? ''] ?? null });
  const masterKey = Buffer.alloc(32, 7);
  server = await serveApp((baseUrl) => {
    const dependencies: AppDependencies = {
      records,
      channels: { portal: createPortalChannel() },
      policyPacks: defaultPacks,
      platform,
      processes,
      decide: async ({ staffId }) => ({ state: 'approved', decidedBy: staffId, edits: null }),
      chatTokens: null,
      webhookSecret: undefined,
      doorLimits: { perResident: 60, perPortal: 600 },
      simulator: { residents: [aPhone], whatsApp: null },
      engine: stillEngine,
      machine: stillMachine,
      readiness: async () => [],
      readinessNotes: async () => [],
      metricsDoor: { token: undefined, isOpenHere: true },
      endProcesses: async () => undefined,
      sampleParts: null,
      firstAdminCode: 'a-code',
      commandKey: 'a-key',
      tables: createCsvTableReader(),
      books: createEmbeddedPropertyBooks({ url }),
      reports: createPdfReportWriter(),
      connections: [],
      signIn: createSignIn({
        pool,
        secret: SECRET,
        baseUrl,
        trustedOrigins: [],
        ...watchedBy(records),
      }),
      codec: codecRoutes({
        codec: createPayloadCodec(payloadKeys({ masterKey, namespace: 'default' })),
        auditLog: records.auditLog,
        allow,
        webUiOrigin: null,
        isOpenToWebUi: false,
      }),
      refuseForgery: (_request, _response, next) => next(),
      allow,
      webUi: createWebUi({ address: undefined, namespace: 'default' }),
      takeoverIdleMinutes: 120,
      deskFolder: '/nowhere',
    };
    made = createApp(dependencies);
    withoutPhones = createApp({ ...dependencies, simulator: null }).app;
    return made.app;
  });
  ids = { ...(await fillHouse(records)), phone: aPhone.residentId };
});
afterAll(async () => {
  made.streams.close();
  await server.close();
  for (const close of closing) await close();
});

async function knock(by: { route: string; who: string | null; id?: string }): Promise<number> {
  const { path, body, thing } = EXAMPLES[by.route] ?? { path: '/nowhere' };
  const id = by.id ?? (thing ? ids[thing] : '');
  const response = await fetch(`${server.url}${path.replace('ID', id)}`, {
    method: by.route.split(' ')[0] ?? 'GET',
    headers: {
      'content-type': 'application/json',
      ...(by.who === null ? {} : { [WHO]: by.who }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await demandDescribed({ route: by.route, response });
  return response.status;
}

const isAction = (needed: string): needed is Action => needed in RIGHTS;
const STAFF_ROUTES = Object.entries(ROUTE_RIGHTS).flatMap(([route, needed]) =>
  isAction(needed) ? [{ route, action: needed }] : [],
);

test('has a row for each route, an example for each door of staff, and no action without a route', () => {
  expect(listRoutes(made.mounts).toSorted()).toEqual(Object.keys(ROUTE_RIGHTS).toSorted());
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(
    STAFF_ROUTES.map(({ route }) => route).toSorted(),
  );
  const used = new Set(STAFF_ROUTES.map(({ action }) => action));
  expect(ACTIONS.filter((action) => !used.has(action))).toEqual([]);
});

test('does not start with a route whose right nobody wrote down', () => {
  const router = Router().get('/:id/secret', (_request, response) => void response.end());
  expect(() => demandRightsOf([...made.mounts, { at: '/alerts', router }])).toThrow(
    'GET /alerts/:id/secret',
  );
});

test.each(STAFF_ROUTES)('$route asks for $action at the property', async ({ route, action }) => {
  const { thing, isList } = EXAMPLES[route] ?? { path: '' };
  expect(await knock({ route, who: null })).toBe(401);
  expect(await knock({ route, who: null, id: 'unknown' })).toBe(401);
  for (const [who, staff] of Object.entries(PEOPLE)) {
    const may = mayDo(staff, { action, propertyId: isList ? null : HERE });
    const status = await knock({ route, who });
    if (may) expect([401, 403, 404], `${who}: ${status}`).not.toContain(status);
    else expect([who, status]).toEqual([who, 403]);
    if (may && thing && thing !== 'property') {
      expect([who, await knock({ route, who, id: 'unknown' })]).toEqual([who, 404]);
    }
  }
});

test.each([
  '/conversations?queue=all',
  '/alerts',
  '/approvals',
  '/maintenance-requests',
  '/documents',
  '/properties',
  '/rollout/changes',
  '/rollout/shadow',
  '/rollout/shadow/counts',
])('shows of %s what is of the own properties only', async (path) => {
  const read = async (who: string): Promise<unknown> => {
    const response = await fetch(`${server.url}${path}`, { headers: { [WHO]: who } });
    return response.json();
  };
  expect(await read(`manager@${HERE}`)).not.toEqual([]);
  expect(await read('manager@oak-house')).toEqual([]);
});

// Outside of sample mode nobody may write in a resident's name: the addresses are not there, for anybody.
test('has neither simulator nor stand-in outside of sample mode', async () => {
  const closed = await serveApp(() => withoutPhones);
  const simulated = Object.keys(ROUTE_RIGHTS).filter((route) => /simulator|stand-in/.test(route));
  expect(simulated).toHaveLength(7);
  for (const route of simulated) {
    const [method = '', path = ''] = route.split(' ');
    for (const who of ['', `admin@${HERE}`]) {
      const address = `${closed.url}${path.replaceAll(/:\w+/g, 'one')}`;
      const { status } = await fetch(address, { method, headers: { [WHO]: who } });
      expect([route, who, status]).toEqual([route, who, 404]);
    }
  }
  await closed.close();
});
