import express, { type Express, type RequestHandler, type Router } from 'express';
import { RecordNotFound } from '../ports/errors.ts';
import { carrierOf, type Carrier, type Channels } from '../ports/channel.ts';
import type { ChatTokens } from '../ports/chat-tokens.ts';
import type { Connection } from '../ports/connections.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { PropertyBooks } from '../ports/property-books.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Machine } from '../ports/machine.ts';
import type { Records } from '../ports/records.ts';
import type { ReportWriter } from '../ports/report-writer.ts';
import type { TableReader } from '../ports/table-reader.ts';
import type { DecideApproval } from '../temporal/decide-approval.ts';
import type { EndProcesses } from '../temporal/end-processes.ts';
import type { EngineFigures } from '../temporal/engine-figures.ts';
import type { Allow } from './allow.ts';
import type { Deliver } from './deliver.ts';
import { answerErrors } from './errors.ts';
import { createHouseHealth, type HouseHealth } from './house-health.ts';
import type { Readiness, ReadinessNotes } from './readiness.ts';
import type { SampleParts } from './remove-sample.ts';
import type { DoorLimits } from './limited-deliver.ts';
import { openDelivery } from './open-delivery.ts';
import { createTellReleased, type TellReleased } from './draft-news.ts';
import { createTellHandOffs, type TellHandOffs } from './hand-off-news.ts';
import { createAssigning } from './assigning.ts';
import { conversationDoors } from './conversation-doors.ts';
import { alertRoutes } from './routes/alerts.ts';
import { approvalQuestionRoutes } from './routes/approval-questions.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { deskRoutes } from './routes/desk.ts';
import { documentReadingRoutes } from './routes/document-reading.ts';
import { documentRoutes } from './routes/documents.ts';
import { draftRoutes } from './routes/drafts.ts';
import { eventRoutes } from './routes/events.ts';
import { firstAdminRoutes } from './routes/first-admin.ts';
import { healthReportRoutes } from './routes/health-report.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { importRoutes } from './routes/imports.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { maintenanceDecisionRoutes } from './routes/maintenance-decisions.ts';
import { maintenanceOrderRoutes } from './routes/maintenance-orders.ts';
import { maintenanceRequestRoutes } from './routes/maintenance-requests.ts';
import { metricsRoutes, type MetricsDoor } from './routes/metrics.ts';
import { numbersFileRoutes, numbersRoutes } from './routes/numbers.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { platformOutboxRoutes } from './routes/platform-outbox.ts';
import { propertyRoutes } from './routes/properties.ts';
import { residentPortalRoutes } from './routes/resident-portal.ts';
import { sampleRoutes } from './routes/sample.ts';
import { webChatRoutes } from './routes/web-chat.ts';
import { webUiRoutes } from './routes/web-ui.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { setPasswordRoutes } from './routes/set-password.ts';
import { simulatorRoutes } from './routes/simulator.ts';
import { whatsAppStandInRoutes } from './routes/whatsapp-stand-in.ts';
import { demandRightsOf, type Mount } from './route-rights.ts';
import { createDemandStaff } from './demand-staff.ts';
import { securityHeaders } from './security-headers.ts';
import { settingsDoors } from './settings-doors.ts';
import type { Simulator } from './simulator.ts';
import type { SignIn } from './sign-in.ts';
import { createStartReopened, type StartReopened } from './start-reopened.ts';
import { createSweep } from './sweep.ts';
import { timeRequests, underMount } from './time-requests.ts';
import { createReadWaiting } from './waiting-gauges.ts';
import { createWake } from './wake.ts';
import { createRingUnreadable } from './unreadable-alarm.ts';
import type { WebUi } from './web-ui.ts';

