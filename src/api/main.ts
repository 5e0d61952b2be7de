import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import {
  composeBase,
  composeChatTokens,
  composeImport,
  composeMachine,
  composeReports,
  composeSignInPool,
  describeConnections,
} from '../compose.ts';
import { closedDoors, isAtHome, operatorKeys, type Config } from '../config.ts';
import { logger } from '../logger.ts';
import type { DeskEvents } from '../ports/desk-events.ts';
import type { Records } from '../ports/records.ts';
import { runPart, type RunningPart } from '../process-part.ts';
import { connectSettings, createTemporalClient, payloadCodec } from '../temporal/client.ts';
import { createDecideApproval } from '../temporal/decide-approval.ts';
import { createEndProcesses } from '../temporal/end-processes.ts';
import { createEngineFigures } from '../temporal/engine-figures.ts';
import { createProcesses } from '../temporal/processes.ts';
import { createApp } from './app.ts';
import { createReadiness, createReadinessNotes } from './readiness.ts';
import { SAMPLE_REMOVED } from './remove-sample.ts';
import { openPhones, openSampleHouse, sampleParts, type SampleHouse } from './sample-house.ts';
import { createStaffDoor, type StaffDoor } from './staff-door.ts';
import { createWebUi } from './web-ui.ts';

// A provider's webhook is answered before the engine is asked; the sweep asks again.
const ENGINE_DEADLINE_MS = 1_000;
// Health and readiness are asked for often; what is this slow is as good as away.
const ENGINE_LOOK_MS = 2_000;
const PRUNED_EVERY_MS = 3_600_000;

/** Starts the API: rows, doors, and the sweep that looks after both. */
export async function startApi(config: Config): Promise<RunningPart> {
  const base = await composeBase(config);
  const { records } = base;
  const client = createTemporalClient({ masterKey: config.NIGHTPORTER_MASTER_KEY });
  const processes = createProcesses({
    client,
    deadlineMs: ENGINE_DEADLINE_MS,
    quietMs: config.NIGHTPORTER_QUIET_MS,
  });
  const server = createServer(notYet);
  const url = await listen(server, config);
  const isSample =
    config.NIGHTPORTER_SAMPLE === 'on' && !(await records.removals.isDone(SAMPLE_REMOVED));
  const signInPool = composeSignInPool(config);
  const staffDoor = createStaffDoor({
    config,
    isSample,
    sampleEmails: sampleParts().staffEmails,
    url,
    pool: signInPool,
    codec: payloadCodec(config.NIGHTPORTER_MASTER_KEY),
    records,
  });
  const phones = openPhones({ config, url, isSample });
  const sample = isSample
    ? await openSampleHouse({ config, url, records, processes, signIn: staffDoor.signIn })
    : null;
  const { app, sweep, streams, houseHealth } = createApp({
    ...base,
    machine: await composeMachine(config),
    ...staffDoor,
    ...operatorDoors({ config, client, records, staffDoor, sample }),
    processes,
    deskFolder: fileURLToPath(new URL('../../dashboard/dist', import.meta.url)),
    decide: createDecideApproval({ client, approvals: records.approvals }),
    ...openDoorSettings(config),
    simulator: phones.simulator,
    takeoverIdleMinutes: config.NIGHTPORTER_TAKEOVER_IDLE_MINUTES,
  });
  server.off('request', notYet).on('request', app);
  const sweeping = sweep.start();
  const firstAdmin = (await staffDoor.signIn.hasAdmin()) ? [] : firstAdminLines(config, url);
  const pruning = startPruning(records.deskEvents);
  const stopWatching = houseHealth.watch();

  return {
    url,
    lines: [...closedDoors(config), ...(sample?.lines ?? []), ...phones.lines, ...firstAdmin],
    async stop() {
      phones.close();
      await close(server, streams);
      clearInterval(pruning);
      stopWatching();
      await sweeping.stop();
      await client.connection.close();
      await signInPool.end();
      await base.platform.close();
      await records.close();
    },
  };
}

// The address must be known before the doors can be made; whoever knocks in between is told to come again.
const notYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ ready: false, missing: ['the API is starting'] }));
};

/** Throws away old changes now and every hour; one that fails is made up for by the next. */
function startPruning(deskEvents: DeskEvents): NodeJS.Timeout {
  const prune = (): void =>
    void deskEvents.prune().catch((error: unknown) => {
      logger.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'changes not pruned');
    });
  prune();
  return setInterval(prune, PRUNED_EVERY_MS);
}

function close(server: Server, streams: { close(): void }): Promise<unknown> {
  return new Promise((resolve) => {
    server.close(resolve);
    streams.close();
    server.closeIdleConnections();
  });
}

/** By what the doors know who knocks that is no staff, and how often they may. */
function openDoorSettings(config: Config) {
  return {
    chatTokens: composeChatTokens(config),
    webhookSecret: config.NIGHTPORTER_WEBHOOK_SECRET,
    doorLimits: {
      perResident: config.NIGHTPORTER_RESIDENT_MESSAGES_A_MINUTE,
      perPortal: config.NIGHTPORTER_PORTAL_MESSAGES_A_MINUTE,
    },
    metricsDoor: { token: config.METRICS_TOKEN, isOpenHere: isAtHome(config) },
  };
}

/** What operators need of a house: whether it is ready, what goes into it, and the way out for the sample. */
function operatorDoors(by: {
  config: Config;
  client: Client;
  records: Records;
  staffDoor: StaffDoor;
  sample: SampleHouse | null;
}) {
  const { config, client, records, staffDoor, sample } = by;
  const engine = createEngineFigures({ client, deadlineMs: ENGINE_LOOK_MS });
  const expectedDocuments = async (): Promise<string[]> =>
    sample && !(await records.removals.isDone(SAMPLE_REMOVED)) ? sample.documentIds : [];
  return {
    ...composeImport(config),
    ...composeReports(),
    connections: describeConnections(config),
    ...operatorKeys(config.NIGHTPORTER_MASTER_KEY),
    engine,
    readiness: createReadiness({ engine, ...records, expectedDocuments }),
    readinessNotes: createReadinessNotes({ ...records, ...staffDoor }),
    endProcesses: createEndProcesses({ client }),
    sampleParts: sample ? sampleParts() : null,
    webUi: createWebUi({
      address: config.NIGHTPORTER_TEMPORAL_UI,
      namespace: connectSettings().namespace,
    }),
  };
}

/** What the start screen says while there is no admin. */
function firstAdminLines(config: Config, url: string): string[] {
  const { firstAdminCode } = operatorKeys(config.NIGHTPORTER_MASTER_KEY);
  return [
    'There is no admin yet. Make the first one here; the link works once:',
    `  ${config.NIGHTPORTER_PUBLIC_URL ?? url}/first-admin?code=${firstAdminCode}`,
  ];
}

function listen(server: Server, { HOST, PORT }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      const address: AddressInfo | string | null = server.address();
      const port = typeof address === 'object' && address ? address.port : PORT;
      resolve(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`);
    });
  });
}

if (import.meta.main) await runPart(startApi);
