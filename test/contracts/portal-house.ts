import { createPortalChannel } from '../../src/adapters/channels/portal/index.ts';
import { createWebChatChannel } from '../../src/adapters/channels/web-chat/index.ts';
import { createChatTokens } from '../../src/adapters/channels/web-chat/token.ts';
import {
  createEmbeddedPropertyBooks,
  createEmbeddedPropertyPlatform,
} from '../../src/adapters/property-platforms/embedded/index.ts';
import { createPdfReportWriter } from '../../src/adapters/report-writers/pdf/index.ts';
import { createCsvTableReader } from '../../src/adapters/table-readers/csv/index.ts';
import { createDatabase } from '../../src/adapters/shared/database.ts';
import { createApp } from '../../src/api/app.ts';
import { authorize } from '../../src/api/authorize.ts';
import { createForgeryGuard } from '../../src/api/forgery.ts';
import type { DoorLimits } from '../../src/api/limited-deliver.ts';
import { codecRoutes } from '../../src/api/routes/codec.ts';
import type { PropertySettings } from '../../src/domain/property.ts';
import type { Channels } from '../../src/ports/channel.ts';
import { createSignIn, type SignIn } from '../../src/api/sign-in.ts';
import { createWebUi } from '../../src/api/web-ui.ts';
import { createPayloadCodec, payloadKeys } from '../../src/temporal/codec.ts';
import { notedProcesses } from '../fakes/noted-processes.ts';
import { stillEngine, stillMachine } from '../fakes/still-house.ts';
import { defaultPacks } from '../unit/domain/default-pack.ts';
import { startHouseRecords, type HouseRecords } from './records/house-records.ts';
import { serveApp } from './sign-in/signed-in.ts';
import { SECRET, watchedBy } from './sign-in/sign-in-house.ts';

/** The whole API on a real PostgreSQL, with the doors of residents open; nobody takes turns behind it. */
export interface PortalHouse {
  url: string;
  /** What a portal shares with the house. */
  secret: string;
  records: HouseRecords;
  signIn: SignIn;
  /** What processes were asked or told, by name. */
  toldOf: ReturnType<typeof notedProcesses>['of'];
  stop(): Promise<void>;
}

const elmHouse: PropertySettings = {
  propertyId: 'elm-house',
  organisationId: 'elm-group',
  name: 'Elm House',
  calendar: { zone: 'America/New_York', weekly: {}, holidays: [] },
  contacts: {
    emergency: '911',
    gasUtility: 'the gas utility',
    crisisLine: '988',
    onCallName: 'the on-call engineer',
    onCall: [],
    managers: [],
  },
  rollout: { phase: 'off', skills: {}, stopped: [] },
};
const PORTAL_SECRET = 'a-portal-secret-for-tests-only-0123456789';

/**
 * Starts it with one property, `elm-house`, and with more channels than those of a portal where they are given. Its doors
 * take whatever comes, unless told otherwise.
 */
export async function startPortalHouse(
  channels: Channels = {},
  doorLimits: DoorLimits = { perResident: 1_000_000, perPortal: 1_000_000 },
): Promise<PortalHouse> {
  const { processes, of: toldOf } = notedProcesses();
  const records = await startHouseRecords();
  await records.properties.save(elmHouse);
  const { url } = records.postgres;
  const pool = createDatabase({ url, role: 'nightporter_app', poolMax: 2 }).$client;
  const books = createEmbeddedPropertyBooks({ url });
  const platform = createEmbeddedPropertyPlatform({ url, connectionId: 'embedded' });
  const made: { app?: ReturnType<typeof createApp>; signIn?: SignIn } = {};
  const server = await serveApp((baseUrl) => {
    const signIn = createSignIn({
      pool,
      secret: SECRET,
      baseUrl,
      trustedOrigins: [],
      ...watchedBy(records),
    });
    made.signIn = signIn;
    const allow = authorize(signIn);
    const masterKey = Buffer.alloc(32, 7);
    const codec = createPayloadCodec(payloadKeys({ masterKey, namespace: 'default' }));
    const { auditLog } = records;
    made.app = createApp({
      records,
      channels: {
        portal: createPortalChannel(),
        'web-chat': createWebChatChannel(),
        ...channels,
      },
      policyPacks: defaultPacks,
      platform,
      processes,
      decide: async ({ staffId }) => ({ state: 'approved', decidedBy: staffId, edits: null }),
      chatTokens: createChatTokens({ secret: PORTAL_SECRET, issuer: 'nightporter' }),
      webhookSecret: PORTAL_SECRET,
      doorLimits,
      simulator: null,
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
      books,
      reports: createPdfReportWriter(),
      connections: [],
      signIn,
      codec: codecRoutes({ codec, auditLog, allow, webUiOrigin: null, isOpenToWebUi: false }),
      refuseForgery: createForgeryGuard({ origins: [baseUrl] }),
      allow,
      webUi: createWebUi({ address: undefined, namespace: 'default' }),
      takeoverIdleMinutes: 120,
      deskFolder: '/nowhere',
    });
    return made.app.app;
  });
  if (!made.signIn) throw new Error('the app was not made');
  return {
    url: server.url,
    secret: PORTAL_SECRET,
    signIn: made.signIn,
    toldOf,
    records,
    async stop() {
      made.app?.streams.close();
      await server.close();
      await platform.close();
      await pool.end();
      await records.stop();
    },
  };
}