/** Everything the API stands on. */
export interface AppDependencies {
  records: Records;
  channels: Channels;
  policyPacks: PolicyPacks;
  platform: PropertyPlatform;
  processes: Processes;
  decide: DecideApproval;
  chatTokens: ChatTokens | null;
  webhookSecret: string | undefined;
  doorLimits: DoorLimits;
  /** The phones of the sample; null outside of sample mode on loopback. */
  simulator: Simulator | null;
  engine: EngineFigures;
  machine: Machine;
  readiness: Readiness;
  readinessNotes: ReadinessNotes;
  metricsDoor: MetricsDoor;
  endProcesses: EndProcesses;
  /** What the sample is, where it was loaded. */
  sampleParts: SampleParts | null;
  /** Opens the door to the first admin while there is none. */
  firstAdminCode: string;
  /** What operators' commands show. */
  commandKey: string;
  tables: TableReader;
  books: PropertyBooks;
  reports: ReportWriter;
  /** What the settings say the house is connected to. */
  connections: readonly Connection[];
  /** Sign-in and the codec endpoint, which bring their own bodies' limits. */
  signIn: SignIn;
  codec: Router;
  /** Refuses writes that a foreign page makes with our cookie. */
  refuseForgery: RequestHandler;
  allow: Allow;
  /** Where staff see workflows in the Temporal Web UI. */
  webUi: WebUi;
  /** After so many minutes of opening without an act of theirs, somebody has forgotten a takeover. */
  takeoverIdleMinutes: number;
  /** Where the built dashboard is. */
  deskFolder: string;
}

/** The API as an express app, the sweep that looks after its rows, and the live streams that an end must cut. */
export function createApp(dependencies: AppDependencies): {
  app: Express;
  sweep: ReturnType<typeof createSweep>;
  streams: { close(): void };
  houseHealth: HouseHealth;
  mounts: Mount[];
} {
  const { records, channels, policyPacks, processes, allow } = dependencies;
  const { inbox, outbox } = records;
  const carrier = carrierOf(channels);
  const wake = createWake({ inbox, processes });
  const tellHandOffs = createTellHandOffs({ ...records, processes });
  const tellReleased = createTellReleased({ drafts: records.drafts, processes });
  const { connectionId } = dependencies.platform;
  const startReopened = createStartReopened({ records, policyPacks, processes, connectionId });
  const assigning = createAssigning({ records, policyPacks, tellHandOffs, tellReleased });
  const sweep = createSweep({
    inbox,
    outbox,
    carrier,
    wake,
    startReopened,
    tellReleased,
    async tellHandOffs() {
      await assigning.returnStranded();
      await tellHandOffs();
    },
  });
  const streams = eventRoutes({ deskEvents: records.deskEvents, allow });
  const houseHealth = createHouseHealth({
    ...dependencies,
    figures: records.houseFigures,
    rounds: sweep.rounds,
    connectionId: dependencies.platform.connectionId,
  });
  const open = openDoors(dependencies, openDelivery(dependencies, { send: sweep.send, wake }));
  const telling = { tellHandOffs, tellReleased };
  const events = streams.router;
  const staff = [
    ...conversationDoors({ ...dependencies, assigning }),
    ...staffDoors(dependencies, { carrier, ...telling, startReopened, events, houseHealth }),
  ];
  const mounts = [...open, ...staff];
  demandRightsOf(mounts);

  const app = express();
  app.disable('x-powered-by');
  app.use(timeRequests);
  app.use(securityHeaders);
  for (const { at, router } of open) app.use(at, underMount(at), router);
  app.use(dependencies.refuseForgery);
  if (!dependencies.simulator) app.use('/simulator', notThere);
  const demandStaff = createDemandStaff(dependencies);
  for (const { at, router } of staff) app.use(at, underMount(at), demandStaff, router);
  app.use(notThere);
  app.use(answerErrors);
  return { app, sweep, streams, houseHealth, mounts };
}

const notThere: RequestHandler = () => {
  throw new RecordNotFound('no such address');
};

