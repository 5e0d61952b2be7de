import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import { createDangerFloor } from '../domain/danger.ts';
import { carrierOf, type Channels } from '../ports/channel.ts';
import type { ChatTokens } from '../ports/chat-tokens.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { Processes } from '../ports/processes.ts';
import type { PropertyBooks } from '../ports/property-books.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import type { TableReader } from '../ports/table-reader.ts';
import type { DecideApproval } from '../temporal/decide-approval.ts';
import type { EndProcesses } from '../temporal/end-processes.ts';
import type { Allow } from './allow.ts';
import { createDeliver } from './deliver.ts';
import { answerErrors } from './errors.ts';
import type { Readiness, ReadinessNotes } from './readiness.ts';
import type { SampleParts } from './remove-sample.ts';
import { alertRoutes } from './routes/alerts.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { documentRoutes } from './routes/documents.ts';
import { firstAdminRoutes } from './routes/first-admin.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { importRoutes } from './routes/imports.ts';
import { maintenanceRequestRoutes } from './routes/maintenance-requests.ts';
import { residentPortalRoutes } from './routes/resident-portal.ts';
import { rolloutRoutes } from './routes/rollout.ts';
import { sampleRoutes } from './routes/sample.ts';
import { webChatRoutes } from './routes/web-chat.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { SignIn } from './sign-in.ts';
import { createSweep } from './sweep.ts';
import { createWake } from './wake.ts';

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
  readiness: Readiness;
  readinessNotes: ReadinessNotes;
  endProcesses: EndProcesses;
  /** What the sample is, where it was loaded. */
  sampleParts: SampleParts | null;
  /** Opens the door to the first admin while there is none. */
  firstAdminCode: string;
  /** What operators' commands show. */
  commandKey: string;
  tables: TableReader;
  books: PropertyBooks;
  /** Sign-in and the codec endpoint, which bring their own bodies' limits. */
  signIn: SignIn;
  codec: Router;
  /** Refuses writes that a foreign page makes with our cookie. */
  refuseForgery: express.RequestHandler;
  allow: Allow;
}

/** The API as an express app, and the sweep that looks after its rows. */
export function createApp(dependencies: AppDependencies): {
  app: Express;
  sweep: ReturnType<typeof createSweep>;
} {
  const { records, channels, policyPacks, processes, webhookSecret, allow } = dependencies;
  const { inbox, outbox, properties } = records;
  const carrier = carrierOf(channels);
  const wake = createWake({ inbox, processes });
  const sweep = createSweep({ inbox, outbox, carrier, wake });
  const floor = createDangerFloor(policyPacks.current(null).dangerRules);
  const { send } = sweep;
  const deliver = createDeliver({ inbox, properties, policyPacks, floor, channels, send, wake });

  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(healthRoutes(dependencies));
  app.use('/webhooks', webhookRoutes({ channels, deliver, inbox, outbox }));
  app.use('/webhook', residentPortalRoutes({ deliver, webhookSecret }));
  app.use('/chat', webChatRoutes({ deliver, records, chatTokens: dependencies.chatTokens }));
  app.use('/api/auth', dependencies.signIn.router);
  app.use('/first-admin', firstAdminRoutes({ ...dependencies, ...records }));
  app.use('/codec', dependencies.codec);
  app.use(dependencies.refuseForgery);
  app.use(
    '/conversations',
    conversationRoutes({ records, processes, carrier, allow, webhookSecret }),
  );
  app.use('/alerts', alertRoutes({ alerts: records.alerts, processes, allow }));
  app.use('/approvals', approvalRoutes({ ...dependencies, approvals: records.approvals }));
  app.use('/maintenance-requests', maintenanceRequestRoutes(dependencies));
  app.use('/documents', documentRoutes({ ...dependencies, ...records }));
  app.use('/properties', rolloutRoutes({ properties, auditLog: records.auditLog, allow }));
  app.use('/sample', sampleRoutes({ ...dependencies, ...records }));
  app.use('/imports', importRoutes({ ...dependencies, ...records }));
  app.use(homeRoutes());
  app.use(answerErrors);
  return { app, sweep };
}