/** Doors with a proof of their own, or none. */
function openDoors(
  dependencies: AppDependencies,
  { deliver, deliverLimited }: { deliver: Deliver; deliverLimited: Deliver },
): Mount[] {
  const { records, channels, webhookSecret, chatTokens, signIn, codec, deskFolder } = dependencies;
  const readWaiting = createReadWaiting(dependencies);
  return [
    { at: '/', router: healthRoutes(dependencies) },
    { at: '/', router: metricsRoutes({ ...dependencies, readWaiting }) },
    { at: '/', router: homeRoutes() },
    { at: '/', router: openApiRoutes() },
    { at: '/desk', router: deskRoutes({ folder: deskFolder }) },
    {
      at: '/webhooks',
      router: webhookRoutes({
        ...records,
        channels,
        deliver,
        ringUnreadable: createRingUnreadable(dependencies),
      }),
    },
    { at: '/webhook', router: residentPortalRoutes({ deliver: deliverLimited, webhookSecret }) },
    { at: '/chat', router: webChatRoutes({ deliver: deliverLimited, records, chatTokens }) },
    { at: '/api/auth', router: signIn.router },
    { at: '/codec', router: codec },
    { at: '/stand-in/whatsapp', router: whatsAppStandInRoutes(dependencies) },
    { at: '/first-admin', router: firstAdminRoutes({ ...dependencies, ...records }) },
    { at: '/set-password', router: setPasswordRoutes(dependencies) },
  ];
}

/** Doors for staff: behind the guard against foreign pages, and closed to whoever is not signed in. */
function staffDoors(
  dependencies: AppDependencies,
  {
    startReopened,
    events,
    houseHealth,
    ...sending
  }: {
    carrier: Carrier;
    tellHandOffs: TellHandOffs;
    tellReleased: TellReleased;
    startReopened: StartReopened;
    events: Router;
    houseHealth: HouseHealth;
  },
): Mount[] {
  const { records, platform } = dependencies;
  return [
    { at: '/events', router: events },
    { at: '/conversations', router: inboxRoutes(dependencies) },
    {
      at: '/conversations',
      router: conversationRoutes({ ...dependencies, ...sending }),
    },
    { at: '/conversations', router: draftRoutes(dependencies) },
    { at: '/alerts', router: alertRoutes({ ...dependencies, ...records }) },
    { at: '/approvals', router: approvalRoutes({ ...dependencies, ...records }) },
    { at: '/approvals', router: approvalQuestionRoutes({ ...dependencies, ...records }) },
    { at: '/maintenance-requests', router: maintenanceRequestRoutes(dependencies) },
    { at: '/maintenance-requests', router: maintenanceOrderRoutes(dependencies) },
    {
      at: '/maintenance-requests',
      router: maintenanceDecisionRoutes({ ...dependencies, startReopened }),
    },
    {
      at: '/platform-outbox',
      router: platformOutboxRoutes({
        ...dependencies,
        ...records,
        connectionId: platform.connectionId,
      }),
    },
    { at: '/documents', router: documentReadingRoutes({ ...dependencies, ...records }) },
    { at: '/documents', router: documentRoutes({ ...dependencies, ...records }) },
    { at: '/properties', router: propertyRoutes({ ...dependencies, ...records }) },
    { at: '/numbers', router: numbersRoutes({ ...dependencies, ...records }) },
    { at: '/numbers.csv', router: numbersFileRoutes({ ...dependencies, ...records }) },
    { at: '/simulator', router: simulatorRoutes(dependencies) },
    { at: '/sample', router: sampleRoutes({ ...dependencies, ...records }) },
    ...settingsDoors(dependencies),
    { at: '/imports', router: importRoutes({ ...dependencies, ...records }) },
    { at: '/web-ui', router: webUiRoutes(dependencies) },
    { at: '/health-report', router: healthReportRoutes({ ...dependencies, houseHealth }) },
  ];
}
